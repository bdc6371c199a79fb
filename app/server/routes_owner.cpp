#include "server/api_json.h"
#include "server/body_fields.h"
#include "server/routes_api.h"

namespace roadcase::server {
namespace {

constexpr std::int64_t max_key_lifetime = 10LL * 366 * 24 * 3600;

Response list_clients(const ApiWorld& world, const Request& request) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    OrderedJson list = OrderedJson::array();
    const auto the_default = world.registry.the_default();
    for (const auto& entry : world.registry.all())
        list.push_back({{"name", entry->name},
                        {"provider", entry->provider.name},
                        {"display_name", entry->provider.display_name},
                        {"built_in", entry->built_in},
                        {"default", the_default == entry}});
    return json(200, {{"version", 1}, {"clients", std::move(list)}});
}

Response list_keys(const ApiWorld& world, const Request& request) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto keys = world.keys.list();
    if (!keys) return problem(keys.error(), request.path);
    OrderedJson list = OrderedJson::array();
    for (const auto& key : *keys) list.push_back(key_json(key));
    return json(200, {{"version", 1}, {"keys", std::move(list)}});
}

Result<std::optional<Time>> key_end(const Json& body, Time now) {
    const auto* value = find(body, "expires_in");
    if (value == nullptr || value->is_null()) return std::optional<Time>();
    const bool whole = value->is_number_integer();
    const auto lifetime = whole ? value->get<std::int64_t>() : 0;
    if (lifetime <= 0 || lifetime > max_key_lifetime)
        return fail(wrong_field("expires_in", "must be a whole number of seconds, at most ten years"));
    return std::optional<Time>(now + seconds{lifetime});
}

Response create_key(const ApiWorld& world, const Request& request) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto body = json_body(request);
    if (!body) return problem(body.error(), request.path);
    const auto name = optional_text(*body, "name");
    if (!name) return problem(name.error(), request.path);
    const auto accounts = optional_texts(*body, "accounts");
    if (!accounts) return problem(accounts.error(), request.path);
    const auto end = key_end(*body, world.clock.now());
    if (!end) return problem(end.error(), request.path);
    const auto created = world.keys.create(*name, *accounts, *end);
    if (!created) return problem(created.error(), request.path);
    auto answer = OrderedJson{{"version", 1}};
    answer.update(key_json(created->record));
    answer["key"] = created->key.reveal();
    return json(201, answer);
}

Response revoke_key(const ApiWorld& world, const Request& request, const PathValues& values) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto& name = values.find("name")->second;
    const auto revoked = world.keys.revoke(name);
    if (!revoked) return problem(revoked.error(), request.path);
    return json(200, {{"version", 1}, {"revoked", name}});
}

}  // namespace

void add_owner_routes(Router& router, const ApiWorld& world) {
    const RouteTraits script{RouteTraits::Caller::script, false};
    router.on("GET", "/api/v1/clients", script,
              [world](const Request& r, const PathValues&) { return list_clients(world, r); });
    router.on("GET", "/api/v1/keys", script,
              [world](const Request& r, const PathValues&) { return list_keys(world, r); });
    router.on("POST", "/api/v1/keys", script,
              [world](const Request& r, const PathValues&) { return create_key(world, r); });
    router.on("DELETE", "/api/v1/keys/{name}", script,
              [world](const Request& r, const PathValues& v) { return revoke_key(world, r, v); });
}

}  // namespace roadcase::server
