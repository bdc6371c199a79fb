#include "accounts/key_words.h"
#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/key_lines.h"
#include "cli/reveal.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

struct CreateCommand {
    KeyWish wish;
    std::optional<milliseconds> lifetime;
    std::optional<milliseconds> max_ttl;
    Reveal reveal;
};

/// A key is told once. If it cannot be told, it must not live on unknown to everybody.
Status tell_or_undo(Session& session, Api& api, const CreateCommand& command, const NewKey& created) {
    const auto& name = command.wish.name;
    const auto& text = session.options.json ? created.body : created.key;
    auto told = let_go(session, Secret(text.reveal() + "\n"), created.key, std::nullopt, command.reveal);
    if (told) return told;
    const auto undone = api.revoke_key(name);
    auto error = told.error();
    error.detail += undone ? " The new key was taken back." : " The new key could not be taken back.";
    if (!undone) error.next = "roadcase key revoke " + name;
    return fail(error);
}

std::string granted_in_words(const KeyWish& wish) {
    auto granted = wish.accounts;
    for (const auto& broker : wish.brokers) granted.push_back("broker " + broker);
    return join(granted, ", ");
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
    if (command.wish.accounts.empty() && command.wish.brokers.empty())
        return fail(ErrorKind::invalid_request, "", "No key was made.",
                    "A key must be for at least one account or broker.",
                    "roadcase key create " + command.wish.name + " --account ACCOUNT");
    if (!may_leave(session, command.reveal))
        return fail(ErrorKind::invalid_request, "E507", "No key was made.",
                    "A key is told only once, and this is a terminal that may be on camera.",
                    "add --copy or --reveal, or send it into a file or pipe");
    auto wish = command.wish;
    if (command.max_ttl) wish.max_ttl = std::chrono::ceil<seconds>(*command.max_ttl);
    if (command.lifetime) wish.lifetime = std::chrono::ceil<seconds>(*command.lifetime);
    return session.api().and_then([&](Api api) {
        return api.create_key(wish).and_then([&](const NewKey& created) {
            return tell_or_undo(session, api, command, created).map([&] {
                session.console.talk("Key \"" + wish.name + "\" may ask for " + granted_in_words(wish) +
                                     ". It is told only this once.\nSend it as the header X-API-Key.");
                if (created.status == "unconfirmed")
                    session.console.talk("Its first use asks for your yes: roadcase key allow " + wish.name);
                warn_of_unknown_accounts(session, api, wish.accounts);
            });
        });
    });
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

Status show(Session& session, const std::string& name) {
    return session.api().and_then([&](Api api) { return api.key(name); }).map([&](const Key& key) {
        if (session.options.json) return session.console.print(key.body + "\n");
        session.console.print(table(key_facts(key, session.world.clock.now()), 0));
    });
}

HelpTexts create_help() {
    return {{{"roadcase key create chatbot --account twitch/bot > bot.key", ""},
             {"roadcase key create deck --account twitch --copy", ""},
             {"roadcase key create overlay --account '*' --scope chat:read --expires 12h", ""},
             {"roadcase key create stage --broker 'agora/stream-*/subscriber' --max-ttl 10m", ""}},
            "0 ok, 2 wrong use or a terminal, 5 no such account",
            "roadcase key list, roadcase key pause, roadcase handle create"};
}

void add_create(const Tree& tree, CLI::App& keys) {
    auto command = std::make_shared<CreateCommand>();
    auto* app = tree.add(
        keys, "create", "Make a key and print it, this once.",
        [command](Session& session) { return create(session, *command); }, create_help());
    app->add_option("NAME", command->wish.name)->required();
    const auto repeated = [app](const char* flag, std::vector<std::string>& into, const char* type,
                                const char* text) {
        return app->add_option(flag, into, text)->type_name(type)->allow_extra_args(false);
    };
    repeated("--account", command->wish.accounts, "ACCOUNT",
             "it may ask for this; repeat for more, '*' is all");
    repeated("--scope", command->wish.scopes, "SCOPE", "only while it may do no more than this; repeat");
    repeated("--broker", command->wish.brokers, "GRANT", "NAME/CHANNEL/ROLE, each may hold *; repeat");
    repeated("--origin", command->wish.origins, "ORIGIN", "only pages of this origin may show it; repeat");
    add_duration(*app, "--max-ttl", command->max_ttl, "the longest that a broker's token may live for it");
    add_duration(*app, "--expires", command->lifetime, "it ends after this: 12h, 30d");
    app->add_option("--per-minute", command->wish.per_minute,
                    "requests a minute (default " + std::to_string(accounts::usual_per_minute) + ")")
        ->type_name("N")
        ->check(CLI::Range(std::int64_t{1}, accounts::most_per_minute));
    add_reveal_flags(*app, command->reveal);
}

}  // namespace

void add_key_commands(const Tree& tree) {
    auto* keys = tree.group(tree.root, "key", "Keys for scripts that ask over HTTP.");
    keys->group("Scripts");
    add_create(tree, *keys);
    tree.add(*keys, "list", "Show the keys, never their secrets.", list, {{}, "0 ok", "roadcase key show"});
    auto name = std::make_shared<std::string>();
    tree.add(*keys, "show", "Show what a key may do and how it was used.",
             [name](Session& session) { return show(session, *name); },
             {{{"roadcase key show chatbot", ""}}, "0 ok, 5 no such key", "roadcase key list"})
        ->add_option("NAME", *name)
        ->required();
    add_key_switches(tree, *keys);
}

}  // namespace roadcase::cli
