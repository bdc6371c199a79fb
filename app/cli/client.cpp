#include "accounts/reference.h"
#include "cli/commands.h"
#include "core/text.h"
#include "platform/files.h"

namespace roadcase::cli {
namespace {

/// Where the secret comes from; nothing of it is ever an argument.
struct SecretSource {
    std::string file;
    bool from_stdin = false;

    bool is_given() const { return from_stdin || !file.empty(); }
};

struct AddCommand {
    std::string name;
    std::string provider;
    std::string client_id;
    std::vector<std::string> scopes;
    std::string redirect_uri;
    std::string auth_method;
    SecretSource secret;
};

Error no_secret() {
    return make_error(ErrorKind::invalid_request, "", "No client secret came.",
                      "It is one line of a file, of standard input, or typed on the terminal.",
                      "--client-secret-file FILE, or --client-secret-stdin");
}

Result<Secret> read_secret(Session& session, const SecretSource& source) {
    if (source.from_stdin) return Secret(session.read_line());
    if (!source.file.empty()) {
        const auto content = platform::read_private_file(source.file);
        if (!content) return fail(content.error());
        return Secret(trim(content->reveal()));
    }
    if (session.may_ask() && session.world.ask_secret)
        return session.world.ask_secret("Client secret (not shown): ");
    return Secret();
}

void say(Session& session, const Client& client, const std::string& sentence) {
    if (session.options.json) return session.console.print(client.body + "\n");
    session.console.report(Mark::ok, sentence);
}

Status add(Session& session, const AddCommand& command) {
    const auto secret =
        command.secret.is_given() ? read_secret(session, command.secret) : Result<Secret>(Secret());
    if (!secret) return fail(secret.error());
    if (command.secret.is_given() && secret->empty()) return fail(no_secret());
    OrderedJson fields{{"name", command.name}};
    if (!command.provider.empty()) fields["provider"] = command.provider;
    fields["client_id"] = command.client_id;
    if (!command.scopes.empty()) fields["scopes"] = command.scopes;
    if (!command.redirect_uri.empty()) fields["redirect_uri"] = command.redirect_uri;
    if (!command.auth_method.empty()) fields["token_endpoint_auth_method"] = command.auth_method;
    return session.api()
        .and_then([&](Api api) { return api.add_client(std::move(fields), *secret); })
        .map([&](const Client& client) {
            say(session, client,
                "Added the client " + client.name + ". Register this address there: " + client.redirect_uri +
                    "  Next: roadcase add " + client.name);
        });
}

std::vector<std::string> client_row(const Client& client) {
    const auto number = std::to_string(client.accounts) + (client.accounts == 1 ? " account" : " accounts");
    const auto place = client.source == "config" ? "config.toml"
                       : client.source == "here" ? "made here"
                                                 : "built in";
    return {client.name, shown(client.display_name), place, number,
            client.problem.empty() ? "" : shown(client.problem)};
}

Status list(Session& session) {
    return session.api().and_then([](Api api) { return api.clients(); }).map([&](const ClientList& all) {
        if (session.options.json) return session.console.print(all.body + "\n");
        std::vector<std::vector<std::string>> rows;
        for (const auto& client : all.clients) rows.push_back(client_row(client));
        session.console.print(table(rows, 0));
        session.console.talk("Next: roadcase client show NAME");
    });
}

Status show(Session& session, const std::string& name) {
    return session.api().and_then([&](Api api) { return api.client(name); }).map([&](const Client& client) {
        if (session.options.json) return session.console.print(client.body + "\n");
        std::vector<std::vector<std::string>> rows{
            {"client id", shown(client.client_id)},
            {"secret", client.has_secret ? "kept, never shown" : "none"},
            {"redirect address", shown(client.redirect_uri)}};
        if (!client.scopes.empty()) rows.push_back({"asks for", shown(join(client.scopes, " "))});
        session.console.print(table({client_row(client)}, 0) + table(rows, 2));
        session.console.talk("Next: roadcase client test " + client.name);
    });
}

Status test(Session& session, const std::string& name) {
    return session.api()
        .and_then([&](Api api) { return api.test_client(name); })
        .and_then([&](const ClientTest& outcome) -> Status {
            if (session.options.json) session.console.print(outcome.body + "\n");
            if (outcome.works == false)
                return fail(ErrorKind::rejected, "E301", "The provider does not know this client.",
                            outcome.detail, "roadcase client set-secret " + name);
            if (session.options.json) return {};
            if (outcome.works)
                session.console.report(Mark::ok, "The provider knows this client. " + shown(outcome.detail));
            else
                session.console.report(Mark::attention, "Nobody can tell without a sign-in. " +
                                                            shown(outcome.detail) + "  Next: roadcase add " +
                                                            name);
            return {};
        });
}

Status set_secret(Session& session, const std::string& name, const SecretSource& source) {
    const auto secret = read_secret(session, source);
    if (!secret) return fail(secret.error());
    if (secret->empty()) return fail(no_secret());
    return session.api()
        .and_then([&](Api api) { return api.change_client(name, OrderedJson::object(), *secret); })
        .map([&](const Client& client) {
            say(session, client,
                "The client " + client.name + " has a new secret.  Next: roadcase client test " +
                    client.name);
        });
}

Status remove(Session& session, const std::string& name) {
    return session.api()
        .and_then([&](Api api) { return api.remove_client(name); })
        .map([&](const std::string& body) {
            if (session.options.json) return session.console.print(body + "\n");
            session.console.report(Mark::ok, "Removed the client " + name + ".");
        });
}

void add_secret_flags(CLI::App& app, SecretSource& source) {
    auto* file = app.add_option("--client-secret-file", source.file, "read the secret from this file, once");
    file->type_name("FILE");
    app.add_flag("--client-secret-stdin", source.from_stdin, "read it from standard input")->excludes(file);
}

void add_adding(const Tree& tree, CLI::App& group) {
    auto command = std::make_shared<AddCommand>();
    auto* app =
        tree.add(group, "add", "Keep an app that you registered at a provider.",
                 [command](Session& session) { return add(session, *command); },
                 {{{"roadcase client add twitch --client-id ID --client-secret-stdin < secret", ""},
                   {"roadcase client add clips --provider twitch --client-id ID", "an app without one"}},
                  "0 ok, 2 the name is taken, or something is not right",
                  "roadcase client test"});
    app->add_option("NAME", command->name)->required();
    app->add_option("--provider", command->provider, "whose app it is; without it NAME")->type_name("NAME");
    app->add_option("--client-id", command->client_id, "from the provider's console")->type_name("ID");
    add_secret_flags(*app, command->secret);
    app->add_option("--scope", command->scopes, "what sign-ins ask for; repeat for more")
        ->type_name("SCOPE")
        ->allow_extra_args(false);
    app->add_option("--redirect-uri", command->redirect_uri, "the address you registered")->type_name("URL");
    app->add_option("--auth-method", command->auth_method, "how the secret is sent")
        ->type_name("METHOD")
        ->check(CLI::IsMember({"client_secret_basic", "client_secret_post", "none"}));
}

using OfOne = Status (*)(Session&, const std::string&);

void add_of_one(const Tree& tree, CLI::App& group, const std::string& name, const std::string& sentence,
                OfOne what, HelpTexts help) {
    auto which = std::make_shared<std::string>();
    tree.add(
            group, name, sentence, [which, what](Session& session) { return what(session, *which); },
            std::move(help))
        ->add_option("NAME", *which)
        ->required();
}

}  // namespace

void add_client_commands(const Tree& tree) {
    auto* clients = tree.group(tree.root, "client", "The apps that you registered at providers.");
    clients->group("Server");
    add_adding(tree, *clients);
    tree.add(*clients, "list", "Show the clients, of config.toml and made here.", list,
             {{}, "0 ok", "roadcase client show"});
    add_of_one(tree, *clients, "show", "Show a client, never its secret.", show,
               {{{"roadcase client show twitch", ""}}, "0 ok, 5 no such client", "roadcase client test"});
    add_of_one(tree, *clients, "test", "Ask the provider whether id and secret are right.", test,
               {{{"roadcase client test twitch", ""}},
                "0 right, or nobody can tell; 5 no such client, 6 no answer, 10 wrong",
                "roadcase client set-secret"});
    auto name = std::make_shared<std::string>();
    auto source = std::make_shared<SecretSource>();
    auto* changed = tree.add(*clients, "set-secret", "Give a client that was made here another secret.",
                             [name, source](Session& session) { return set_secret(session, *name, *source); },
                             {{{"roadcase client set-secret twitch", "asks for it, unseen"}},
                              "0 ok, 2 none came, or it stands in config.toml; 5 no such client",
                              "roadcase client test"});
    changed->add_option("NAME", *name)->required();
    add_secret_flags(*changed, *source);
    add_of_one(tree, *clients, "remove", "Forget a client that was made here and has no accounts.", remove,
               {{{"roadcase client remove twitch", ""}},
                "0 ok, 2 it has accounts, or stands in config.toml; 5 no such client",
                "roadcase revoke"});
}

}  // namespace roadcase::cli
