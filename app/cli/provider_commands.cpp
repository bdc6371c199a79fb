#include "cli/commands.h"
#include "cli/provider_check.h"
#include "cli/provider_view.h"

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
                providers.push_back(provider_summary(config, provider));
            return session.console.print(
                dump(OrderedJson{{"version", 1}, {"providers", std::move(providers)}}) + "\n");
        }
        std::vector<std::vector<std::string>> rows;
        for (const auto& [name, provider] : config.providers) rows.push_back(provider_row(config, provider));
        session.console.print(table(rows, 0));
        session.console.talk("Next: roadcase provider show NAME");
    });
}

}  // namespace

void add_provider_commands(const Tree& tree) {
    auto* provider = tree.group(tree.root, "provider", "Look at the providers, and add one.");
    provider->group("Server");
    tree.add(*provider, "list", "List the providers: how to sign in there, where each row is from.", list,
             {{}, "0 ok, 10 the configuration is wrong", "roadcase provider show twitch"});

    auto file = std::make_shared<std::string>();
    auto* check =
        tree.add(*provider, "check", "Check provider files; an error names its line and the fix.",
                 [file](Session& session) { return check_providers(session, *file); },
                 {{{"roadcase provider check", "all of your own"}, {"roadcase provider check new.toml", ""}},
                  "0 right, 10 wrong",
                  "docs/adding-a-provider.md"});
    check->add_option("FILE", *file);
}

}  // namespace roadcase::cli
