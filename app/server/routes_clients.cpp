#include "server/routes_clients.h"

#include "core/text.h"
#include "server/api_json.h"
#include "server/body_fields.h"

namespace roadcase::server {
namespace {

using accounts::ClientPtr;
using config::Catalog;

/// How many accounts each client has.
using Counts = std::map<std::string, std::size_t, std::less<>>;

Result<Counts> count_accounts(store::Store& store) {
    const auto records = store.accounts();
    if (!records) return fail(records.error());
    Counts counts;
    for (const auto& record : *records) ++counts[record.client];
    return counts;
}

std::string_view place_of(const accounts::ClientEntry& entry) {
    if (entry.built_in) return "built_in";
    return entry.made_here ? "here" : "config";
}

OrderedJson client_json(const CatalogWorld& world, const ClientPtr& entry, const Counts& counts) {
    const auto found = counts.find(entry->name);
    const auto& client = entry->client;
    OrderedJson problem = nullptr;
    if (entry->problem) problem = warning_json(*entry->problem);
    return {{"name", entry->name},
            {"provider", entry->provider.name},
            {"display_name", entry->provider.display_name},
            {"built_in", entry->built_in},
            {"default", world.registry.the_default() == entry},
            {"source", place_of(*entry)},
            {"client_id", client.client_id},
            {"has_secret", entry->load_secret != nullptr || !client.client_secret.empty()},
            {"token_endpoint_auth_method", oauth::to_string(client.token_endpoint_auth_method)},
            {"redirect_uri", client.redirect_uri},
            {"scopes", client.scopes},
            {"accounts", found == counts.end() ? 0 : found->second},
            {"problem", std::move(problem)}};
}

Response shown(const CatalogWorld& world, const Request& request, int status, const ClientPtr& entry) {
    const auto counts = count_accounts(world.store);
    if (!counts) return problem(counts.error(), request.path);
    OrderedJson body{{"version", 1}};
    body.update(client_json(world, entry, *counts));
    return json(status, body);
}

Response list(const CatalogWorld& world, const Request& request) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto counts = count_accounts(world.store);
    if (!counts) return problem(counts.error(), request.path);
    OrderedJson all = OrderedJson::array();
    for (const auto& entry : world.registry.all()) all.push_back(client_json(world, entry, *counts));
    return json(200, {{"version", 1}, {"clients", std::move(all)}});
}

/// One whose provider is broken can be looked at all the same.
Result<ClientPtr> find_client(const CatalogWorld& world, const std::string& name) {
    const auto entry = world.registry.find(name);
    return entry ? Result<ClientPtr>(entry) : world.registry.require(name);
}

Response show(const CatalogWorld& world, const Request& request, const PathValues& values) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto entry = find_client(world, values.find("name")->second);
    return entry ? shown(world, request, 200, *entry) : problem(entry.error(), request.path);
}

/// Leaves nothing of the secret in the body.
void wipe_secret(Json& body) {
    const auto secret = body.find("client_secret");
    if (secret != body.end() && secret->is_string()) wipe(secret->get_ref<std::string&>());
}

Response changed(const CatalogWorld& world, const Request& request, int status,
                 const Result<ClientPtr>& entry) {
    if (!entry) return problem(entry.error(), request.path);
    world.changed();
    return shown(world, request, status, *entry);
}

/// The client itself has no field for its name.
Status check_fields(Json body, const std::string& more) {
    auto known = config::client_fields();
    if (!more.empty()) known.push_back(more);
    return only_fields(body, known);
}

Response add(const CatalogWorld& world, const Request& request) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    auto body = json_body(request);
    if (!body) return problem(body.error(), request.path);
    if (auto known = check_fields(*body, "name"); !known) return problem(known.error(), request.path);
    const auto name = optional_text(*body, "name");
    if (!name) return problem(name.error(), request.path);
    body->erase("name");
    for (auto field = body->begin(); field != body->end();)
        field = field->is_null() ? body->erase(field) : std::next(field);
    const auto entry = world.catalog.add_client(*name, *body);
    wipe_secret(*body);
    return changed(world, request, 201, entry);
}

Response change(const CatalogWorld& world, const Request& request, const PathValues& values) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    auto body = json_body(request);
    if (!body) return problem(body.error(), request.path);
    if (auto known = check_fields(*body, ""); !known) return problem(known.error(), request.path);
    const auto entry = world.catalog.change_client(values.find("name")->second, *body);
    wipe_secret(*body);
    return changed(world, request, 200, entry);
}

Response remove(const CatalogWorld& world, const Request& request, const PathValues& values) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto& name = values.find("name")->second;
    if (auto removed = world.catalog.remove_client(name); !removed)
        return problem(removed.error(), request.path);
    return json(200, {{"version", 1}, {"removed", name}});
}

Response test(const CatalogWorld& world, const Request& request, const PathValues& values) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    if (!request.may_block) return later();
    const auto& name = values.find("name")->second;
    const auto verdict = world.accounts.check_client(name);
    if (!verdict) return problem(verdict.error(), request.path);
    OrderedJson works = nullptr;
    if (verdict->works) works = *verdict->works;
    return json(200, {{"version", 1},
                      {"client", name},
                      {"works", std::move(works)},
                      {"asked_by", verdict->asked_by},
                      {"detail", verdict->detail}});
}

}  // namespace

void add_client_routes(Router& router, const CatalogWorld& world) {
    const RouteTraits script{RouteTraits::Caller::script, false};
    const auto with_values = [world](auto route) {
        return [world, route](const Request& r, const PathValues& v) { return route(world, r, v); };
    };
    const auto without = [world](auto route) {
        return [world, route](const Request& r, const PathValues&) { return route(world, r); };
    };
    router.on("GET", "/api/v1/clients", script, without(list));
    router.on("POST", "/api/v1/clients", script, without(add));
    router.on("GET", "/api/v1/clients/{name}", script, with_values(show));
    router.on("PATCH", "/api/v1/clients/{name}", script, with_values(change));
    router.on("DELETE", "/api/v1/clients/{name}", script, with_values(remove));
    router.on("POST", "/api/v1/clients/{name}/test", script, with_values(test));
}

}  // namespace roadcase::server
