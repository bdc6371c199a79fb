#include "cli/commands.h"
#include "cli/provider_add.h"
#include "cli/provider_check.h"
#include "cli/provider_show.h"
#include "cli/provider_view.h"
#include "core/text.h"
#include "server/provider_json.h"

namespace roadcase::cli {
namespace {

Status list(Session& session) {
    return load_config(session).map([&](const LoadedConfig& loaded) {
        const auto& config = loaded.config;
        for (const auto& problem : config::provider_problems(config))
            session.console.warn(sentence(problem.title + " " + problem.next));
        if (session.options.json) {
            auto providers = OrderedJson::array();
            for (const auto& [name, provider] : config.providers)
                providers.push_back(server::provider_summary(config, provider));
            return session.console.print(
                dump(OrderedJson{{"version", 1}, {"providers", std::move(providers)}}) + "\n");
        }
        std::vector<std::vector<std::string>> rows;
        for (const auto& [name, provider] : config.providers) rows.push_back(provider_row(config, provider));
        session.console.print(table(rows, 0));
        session.console.talk("Next: roadcase provider show NAME");
    });
}

void add_looking(const Tree& tree, CLI::App& group) {
    tree.add(group, "list", "List the providers: how to sign in there, where each row is from.", list,
             {{}, "0 ok, 10 the configuration is wrong", "roadcase provider show twitch"});

    auto name = std::make_shared<std::string>();
    auto as_toml = std::make_shared<bool>(false);
    auto* show =
        tree.add(group, "show", "Show what to know and do before you use a provider.",
                 [name, as_toml](Session& session) { return show_provider(session, *name, *as_toml); },
                 {{{"roadcase provider show twitch", ""},
                   {"roadcase provider show twitch --toml > my.toml", "to change a copy"}},
                  "0 ok, 5 no such provider, 10 the configuration is wrong",
                  "roadcase provider list"});
    show->add_option("NAME", *name)->required();
    show->add_flag("--toml", *as_toml, "print its row as it is written");

    auto file = std::make_shared<std::string>();
    auto* check =
        tree.add(group, "check", "Check provider files; an error names its line and the fix.",
                 [file](Session& session) { return check_providers(session, *file); },
                 {{{"roadcase provider check", "all of your own"}, {"roadcase provider check new.toml", ""}},
                  "0 right, 10 wrong",
                  "docs/adding-a-provider.md"});
    check->add_option("FILE", *file);
}

void add_adding(const Tree& tree, CLI::App& group) {
    auto issuer = std::make_shared<std::string>();
    auto called = std::make_shared<std::string>();
    auto* discover =
        tree.add(group, "discover", "Ask an issuer for its metadata and print the row it makes.",
                 [issuer, called](Session& session) { return discover_provider(session, *issuer, *called); },
                 {{{"roadcase provider discover https://accounts.google.com", ""}},
                  "0 ok, 2 no address, 6 no answer, 10 no metadata of its own",
                  "roadcase provider add"});
    discover->add_option("ISSUER_URL", *issuer)->required();
    discover->add_option("--name", *called, "call the provider so")->type_name("NAME");

    auto wish = std::make_shared<ProviderWish>();
    auto* add = tree.add(group, "add", "Write a provider file of your own, to complete by hand.",
                         [wish](Session& session) { return add_provider(session, *wish); },
                         {{{"roadcase provider add acme --issuer https://login.acme.example", ""}},
                          "0 ok, 2 the name is taken, 6 no answer, 10 no metadata",
                          "docs/adding-a-provider.md"});
    add->add_option("NAME", wish->name)->required();
    auto* by_issuer = add->add_option("--issuer", wish->issuer, "ask this issuer for the rest");
    auto* page =
        add->add_option("--authorization-endpoint", wish->authorization_endpoint, "where the browser goes");
    auto* token = add->add_option("--token-endpoint", wish->token_endpoint, "where tokens come from");
    auto* facts = add->add_option("--documentation", wish->documentation, "the page you have this from");
    for (auto* option : {by_issuer, page, token, facts}) option->type_name("URL");
    by_issuer->excludes(page)->excludes(token)->excludes(facts);
    page->needs(token);
    token->needs(page);
}

}  // namespace

void add_provider_commands(const Tree& tree) {
    auto* provider = tree.group(tree.root, "provider", "Look at the providers, and add one.");
    provider->group("Server");
    add_looking(tree, *provider);
    add_adding(tree, *provider);
}

}  // namespace roadcase::cli
