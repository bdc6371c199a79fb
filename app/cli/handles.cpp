#include "cli/commands.h"
#include "cli/reveal.h"

namespace roadcase::cli {
namespace {

struct CreateCommand {
    std::string account;
    std::string name;
    Reveal reveal;
};

/// A handle is told once. If it cannot be told, it must not live on unknown to everybody.
Status tell_or_undo(Session& session, Api& api, const Reveal& reveal, const NewHandle& created) {
    const auto& text = session.options.json ? created.body : created.handle;
    auto told = let_go(session, Secret(text.reveal() + "\n"), created.handle, std::nullopt, reveal);
    if (told) return told;
    const auto undone = api.revoke_handle(created.name);
    auto error = told.error();
    error.detail += undone ? " The new handle was taken back." : " The new handle could not be taken back.";
    if (!undone) error.next = "roadcase handle revoke " + created.name;
    return fail(error);
}

Status create(Session& session, const CreateCommand& command) {
    if (!may_leave(session, command.reveal))
        return fail(ErrorKind::invalid_request, "E507", "No handle was made.",
                    "A handle is told only once, and this is a terminal that may be on camera.",
                    "add --copy or --reveal, or send it into a file or pipe");
    return session.api().and_then([&](Api api) {
        return api.create_handle(command.account, command.name).and_then([&](const NewHandle& created) {
            return tell_or_undo(session, api, command.reveal, created).map([&] {
                session.console.talk(
                    "Handle \"" + shown(created.name) + "\" stands for the refresh token of " +
                    command.account +
                    ". It is told only this once.\nToken endpoint: " + shown(created.token_endpoint));
            });
        });
    });
}

std::vector<std::string> row(const Handle& handle, Time now) {
    return {shown(handle.name), handle.account.empty() ? "its account is gone" : shown(handle.account),
            std::to_string(handle.uses) + (handle.uses == 1 ? " use" : " uses"),
            handle.last_used_at ? "used " + in_words(now - *handle.last_used_at) + " ago" : "never used"};
}

Status list(Session& session) {
    return session.api().and_then([](Api api) { return api.handles(); }).map([&](const HandleList& all) {
        if (session.options.json) return session.console.print(all.body + "\n");
        if (all.handles.empty())
            session.console.talk("There are no handles.  Next: roadcase handle create ACCOUNT");
        std::vector<std::vector<std::string>> rows;
        for (const auto& handle : all.handles) rows.push_back(row(handle, session.world.clock.now()));
        session.console.print(table(rows, 0));
    });
}

Status revoke(Session& session, const std::string& name) {
    return session.api()
        .and_then([&](Api api) { return api.revoke_handle(name); })
        .map([&](const std::string& body) {
            if (session.options.json) return session.console.print(body + "\n");
            session.console.report(
                Mark::ok, "Revoked the handle " + name + ". Programs that use it get no more tokens.");
        });
}

}  // namespace

void add_handle_commands(const Tree& tree) {
    auto* handles = tree.group(tree.root, "handle", "Local refresh tokens for libraries that insist on one.");
    handles->group("Scripts");

    auto command = std::make_shared<CreateCommand>();
    auto* app = tree.add(*handles, "create", "Make a handle for an account and print it, this once.",
                         [command](Session& session) { return create(session, *command); },
                         {{{"roadcase handle create twitch/bot > bot.handle", ""},
                           {"roadcase handle create spotify --name deck --copy", ""}},
                          "0 ok, 2 wrong use or a terminal, 5 no such account",
                          "roadcase handle list, roadcase key create"});
    app->add_option("ACCOUNT", command->account)->required();
    app->add_option("--name", command->name, "what you call it (default: after the account)");
    add_reveal_flags(*app, command->reveal);

    tree.add(*handles, "list", "Show the handles, never their secrets.", list,
             {{}, "0 ok", "roadcase handle create"});

    auto name = std::make_shared<std::string>();
    tree.add(*handles, "revoke", "End a handle.", [name](Session& session) { return revoke(session, *name); },
             {{{"roadcase handle revoke twitch-bot", ""}}, "0 ok, 5 no such handle", "roadcase handle list"})
        ->add_option("NAME", *name)
        ->required();
}

}  // namespace roadcase::cli
