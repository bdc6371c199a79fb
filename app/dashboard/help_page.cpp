#include "dashboard/help_page.h"

#include <algorithm>

#include "dashboard/message_page.h"
#include "dashboard/view.h"

namespace roadcase::dashboard {
namespace {

Value topics(const std::vector<std::pair<std::string, std::string>>& all) {
    Views out;
    for (const auto& [code, title] : all)
        out.push_back(View{{"code", code}, {"heading", prose(as_heading(title))}});
    return Value{out};
}

/// Words in capitals stand for something of the person's own.
bool has_blanks(const std::string& command) {
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto twice = std::adjacent_find(command.begin(), command.end(),
                                          [&](char a, char b) { return is_capital(a) && is_capital(b); });
    return twice != command.end();
}

}  // namespace

std::string render(const HelpIndexPage& page) {
    Views groups;
    for (const auto& group : page.groups)
        groups.push_back(View{{"group", group.name}, {"topics", topics(group.topics)}});
    return render({.title = "Help", .place = Place::help}, "help_index", View{{"groups", Value{groups}}});
}

std::string render(const HelpPage& page) {
    Views commands;
    for (const auto& each : page.commands) commands.push_back(View{{"command", each}});
    const bool blanks = std::any_of(page.commands.begin(), page.commands.end(), has_blanks);
    View view{{"number", page.code},
              {"heading", prose(as_heading(page.title))},
              {"why", prose(page.why)},
              {"todo", prose(page.what_to_do)},
              {"has_commands", flag(!page.commands.empty())},
              {"commands", Value{commands}},
              {"blanks", flag(blanks)},
              {"has_related", flag(!page.related.empty())},
              {"related", topics(page.related)},
              {"buttons", buttons(page.buttons)}};
    return render({.title = "Help on " + page.code, .place = Place::help}, "help_topic", std::move(view));
}

}  // namespace roadcase::dashboard
