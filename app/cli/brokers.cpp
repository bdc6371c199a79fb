#include "cli/commands.h"
#include "cli/reveal.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct TokenCommand {
    std::string broker;
    std::vector<std::string> fields;
    Reveal reveal;
};

Status list(Session& session) {
    return session.api().and_then([](Api api) { return api.brokers(); }).map([&](const BrokerList& all) {
        if (session.options.json) return session.console.print(all.body + "\n");
        if (all.brokers.empty())
            session.console.talk(
                "There are no brokers.  Next: [broker.NAME] in config.toml, see docs/brokers.md");
        std::vector<std::vector<std::string>> rows;
        for (const auto& broker : all.brokers)
            rows.push_back(
                {broker.name, broker.kind,
                 broker.problem.empty() ? "ready" : shown(broker.problem + " " + broker.problem_next),
                 broker.addresses.empty() ? "" : shown(broker.addresses.front())});
        session.console.print(table(rows, 0));
    });
}

/// "channel=test": the name ends at the first "=".
Result<Fields> pairs_of(const std::vector<std::string>& fields) {
    Fields pairs;
    for (const auto& field : fields) {
        const auto equals = field.find('=');
        if (equals == 0 || equals == std::string::npos)
            return fail(ErrorKind::invalid_request, "", "\"" + printable(field, 64) + "\" is no field.",
                        "Fields say what the token is for: channel=test role=publisher uid=1",
                        "roadcase broker token --help");
        pairs.emplace_back(field.substr(0, equals), field.substr(equals + 1));
    }
    return pairs;
}

Status print_token(Session& session, const TokenCommand& command) {
    const auto fields = pairs_of(command.fields);
    if (!fields) return fail(fields.error());
    return session.api()
        .and_then([&](Api api) { return api.broker_token(command.broker, *fields); })
        .and_then([&](const BrokerToken& made) {
            const auto& text = session.options.json ? made.body : made.token;
            return let_go(session, Secret(text.reveal() + "\n"), made.token, made.left, command.reveal);
        });
}

}  // namespace

void add_broker_commands(const Tree& tree) {
    auto* brokers = tree.group(tree.root, "broker", "Short-lived tokens for pages and viewers.");
    brokers->group("Scripts");
    tree.add(*brokers, "list", "Show the brokers of config.toml and whether they work.", list,
             {{}, "0 ok", "roadcase key create --broker, docs/brokers.md"});
    auto command = std::make_shared<TokenCommand>();
    auto* app = tree.add(*brokers, "token", "Make a token.",
                         [command](Session& session) { return print_token(session, *command); },
                         {{{"roadcase broker token live channel=test role=publisher uid=1", ""},
                           {"roadcase broker token video scopes=viewer userId=u-1 ttl=600 | ./player", ""}},
                          "0 ok, 2 wrong use, 5 no such broker, 6 its service does not answer, 9 not allowed",
                          "roadcase broker list, roadcase agora inspect",
                          "BROKER [FIELD=VALUE…]"});
    app->add_option("BROKER", command->broker)->required();
    app->add_option("FIELDS", command->fields, "what the token is for, in the broker's words: NAME=VALUE")
        ->type_name("FIELD=VALUE");
    add_reveal_flags(*app, command->reveal);
}

}  // namespace roadcase::cli
