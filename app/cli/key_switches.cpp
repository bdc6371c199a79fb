// Switching keys off and on: each in one word, because it may be needed in a hurry.
#include "cli/key_lines.h"

namespace roadcase::cli {
namespace {

struct Which {
    std::string name;
    bool all = false;
};

Status one_of_both(const Which& which) {
    if (which.all != which.name.empty())
        return fail(ErrorKind::invalid_request, "", "Name one key, or say --all.", "Nothing was changed.",
                    "roadcase key list");
    return {};
}

Status told(Session& session, const std::string& body, const std::string& text) {
    if (session.options.json)
        session.console.print(body + "\n");
    else
        session.console.report(Mark::ok, text);
    return {};
}

Status change(Session& session, const std::string& name, const char* field, bool value,
              const std::string& text) {
    return session.api()
        .and_then([&](Api api) {
            return api.change_key(name, OrderedJson{{field, value}});
        })
        .and_then([&](const Key& key) { return told(session, key.body, text); });
}

Status switch_all(Session& session, bool paused) {
    return session.api()
        .and_then([&](Api api) { return api.pause_all_keys(paused); })
        .and_then([&](const KeyList& all) {
            const auto number = " (" + std::to_string(all.keys.size()) + ")";
            const auto text = paused ? "Every key is paused" + number + ": no script gets a token by one."
                                     : "Every key goes on" + number + ".";
            return told(session, all.body, text);
        })
        .map([&] {
            if (paused)
                session.console.talk(
                    "Handles and commands of your own go on.  See: roadcase handle list\n"
                    "On again with: roadcase key resume --all");
        });
}

Status pause(Session& session, const Which& which, bool paused) {
    return one_of_both(which).and_then([&]() -> Status {
        if (which.all) return switch_all(session, paused);
        const auto text =
            paused ? "Paused the key " + which.name + ". On again with: roadcase key resume " + which.name
                   : "The key " + which.name + " goes on.";
        return change(session, which.name, "paused", paused, text);
    });
}

Status allow(Session& session, const std::string& name) {
    return change(session, name, "allow", true, "The key " + name + " may be used.");
}

Status revoke_all(Session& session) {
    return session.api().and_then([&](Api api) -> Status {
        const auto all = api.keys();
        if (!all) return fail(all.error());
        return api.revoke_all_keys().and_then([&] {
            return told(session, dump(OrderedJson{{"version", 1}, {"revoked", all->keys.size()}}),
                        "Revoked all " + std::to_string(all->keys.size()) +
                            " keys. Scripts that use them get no more tokens.");
        });
    });
}

Status revoke(Session& session, const Which& which) {
    return one_of_both(which).and_then([&]() -> Status {
        if (which.all) return revoke_all(session);
        return session.api()
            .and_then([&](Api api) { return api.revoke_key(which.name); })
            .and_then([&](const std::string& body) {
                return told(session, body,
                            "Revoked the key " + which.name + ". Scripts that use it get no more tokens.");
            });
    });
}

using Switch = Status (*)(Session&, const Which&);

void add_switch(const Tree& tree, CLI::App& keys, const std::string& name, const std::string& sentence,
                Switch what) {
    auto which = std::make_shared<Which>();
    auto* app =
        tree.add(keys, name, sentence, [which, what](Session& session) { return what(session, *which); },
                 {{{"roadcase key " + name + " chatbot", ""}, {"roadcase key " + name + " --all", ""}},
                  "0 ok, 5 no such key",
                  "roadcase key list"});
    app->add_option("NAME", which->name);
    app->add_flag("--all", which->all, "every key there is");
}

}  // namespace

void add_key_switches(const Tree& tree, CLI::App& keys) {
    add_switch(tree, keys, "pause", "Switch a key off until you switch it on again.",
               [](Session& session, const Which& which) { return pause(session, which, true); });
    add_switch(tree, keys, "resume", "Switch a paused key on again.",
               [](Session& session, const Which& which) { return pause(session, which, false); });
    auto name = std::make_shared<std::string>();
    tree.add(keys, "allow", "Say yes to a new key's first use.",
             [name](Session& session) { return allow(session, *name); },
             {{{"roadcase key allow chatbot", ""}}, "0 ok, 5 no such key", "roadcase key pause"})
        ->add_option("NAME", *name)
        ->required();
    add_switch(tree, keys, "revoke", "End a key.", revoke);
}

}  // namespace roadcase::cli
