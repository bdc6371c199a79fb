#include "cli/help.h"

#include <algorithm>

#include "cli/output.h"

namespace roadcase::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string full_name(const CLI::App* app) {
    const auto* parent = app->get_parent();
    return parent == nullptr ? "roadcase" : full_name(parent) + " " + app->get_name();
}

std::string usage(const CLI::App* app) {
    std::string line = full_name(app);
    for (const auto* option : app->get_options()) {
        if (!option->get_positional()) continue;
        line += option->get_required() ? " " + option->get_name(true) : " [" + option->get_name(true) + "]";
    }
    if (!app->get_subcommands(nullptr).empty()) line += " COMMAND";
    return line + " [flags]";
}

/// "-f, --format NAME", with the long names below each other.
std::string flag_names(const CLI::Option* option) {
    std::string names = option->get_snames().empty() ? "    " : "-" + option->get_snames().front() + ", ";
    names += "--" + option->get_lnames().front();
    // What checks the value adds its own words after a colon.
    auto value = option->get_type_name();
    value.erase(std::min(value.find(':'), value.size()));
    // "[=DUR]" says itself how it is written; a plain flag has no value at all.
    if (!value.empty() && value.front() == '[') return names + value;
    return option->get_expected_min() > 0 && !value.empty() ? names + " " + value : names;
}

std::string flags(const CLI::App* app) {
    Rows rows;
    for (const auto* option : app->get_options())
        // That a command has help is said once, at the root.
        if (option->nonpositional() && (app->get_parent() == nullptr || option != app->get_help_ptr()))
            rows.push_back({flag_names(option), " " + option->get_description()});
    return rows.empty() ? "" : "\nFlags:\n" + table(rows, 2);
}

std::string commands(const CLI::App* app) {
    std::vector<std::pair<std::string, Rows>> groups;
    for (const auto* each : app->get_subcommands(nullptr)) {
        if (each->get_group().empty()) continue;  // not for people
        auto group = std::find_if(groups.begin(), groups.end(),
                                  [&](const auto& known) { return known.first == each->get_group(); });
        if (group == groups.end()) group = groups.insert(group, {each->get_group(), {}});
        group->second.push_back({each->get_name(), " " + each->get_description()});
    }
    std::string text;
    for (const auto& [name, rows] : groups) text += "\n" + name + ":\n" + table(rows, 2);
    return text;
}

}  // namespace

std::string HelpFormatter::make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const {
    std::string text = app->get_description() + "\n\nUsage:  " +
                       (texts_.usage.empty() ? usage(app) : full_name(app) + " " + texts_.usage) + "\n";
    if (!texts_.examples.empty()) {
        Rows rows;
        for (const auto& [command, comment] : texts_.examples)
            rows.push_back({command, comment.empty() ? "" : " # " + comment});
        text += "\nExamples:\n" + table(rows, 2);
    }
    text += commands(app) + flags(app);
    if (!texts_.exit_codes.empty() || !texts_.see_also.empty()) text += "\n";
    if (!texts_.exit_codes.empty()) text += "Exit codes: " + texts_.exit_codes + "\n";
    if (!texts_.see_also.empty()) text += "See also:   " + texts_.see_also + "\n";
    return text;
}

}  // namespace roadcase::cli
