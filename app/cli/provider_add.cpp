#include "cli/provider_add.h"

#include "cli/loaded_config.h"
#include "config/new_provider.h"
#include "config/provider_draft.h"
#include "config/provider_files.h"
#include "core/text.h"
#include "server/provider_json.h"

namespace roadcase::cli {
namespace {

const char* const reload_words =
    "A server that runs learns of it with: systemctl --user reload roadcase   (or: kill -HUP PID)";

tl::unexpected<Error> wrong_use(std::string title, std::string next) {
    return fail(ErrorKind::invalid_request, "", std::move(title), "", std::move(next));
}

Status check_name(const std::string& name) {
    const auto problem = config::name_problem(name);
    if (problem.empty()) return {};
    return wrong_use("\"" + printable(name, 64) + "\" " + problem + ".", "roadcase provider add --help");
}

Result<config::ProviderDraft> draft_for(Session& session, const ProviderWish& wish) {
    if (wish.issuer.empty() && wish.token_endpoint.empty())
        return wrong_use("\"roadcase provider add\" needs --issuer, or both endpoints.",
                         "roadcase provider add --help");
    if (wish.issuer.empty()) {
        if (auto right = config::check_address("--authorization-endpoint", wish.authorization_endpoint);
            !right)
            return fail(right.error());
        if (auto right = config::check_address("--token-endpoint", wish.token_endpoint); !right)
            return fail(right.error());
        return config::draft_of(wish.name, wish.authorization_endpoint, wish.token_endpoint,
                                wish.documentation);
    }
    if (auto right = config::check_address("--issuer", wish.issuer); !right) return fail(right.error());
    return config::ask_issuer(session.world.transport, wish.issuer)
        .map([&](const accounts::FoundMetadata& found) { return config::draft_of(wish.name, found); });
}

void report(Session& session, const config::ProviderDraft& draft, const std::string& path) {
    if (session.options.json)
        return session.console.print(dump(OrderedJson{{"version", 1},
                                                      {"provider", draft.name},
                                                      {"file", path},
                                                      {"provider_toml", draft.row},
                                                      {"client_toml", draft.client}}) +
                                     "\n");
    session.console.report(Mark::ok, "Wrote " + path + ".");
    session.console.talk(
        "Complete it with what the provider's page says: docs/adding-a-provider.md\n"
        "Then your app, in config.toml:\n\n" +
        draft.client + "\n" + reload_words + "\nNext: roadcase provider show " + draft.name);
}

}  // namespace

Status discover_provider(Session& session, const std::string& issuer, const std::string& name) {
    const auto called = name.empty() ? config::name_for(issuer) : name;
    if (auto right = check_name(called); !right) return right;
    if (auto right = config::check_address("ISSUER_URL", issuer); !right) return right;
    return config::ask_issuer(session.world.transport, issuer).map([&](const accounts::FoundMetadata& found) {
        const auto draft = config::draft_of(called, found);
        if (session.options.json)
            return session.console.print(dump(server::discovery_json(issuer, found.url, draft)) + "\n");
        session.console.print(draft.row + "\n" + draft.client);
        session.console.talk("Next: roadcase provider add " + called + " --issuer " + issuer);
    });
}

Status add_provider(Session& session, const ProviderWish& wish) {
    if (auto right = check_name(wish.name); !right) return right;
    const auto loaded = load_config(session);
    if (!loaded) return fail(loaded.error());
    const config::NewProvider place{provider_directory(session).value_or(""), wish.name};
    if (place.directory.empty()) return provider_directory(session).map([](const std::string&) {});
    if (auto is_free = config::check_free(loaded->config, place); !is_free) return is_free;
    const auto draft = draft_for(session, wish);
    if (!draft) return fail(draft.error());
    return config::check_row(draft->row, wish.name)
        .and_then([&] { return config::write_row(place, draft->row); })
        .map([&] { report(session, *draft, place.path()); });
}

}  // namespace roadcase::cli
