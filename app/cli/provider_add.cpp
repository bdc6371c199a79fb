#include "cli/provider_add.h"

#include <filesystem>

#include "cli/loaded_config.h"
#include "cli/provider_draft.h"
#include "config/provider_files.h"
#include "config/sections.h"
#include "core/text.h"
#include "platform/files.h"

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

Status check_address(const std::string& what, const std::string& address) {
    const auto url = http::parse_endpoint(address, what);
    if (url) return {};
    auto error = url.error();
    error.kind = ErrorKind::invalid_request;
    error.code.clear();
    return fail(std::move(error));
}

/// The row as it will be read at the next start.
Status check_row(const ProviderDraft& draft) {
    auto known = config::known_providers("");
    if (!known) return fail(known.error());
    const auto root = parse_toml(draft.row, draft.name + ".toml");
    if (!root) return fail(root.error());
    TomlReader reader(*root);
    const auto* rows = reader.table("provider");
    return config::read_provider_rows(rows, draft.name + ".toml", *known);
}

/// A second one of a name would silently lie over the first.
Status check_free(const Session& session, const std::string& name, const std::string& path) {
    const auto loaded = load_config(session);
    if (!loaded) return fail(loaded.error());
    if (loaded->config.providers.contains(name))
        return wrong_use("There is a provider \"" + name + "\" already.", "roadcase provider show " + name);
    if (loaded->config.broken_providers.contains(name) || is_there(path))
        return wrong_use("There is " + path + " already.", "roadcase provider check " + path);
    return {};
}

Result<ProviderDraft> draft_for(Session& session, const ProviderWish& wish) {
    if (wish.issuer.empty() && wish.token_endpoint.empty())
        return wrong_use("\"roadcase provider add\" needs --issuer, or both endpoints.",
                         "roadcase provider add --help");
    if (wish.issuer.empty()) {
        if (auto right = check_address("--authorization-endpoint", wish.authorization_endpoint); !right)
            return fail(right.error());
        if (auto right = check_address("--token-endpoint", wish.token_endpoint); !right)
            return fail(right.error());
        return draft_of(wish.name, wish.authorization_endpoint, wish.token_endpoint, wish.documentation);
    }
    if (auto right = check_address("--issuer", wish.issuer); !right) return fail(right.error());
    return ask_issuer(session.world.transport, wish.issuer).map([&](const accounts::FoundMetadata& found) {
        return draft_of(wish.name, found);
    });
}

Status write_row(const std::string& directory, const std::string& path, const std::string& row) {
    const auto data = std::filesystem::path(directory).parent_path().string();
    return platform::make_private_directory(data)
        .and_then([&] { return platform::make_private_directory(directory); })
        .and_then([&] { return platform::create_private_file(path, row); });
}

void report(Session& session, const ProviderDraft& draft, const std::string& path) {
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
    const auto called = name.empty() ? name_for(issuer) : name;
    if (auto right = check_name(called); !right) return right;
    if (auto right = check_address("ISSUER_URL", issuer); !right) return right;
    return ask_issuer(session.world.transport, issuer).map([&](const accounts::FoundMetadata& found) {
        const auto draft = draft_of(called, found);
        if (session.options.json)
            return session.console.print(dump(OrderedJson{{"version", 1},
                                                          {"issuer", issuer},
                                                          {"metadata_url", found.url},
                                                          {"provider", draft.name},
                                                          {"provider_toml", draft.row},
                                                          {"client_toml", draft.client}}) +
                                         "\n");
        session.console.print(draft.row + "\n" + draft.client);
        session.console.talk("Next: roadcase provider add " + called + " --issuer " + issuer);
    });
}

Status add_provider(Session& session, const ProviderWish& wish) {
    if (auto right = check_name(wish.name); !right) return right;
    const auto directory = provider_directory(session);
    if (!directory) return fail(directory.error());
    const auto path = *directory + "/" + wish.name + ".toml";
    if (auto is_free = check_free(session, wish.name, path); !is_free) return is_free;
    const auto draft = draft_for(session, wish);
    if (!draft) return fail(draft.error());
    return check_row(*draft).and_then([&] { return write_row(*directory, path, draft->row); }).map([&] {
        report(session, *draft, path);
    });
}

}  // namespace roadcase::cli
