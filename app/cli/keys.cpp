#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/reveal.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

struct CreateCommand {
    std::string name;
    std::vector<std::string> accounts;
    std::optional<milliseconds> lifetime;
    Reveal reveal;
};

/// A key is told once. If it cannot be told, it must not live on unknown to everybody.
Status tell_or_undo(Session& session, Api& api, const CreateCommand& command, const NewKey& created) {
    const auto& text = session.options.json ? created.body : created.key;
    auto told = let_go(session, Secret(text.reveal() + "\n"), created.key, std::nullopt, command.reveal);
    if (told) return told;
    const auto undone = api.revoke_key(command.name);
    auto error = told.error();
    error.detail += undone ? " The new key was taken back." : " The new key could not be taken back.";
    if (!undone) error.next = "roadcase key revoke " + command.name;
    return fail(error);
}

/// Made all the same: the account may be connected later.
void warn_of_unknown_accounts(Session& session, Api& api, const std::vector<std::string>& accounts) {
    for (const auto& account : accounts) {
        if (account == "*") continue;
        const auto found = api.account(account);
        if (!found && found.error().kind == ErrorKind::not_found)
            session.console.warn(sentence(found.error().title + " " + found.error().detail));
    }
}

Status create(Session& session, const CreateCommand& command) {
    if (!may_leave(session, command.reveal))
        return fail(ErrorKind::invalid_request, "E507", "No key was made.",
                    "A key is told only once, and this is a terminal that may be on camera.",
                    "add --copy or --reveal, or send it into a file or pipe");
    std::optional<seconds> lifetime;
    if (command.lifetime) lifetime = std::chrono::ceil<seconds>(*command.lifetime);
    return session.api().and_then([&](Api api) {
        return api.create_key(command.name, command.accounts, lifetime).and_then([&](const NewKey& created) {
            return tell_or_undo(session, api, command, created).map([&] {
                session.console.talk("Key \"" + command.name + "\" may ask for " +
                                     join(command.accounts, ", ") +
                                     ". It is told only this once.\nSend it as the header X-API-Key.");
                warn_of_unknown_accounts(session, api, command.accounts);
            });
        });
    });
}

std::string end_of(const Key& key, Time now) {
    if (!key.expires_at) return "does not end";
    return *key.expires_at <= now ? "ended" : "ends in " + in_words(*key.expires_at - now);
}

std::vector<std::string> key_row(const Key& key, Time now) {
    const auto used = key.last_used_at ? "used " + in_words(now - *key.last_used_at) + " ago" : "never used";
    return {key.name, join(key.accounts, ", "), std::to_string(key.uses) + (key.uses == 1 ? " use" : " uses"),
            used, end_of(key, now)};
}

Status list(Session& session) {
    return session.api().and_then([](Api api) { return api.keys(); }).map([&](const KeyList& all) {
        if (session.options.json) return session.console.print(all.body + "\n");
        if (all.keys.empty())
            session.console.talk("There are no keys.  Next: roadcase key create NAME --account ACCOUNT");
        std::vector<std::vector<std::string>> rows;
        for (const auto& key : all.keys) rows.push_back(key_row(key, session.world.clock.now()));
        session.console.print(table(rows, 0));
    });
}

Status revoke(Session& session, const std::string& name) {
    return session.api()
        .and_then([&](Api api) { return api.revoke_key(name); })
        .map([&](const std::string& body) {
            if (session.options.json) return session.console.print(body + "\n");
            session.console.report(Mark::ok,
                                   "Revoked the key " + name + ". Scripts that use it get no more tokens.");
        });
}

HelpTexts create_help() {
    return {{{"roadcase key create chatbot --account twitch/bot > bot.key", ""},
             {"roadcase key create deck --account twitch --copy", ""}},
            "0 ok, 2 wrong use or a terminal, 5 no such account",
            "roadcase key list, roadcase key revoke"};
}

}  // namespace

void add_key_commands(const Tree& tree) {
    auto* keys = tree.group(tree.root, "key", "Keys for scripts that ask over HTTP.");
    keys->group("Scripts");

    auto command = std::make_shared<CreateCommand>();
    auto* app = tree.add(
        *keys, "create", "Make a key and print it, this once.",
        [command](Session& session) { return create(session, *command); }, create_help());
    app->add_option("NAME", command->name)->required();
    app->add_option("--account", command->accounts, "it may ask for this; repeat for more, '*' is all")
        ->type_name("ACCOUNT")
        ->allow_extra_args(false)
        ->required();
    add_duration(*app, "--expires", command->lifetime, "it ends after this: 12h, 30d");
    add_reveal_flags(*app, command->reveal);

    tree.add(*keys, "list", "Show the keys, never their secrets.", list, {{}, "0 ok", "roadcase key create"});

    auto name = std::make_shared<std::string>();
    tree.add(*keys, "revoke", "End a key.", [name](Session& session) { return revoke(session, *name); },
             {{{"roadcase key revoke chatbot", ""}}, "0 ok, 5 no such key", "roadcase key list"})
        ->add_option("NAME", *name)
        ->required();
}

}  // namespace roadcase::cli
