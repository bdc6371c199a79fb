#include "cli/cli.h"

#include <algorithm>

#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/foreign_words.h"
#include "cli/help.h"
#include "cli/usage.h"

namespace roadcase::cli {
namespace {

const char* const about =
    "Sign in once; every bot, overlay and script on this computer gets a working\n"
    "access token by asking for it.";

HelpTexts root_texts() {
    return {{{"roadcase add practice", "try it, no sign-up"},
             {"roadcase add twitch", "connect an account"},
             {"T=$(roadcase token twitch)", "a working token, for a script"}},
            "0 ok, 2 wrong use, 3 no server, 4 sign in, 5 no such account,\n"
            "            6 provider down, 7 scope missing, 8 timeout, 9 denied, 10 config",
            "roadcase COMMAND --help"};
}

void add_global_flags(CLI::App& root, GlobalOptions& options) {
    root.set_help_flag("-h,--help", "show this help");
    root.set_version_flag("--version", "roadcase " ROADCASE_VERSION, "show the version");
    root.add_flag("--json", options.json, "one JSON object instead of text");
    root.add_flag("-q,--quiet", options.quiet, "only data and errors");
    root.add_flag("-v,--verbose", options.verbose, "serve: log more");
    root.add_flag("--no-input", options.no_input, "never ask anything");
    root.add_option("--color", options.color, "auto, always or never")
        ->type_name("WHEN")
        ->check(CLI::IsMember({"auto", "always", "never"}));
    root.add_option("--config", options.config, "use this config.toml")->type_name("FILE");
    root.add_option("--socket", options.socket, "ask the server behind this socket")->type_name("PATH");
    add_duration(root, "--timeout", options.timeout, "wait no longer than this (30s, 5m)");
}

void add_commands(const Tree& tree) {
    add_sign_in_commands(tree);
    add_account_commands(tree);
    add_token_commands(tree);
    add_change_commands(tree);
    add_ending_commands(tree);
    add_curl_command(tree);
    add_run_command(tree);
    add_env_command(tree);
    add_inject_command(tree);
    add_scopes_command(tree);
    add_snippet_command(tree);
    add_agora_commands(tree);
    add_completion_commands(tree);
    add_key_commands(tree);
    add_link_commands(tree);
    add_broker_commands(tree);
    add_import_command(tree);
    add_handle_commands(tree);
    add_moving_commands(tree);
    add_export_command(tree);
    add_vault_commands(tree);
    add_config_commands(tree);
    add_client_commands(tree);
    add_provider_commands(tree);
    add_demo_command(tree);
    add_watch_command(tree);
    add_general_commands(tree);
}

/// Of a command line that could not be read to its end.
bool wants_json(int argc, const char* const* argv) {
    return std::any_of(argv, argv + argc, [](std::string_view word) { return word == "--json"; });
}

/// What the command line asks for; help, version and wrong use are answered here, with an exit code.
std::optional<int> parse(CLI::App& root, int argc, const char* const* argv, CliWorld& world) {
    try {
        root.parse(argc, argv);
        return std::nullopt;
    } catch (const CLI::CallForHelp&) {
        world.out << root.help() << std::flush;
    } catch (const CLI::CallForVersion& version) {
        world.out << version.what() << '\n' << std::flush;
    } catch (const CLI::ParseError& error) {
        const auto wrong = explain(root, error);
        world.err << error_text(wrong) << std::flush;
        if (wants_json(argc, argv)) world.out << error_json(wrong) << std::flush;
        return row_of(wrong.kind).exit_code;
    }
    if (world.out) return 0;
    world.err << error_text(lost_output()) << std::flush;
    return row_of(lost_output().kind).exit_code;
}

int tell(Session& session, Error error) {
    // Not every message about the configuration knows a step of its own.
    if (error.code == "E104" && error.next.empty()) error.next = "Mend it, then: roadcase config check";
    session.console.error(error);
    // A command that has printed its own object has said there what failed.
    if (session.options.json && !session.console.has_printed()) session.console.print(error_json(error));
    return row_of(error.kind).exit_code;
}

}  // namespace

CLI::App* Tree::group(CLI::App& parent, const std::string& name, const std::string& sentence) const {
    auto* command = parent.add_subcommand(name, sentence);
    command->formatter(std::make_shared<HelpFormatter>(HelpTexts{}));
    command->require_subcommand(1, 1);
    command->fallthrough();
    return command;
}

CLI::App* Tree::add(CLI::App& parent, const std::string& name, const std::string& sentence, Action what,
                    HelpTexts help) const {
    auto* command = parent.add_subcommand(name, sentence);
    command->formatter(std::make_shared<HelpFormatter>(std::move(help)));
    // The flags for every command may stand after it.
    command->fallthrough();
    command->callback([&slot = action, what = std::move(what)] { slot = what; });
    return command;
}

int run(int argc, const char* const* argv, CliWorld& world) {
    CLI::App root(about, "roadcase");
    root.formatter(std::make_shared<HelpFormatter>(root_texts()));
    // At most one: a later word is an argument, even when it reads like a command.
    root.require_subcommand(0, 1);
    GlobalOptions options;
    Action action = overview;
    add_global_flags(root, options);
    add_commands({root, action});
    auto words = split_foreign_words(root, argc, argv);
    const auto own = words.own_argv();
    if (const auto ended = parse(root, static_cast<int>(own.size()), own.data(), world)) return *ended;
    options.rest = std::move(words.rest);
    options.no_input = options.no_input || switched_on(world, "ROADCASE_NO_INPUT");
    Session session(world, options);
    const auto done = action(session);
    if (!done) return tell(session, done.error());
    return world.out ? session.exit_code : tell(session, lost_output());
}

}  // namespace roadcase::cli
