#include <algorithm>
#include <array>

#include "dashboard/help_page.h"

namespace roadcase::dashboard {
namespace {

/// By the first digit of a message's number.
struct Chapter {
    char digit;
    std::string_view name;
    std::string_view label;  ///< of the page where it is mended
    std::string_view href;
};

constexpr auto chapters =
    std::to_array<Chapter>({{'1', "Starting", {}, {}},
                            {'2', "Connecting an account", "Connect an account", "/add"},
                            {'3', "What the provider answered", "Go to Accounts", "/"},
                            {'4', "Renewing", "Go to Accounts", "/"},
                            {'5', "Asking for a token", "Go to Scripts", "/scripts"},
                            {'6', "Files and moving", "Go to Scripts", "/scripts"}});

/// Messages that are mistaken for one another, or follow from one another.
constexpr auto relatives = std::to_array<std::array<std::string_view, 3>>(
    {{"E101", "E102", "E103"}, {"E108", "E603", ""},     {"E109", "E301", ""},     {"E201", "E202", "E203"},
     {"E205", "E206", "E214"}, {"E209", "E210", "E211"}, {"E212", "E301", "E302"}, {"E215", "E106", ""},
     {"E303", "E304", "E508"}, {"E305", "E306", "E404"}, {"E307", "E308", "E208"}, {"E401", "E402", "E403"},
     {"E404", "E405", ""},     {"E406", "E606", ""},     {"E501", "E502", ""},     {"E503", "E509", "E510"},
     {"E504", "E506", "E505"}, {"E510", "E511", ""},     {"E601", "E602", ""},     {"E604", "E403", ""}});

constexpr std::array programs{"roadcase ", "timedatectl", "chmod ", "ssh "};

/// What of a text stands in backticks and can be typed into a terminal.
std::vector<std::string> commands_in(std::string_view text) {
    std::vector<std::string> out;
    for (auto open = text.find('`'); open != std::string_view::npos;) {
        const auto close = text.find('`', open + 1);
        if (close == std::string_view::npos) break;
        const auto words = text.substr(open + 1, close - open - 1);
        const bool runs = std::any_of(programs.begin(), programs.end(),
                                      [&](const char* program) { return words.starts_with(program); });
        if (runs && std::find(out.begin(), out.end(), words) == out.end()) out.emplace_back(words);
        open = text.find('`', close + 1);
    }
    return out;
}

std::vector<std::pair<std::string, std::string>> related_to(std::string_view code) {
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& family : relatives) {
        if (std::find(family.begin(), family.end(), code) == family.end()) continue;
        for (const auto other : family)
            if (const auto* text = server::help_text(other); text != nullptr && other != code)
                out.emplace_back(other, text->title);
    }
    return out;
}

}  // namespace

HelpIndexPage help_index() {
    HelpIndexPage page;
    for (const auto& chapter : chapters) {
        HelpGroup group{std::string(chapter.name), {}};
        for (const auto& text : server::help_texts())
            if (text.code[1] == chapter.digit) group.topics.emplace_back(text.code, text.title);
        page.groups.push_back(std::move(group));
    }
    return page;
}

HelpPage help_page(const server::HelpText& text) {
    HelpPage page;
    page.code = text.code;
    page.title = text.title;
    page.why = text.why;
    page.what_to_do = text.what_to_do;
    page.commands = commands_in(text.what_to_do);
    page.related = related_to(text.code);
    const bool on_list = text.what_to_do.find("on the dashboard") != std::string_view::npos;
    if (on_list) page.buttons.push_back({"Go to Accounts", "/"});
    for (const auto& chapter : chapters)
        if (!on_list && chapter.digit == text.code[1] && !chapter.href.empty())
            page.buttons.push_back({std::string(chapter.label), std::string(chapter.href)});
    page.buttons.push_back({"All help pages", "/help"});
    return page;
}

}  // namespace roadcase::dashboard
