#include <array>

#include "cli/commands.h"
#include "cli/references.h"
#include "cli/reveal.h"
#include "cli/variables.h"
#include "handout/quoting.h"

namespace roadcase::cli {
namespace {

struct EnvCommand {
    std::vector<std::string> accounts;
    std::string format = "sh";
    Reveal reveal;
};

using Writer = Result<std::string> (*)(const Variable&);

Result<std::string> sh_line(const Variable& variable) {
    return "export " + variable.name + "=" + handout::shell_quoted(variable.value.reveal()) + "\n";
}

Result<std::string> powershell_line(const Variable& variable) {
    return "$env:" + variable.name + " = " + handout::powershell_quoted(variable.value.reveal()) + "\n";
}

Result<std::string> dotenv_line(const Variable& variable) {
    if (const auto quoted = handout::dotenv_quoted(variable.value.reveal()))
        return variable.name + "=" + *quoted + "\n";
    return fail(ErrorKind::rejected, "", "No .env file can carry the value of " + variable.name + ".",
                "It holds quotes, backslashes or control characters, and readers differ about them.",
                "use --format json");
}

constexpr std::array<std::pair<std::string_view, Writer>, 3> line_formats{
    {{"sh", sh_line}, {"dotenv", dotenv_line}, {"powershell", powershell_line}}};

Result<Secret> lines_of(const std::vector<Variable>& variables, Writer write) {
    std::string lines;
    for (const auto& variable : variables) {
        auto line = write(variable);
        if (!line) {
            wipe(lines);
            return fail(line.error());
        }
        lines += *line;
        wipe(*line);
    }
    return Secret(std::move(lines));
}

Result<Secret> text_of(const std::vector<Variable>& variables, std::string_view format) {
    for (const auto& [name, write] : line_formats)
        if (name == format) return lines_of(variables, write);
    OrderedJson values = OrderedJson::object();
    for (const auto& variable : variables) values[variable.name] = variable.value.reveal();
    return Secret(dump(OrderedJson{{"version", 1}, {"variables", std::move(values)}}) + "\n");
}

/// As they were named; all there are when none was.
Result<std::vector<std::string>> wanted_accounts(Api& api, const EnvCommand& command) {
    if (!command.accounts.empty()) return command.accounts;
    return api.accounts().and_then([](const Accounts& all) -> Result<std::vector<std::string>> {
        std::vector<std::string> names;
        for (const auto& account : all.accounts) names.push_back(account.account);
        if (!names.empty()) return names;
        return fail(ErrorKind::not_found, "", "There is no account yet.", "", "roadcase add practice");
    });
}

Status env(Session& session, const EnvCommand& command) {
    auto api = session.api();
    if (!api) return fail(api.error());
    const auto names = wanted_accounts(*api, command);
    if (!names) return fail(names.error());
    Materials materials(session, *api);
    std::vector<const handout::Material*> wanted;
    std::optional<seconds> left;
    for (const auto& name : *names) {
        const auto material = materials.of(name);
        if (!material) return fail(material.error());
        if (std::find(wanted.begin(), wanted.end(), *material) != wanted.end()) continue;
        wanted.push_back(*material);
        if (const auto life = handout::life_left(**material); life && (!left || *life < *left)) left = life;
    }
    return variables_of(wanted).and_then([&](const std::vector<Variable>& variables) {
        return text_of(variables, session.options.json ? "json" : command.format)
            .and_then([&](const Secret& text) { return let_go(session, text, text, left, command.reveal); });
    });
}

HelpTexts env_help() {
    return {{{"eval \"$(roadcase env twitch)\"", "into this shell"},
             {"roadcase env --format dotenv > .env", "a file; roadcase run keeps none"},
             {"roadcase env twitch --format json | jq .", ""}},
            "0 ok, 4 sign in again, 5 no such account, 6 provider down",
            "roadcase run, roadcase token"};
}

}  // namespace

void add_env_command(const Tree& tree) {
    auto command = std::make_shared<EnvCommand>();
    auto* app = tree.add(
        tree.root, "env", "Print tokens as variables of an environment.",
        [command](Session& session) { return env(session, *command); }, env_help());
    app->add_option("ACCOUNT", command->accounts);
    app->add_option("-f,--format", command->format, "sh, dotenv, powershell, json  (sh)")
        ->type_name("NAME")
        ->check(CLI::IsMember({"sh", "dotenv", "powershell", "json"}));
    add_reveal_flags(*app, command->reveal);
    app->group("Everyday");
}

}  // namespace roadcase::cli
