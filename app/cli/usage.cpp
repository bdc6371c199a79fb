#include "cli/usage.h"

#include "core/text.h"

namespace roadcase::cli {
namespace {

const CLI::App& deepest(const CLI::App& app) {
    const auto called = app.get_subcommands();
    return called.empty() ? app : deepest(*called.front());
}

std::string command_line(const CLI::App& app) {
    const auto* parent = app.get_parent();
    return parent == nullptr ? "roadcase" : command_line(*parent) + " " + app.get_name();
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* each : app.get_subcommands(nullptr)) {
        names.push_back(each->get_name());
        names.insert(names.end(), each->get_aliases().begin(), each->get_aliases().end());
    }
    return names;
}

std::vector<std::string> flag_names(const CLI::App& root, const CLI::App& command) {
    std::vector<std::string> names;
    for (const auto* app : {&command, &root})
        for (const auto* option : app->get_options())
            for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

Error wrong_use(const CLI::App& command, std::string title, std::string detail = {}) {
    return make_error(ErrorKind::invalid_request, "", std::move(title), std::move(detail),
                      command_line(command) + " --help");
}

Error unknown(const CLI::App& command, const std::string& what, const std::string& wrong,
              const std::vector<std::string>& names) {
    const auto near = did_you_mean(wrong, names);
    return wrong_use(command, "There is no " + what + " \"" + printable(wrong, 40) + "\".",
                     near ? "Did you mean \"" + *near + "\"?" : "");
}

Error explain_extra(const CLI::App& root, const CLI::App& command) {
    const auto extras = root.remaining(true);
    for (const auto& word : extras)
        if (word.starts_with("-"))
            return unknown(command, "flag", word.substr(0, word.find('=')), flag_names(root, command));
    const auto names = command_names(command);
    if (!names.empty() && !extras.empty()) return unknown(command, "command", extras.front(), names);
    // A word too many may be a token that somebody meant well with; it is not said again.
    return wrong_use(command, "There are more words than \"" + command_line(command) + "\" takes.");
}

}  // namespace

Error explain(const CLI::App& root, const CLI::ParseError& error) {
    const auto& command = deepest(root);
    const bool extra = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError);
    const bool missing = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError);
    // An unknown word where a command is missing is the better thing to say.
    if (extra || (missing && root.remaining_size(true) > 0)) return explain_extra(root, command);
    if (!missing) return wrong_use(command, "The command line is not right.", error.what());
    for (const auto* option : command.get_options())
        if (option->get_required() && option->count() == 0)
            return wrong_use(command, "\"" + command_line(command) + "\" needs " + option->get_name() + ".");
    return wrong_use(command, "\"" + command_line(command) + "\" needs a command.");
}

}  // namespace roadcase::cli
