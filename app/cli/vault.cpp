#include "cli/commands.h"
#include "platform/files.h"

namespace roadcase::cli {
namespace {

struct RekeyCommand {
    std::string to;
    std::string passphrase_file;
};

std::string age(const std::optional<Time>& since, Time now) {
    return since ? in_words(now - *since) + " ago" : "before this was written down";
}

void show(Session& session, const VaultState& state) {
    const auto now = session.world.clock.now();
    session.console.print(table({{"key", state.source + ": " + sentence(state.place)},
                                 {"key changed", age(state.key_changed_at, now)},
                                 {"data key made", age(state.data_key_made_at, now)},
                                 {"schema", std::to_string(state.schema)},
                                 {"accounts", std::to_string(state.accounts)}},
                                0));
}

Status status(Session& session) {
    return session.api().and_then([](Api api) { return api.vault(); }).map([&](const VaultState& state) {
        if (session.options.json) return session.console.print(state.body + "\n");
        show(session, state);
    });
}

Status report(Session& session, const Result<VaultState>& state, const std::string& sentence) {
    if (!state) return fail(state.error());
    if (session.options.json) session.console.print(state->body + "\n");
    if (session.options.json) return {};
    session.console.report(Mark::ok, sentence);
    if (!state->note.empty()) session.console.talk(state->note);
    return {};
}

Result<Secret> ask_twice(Session& session) {
    if (!session.may_ask() || !session.world.ask_secret)
        return fail(ErrorKind::invalid_request, "", "No new passphrase was given.",
                    "There is no terminal to ask on.",
                    "roadcase vault rekey --to passphrase --passphrase-file FILE");
    auto first = session.world.ask_secret("New passphrase: ");
    if (!first) return first;
    const auto second = session.world.ask_secret("The same again: ");
    if (!second) return second;
    if (*first == *second) return first;
    return fail(ErrorKind::invalid_request, "", "The two passphrases are not the same.",
                "Nothing was changed.", "roadcase vault rekey --to passphrase");
}

Result<Secret> new_passphrase(Session& session, const RekeyCommand& command) {
    if (command.passphrase_file.empty()) return ask_twice(session);
    return platform::read_private_file(command.passphrase_file, 1024);
}

Status rekey(Session& session, const RekeyCommand& command) {
    return session.api().and_then([&](Api api) -> Status {
        const auto now = api.vault();
        if (!now) return fail(now.error());
        const auto to = command.to.empty() ? now->source : command.to;
        Secret passphrase;
        if (to == "passphrase") {
            auto given = new_passphrase(session, command);
            if (!given) return fail(given.error());
            passphrase = std::move(*given);
        }
        const auto done = api.rekey(to, passphrase);
        return report(session, done,
                      "The saved data has a fresh key" + (done ? ": " + done->source : "") +
                          ". The old one opens nothing any more.");
    });
}

Status rotate(Session& session) {
    return session.api().and_then([&](Api api) {
        return report(session, api.rotate(), "Everything saved is sealed anew, under a new data key.");
    });
}

}  // namespace

void add_vault_commands(const Tree& tree) {
    auto* vault = tree.group(tree.root, "vault", "How the saved sign-ins are sealed.");
    vault->group("Server");

    tree.add(
        *vault, "status", "Show where the key is and how old it is; never the key.", status,
        {{{"roadcase vault status", ""}}, "0 ok, 1 the saved data cannot be opened", "roadcase vault rekey"});

    auto command = std::make_shared<RekeyCommand>();
    auto* app = tree.add(*vault, "rekey", "Change the key that wraps the data key, or where it comes from.",
                         [command](Session& session) { return rekey(session, *command); },
                         {{{"roadcase vault rekey", "a fresh key from the same source"},
                           {"roadcase vault rekey --to keyring", "into the desktop's keyring"},
                           {"roadcase vault rekey --to passphrase", "asks for it twice"}},
                          "0 ok, 1 failed and nothing changed, 2 wrong use, 10 configuration",
                          "roadcase vault rotate"});
    app->add_option("--to", command->to, "file, keyring, systemd, command or passphrase")
        ->type_name("SOURCE")
        ->check(CLI::IsMember({"file", "keyring", "systemd", "command", "passphrase"}));
    app->add_option("--passphrase-file", command->passphrase_file,
                    "read the new passphrase from this file (chmod 600)")
        ->type_name("FILE");

    tree.add(*vault, "rotate", "Make a new data key and seal everything anew.", rotate,
             {{{"roadcase vault rotate", "after a copy of the database got lost"}},
              "0 ok, 1 failed and nothing changed",
              "roadcase vault rekey"});
}

}  // namespace roadcase::cli
