#include "config/provider_draft.h"
#include "config/provider_files.h"
#include "core/text.h"
#include "server/body_fields.h"
#include "server/provider_json.h"
#include "server/routes_clients.h"

namespace roadcase::server {
namespace {

Response list(const CatalogWorld& world, const Request& request) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto config = world.catalog.config();
    OrderedJson all = OrderedJson::array();
    for (const auto& [name, provider] : config->providers) all.push_back(provider_summary(*config, provider));
    return json(200, {{"version", 1}, {"providers", std::move(all)}});
}

Response provider_response(const CatalogWorld& world, const Request& request, int status,
                           const std::string& name) {
    const auto config = world.catalog.config();
    const auto provider = config::find_provider(*config, name);
    return provider ? json(status, provider_json(*config, **provider))
                    : problem(provider.error(), request.path);
}

Response show(const CatalogWorld& world, const Request& request, const PathValues& values) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    return provider_response(world, request, 200, values.find("name")->second);
}

struct DiscoveryWish {
    std::string issuer;
    std::string name;
};

Result<DiscoveryWish> wish_of(const Json& body) {
    if (auto known = only_fields(body, {"issuer", "name"}); !known) return fail(known.error());
    const auto issuer = optional_text(body, "issuer");
    if (!issuer) return fail(issuer.error());
    if (auto right = config::check_address("issuer", *issuer); !right) return fail(right.error());
    const auto name = optional_text(body, "name");
    if (!name) return fail(name.error());
    DiscoveryWish wish{*issuer, name->empty() ? config::name_for(*issuer) : *name};
    const auto problem = config::name_problem(wish.name);
    if (!problem.empty()) return fail(wrong_field("name", problem));
    return wish;
}

Response discover(const CatalogWorld& world, const Request& request) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto body = json_body(request);
    if (!body) return problem(body.error(), request.path);
    const auto wish = wish_of(*body);
    if (!wish) return problem(wish.error(), request.path);
    if (!request.may_block) return later();
    const auto found = config::ask_issuer(world.transport, wish->issuer);
    if (!found) return problem(found.error(), request.path);
    return json(200, discovery_json(wish->issuer, found->url, config::draft_of(wish->name, *found)));
}

Response add(const CatalogWorld& world, const Request& request) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto body = json_body(request);
    if (!body) return problem(body.error(), request.path);
    if (auto known = only_fields(*body, {"name", "toml"}); !known)
        return problem(known.error(), request.path);
    const auto name = optional_text(*body, "name");
    if (!name) return problem(name.error(), request.path);
    const auto row = optional_text(*body, "toml");
    if (!row) return problem(row.error(), request.path);
    if (auto added = world.catalog.add_provider(*name, *row); !added)
        return problem(added.error(), request.path);
    world.changed();
    return provider_response(world, request, 201, *name);
}

}  // namespace

void add_provider_routes(Router& router, const CatalogWorld& world) {
    const RouteTraits script{RouteTraits::Caller::script, false};
    router.on("GET", "/api/v1/providers", script,
              [world](const Request& r, const PathValues&) { return list(world, r); });
    router.on("POST", "/api/v1/providers", script,
              [world](const Request& r, const PathValues&) { return add(world, r); });
    router.on("POST", "/api/v1/providers/discover", script,
              [world](const Request& r, const PathValues&) { return discover(world, r); });
    router.on("GET", "/api/v1/providers/{name}", script,
              [world](const Request& r, const PathValues& v) { return show(world, r, v); });
}

}  // namespace roadcase::server
