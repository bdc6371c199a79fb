#include "cli/candidates.h"

#include <algorithm>

#include "core/text.h"

namespace roadcase::cli {
namespace {

/// Where the walk stands.
struct Place {
    const CLI::App* app;
    const CLI::Option* waiting = nullptr;  ///< takes the next word for its value
    std::size_t positionals = 0;           ///< words that were no flags
    bool only_words = false;               ///< after "--"
};

const CLI::App* command_named(const CLI::App& app, const std::string& name) {
    for (const auto* each : app.get_subcommands(nullptr))
        if (each->check_name(name)) return each;
    return nullptr;
}

/// A flag of this command, or one that every command has.
const CLI::Option* option_named(const CLI::App& app, const std::string& name) {
    for (const auto* each = &app; each != nullptr; each = each->get_parent())
        if (const auto* option = each->get_option_no_throw(name)) return option;
    return nullptr;
}

bool takes_value(const CLI::Option* option) {
    return option != nullptr && option->get_expected_min() > 0;
}

void step(Place& place, const std::string& word) {
    if (place.waiting != nullptr) {
        place.waiting = nullptr;
    } else if (word == "--") {
        place.only_words = true;
    } else if (word.starts_with("-") && !place.only_words) {
        const auto* option = option_named(*place.app, word.substr(0, word.find('=')));
        if (takes_value(option) && word.find('=') == std::string::npos) place.waiting = option;
    } else if (const auto* command = place.positionals == 0 ? command_named(*place.app, word) : nullptr) {
        place.app = command;
    } else {
        ++place.positionals;
    }
}

/// The choices that a value is checked against: "NAME:{sh,dotenv,json}".
std::vector<std::string> choices_of(const CLI::Option& option) {
    const auto type = option.get_type_name();
    const auto open = type.find(":{");
    const auto close = type.find('}', std::min(open, type.size()));
    if (open == std::string::npos || close == std::string::npos) return {};
    return split(std::string_view(type).substr(open + 2, close - open - 2), ',');
}

std::string kind_of(const CLI::Option& option) {
    if (option.get_positional()) {
        const auto& name = option.get_name(true);
        return name == "PROVIDER" ? "CLIENT" : name;
    }
    if (option.check_lname("format")) return "FORMAT";
    const auto type = option.get_type_name();
    return type.substr(0, type.find(':'));
}

void add_values(Candidates& found, const CLI::Option& option, const Names& names) {
    auto values = choices_of(option);
    if (values.empty()) values = names(kind_of(option));
    for (auto& value : values) found.words.emplace_back(std::move(value), "");
    const auto kind = kind_of(option);
    found.files = kind == "FILE" || kind == "PATH";
}

const CLI::Option* positional(const CLI::App& app, std::size_t number) {
    const CLI::Option* last = nullptr;
    for (const auto* option : app.get_options()) {
        if (!option->get_positional()) continue;
        last = option;
        if (number-- == 0) return option;
    }
    return last != nullptr && last->get_expected_max() > 1 ? last : nullptr;
}

void add_flags(Candidates& found, const CLI::App& app) {
    for (const auto* each = &app; each != nullptr; each = each->get_parent())
        for (const auto* option : each->get_options())
            for (const auto& name : option->get_lnames())
                found.words.emplace_back("--" + name, option->get_description());
}

void add_commands(Candidates& found, const CLI::App& app) {
    for (const auto* each : app.get_subcommands(nullptr))
        if (!each->get_group().empty()) found.words.emplace_back(each->get_name(), each->get_description());
}

/// "--format=js": the candidates hold the flag, too.
void add_joined(Candidates& found, const CLI::App& app, const std::string& word, const Names& names) {
    const auto flag = word.substr(0, word.find('='));
    const auto* option = option_named(app, flag);
    if (!takes_value(option)) return;
    add_values(found, *option, names);
    for (auto& [text, what] : found.words) text.insert(0, flag + "=");
}

void keep_beginnings(Candidates& found, const std::string& typed) {
    std::erase_if(found.words, [&](const auto& each) { return !each.first.starts_with(typed); });
    std::sort(found.words.begin(), found.words.end());
    found.words.erase(std::unique(found.words.begin(), found.words.end()), found.words.end());
}

}  // namespace

Candidates candidates(const CLI::App& root, const std::vector<std::string>& words, const Names& names) {
    Candidates found;
    if (words.empty()) return found;
    Place place{&root};
    for (std::size_t i = 0; i + 1 < words.size(); ++i) step(place, words[i]);
    const auto& typed = words.back();
    const bool foreign = place.only_words || (place.app->get_name() == "curl" && place.positionals > 0);
    if (foreign) {
        found.files = true;
    } else if (place.waiting != nullptr) {
        add_values(found, *place.waiting, names);
    } else if (typed.starts_with("-")) {
        typed.find('=') == std::string::npos ? add_flags(found, *place.app)
                                             : add_joined(found, *place.app, typed, names);
    } else {
        if (place.positionals == 0) add_commands(found, *place.app);
        if (const auto* option = positional(*place.app, place.positionals)) add_values(found, *option, names);
    }
    keep_beginnings(found, typed);
    return found;
}

}  // namespace roadcase::cli
