#include "server/api_json.h"
#include "server/routes_api.h"

namespace roadcase::server {
namespace {

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

}  // namespace

RouteHandler for_owner(const ApiWorld& world, ApiRoute route) {
    return [world, route = std::move(route)](const Request& request, const PathValues& values) {
        const auto caller = world.callers.require_owner(request);
        return caller ? route(world, request, values) : caller.error();
    };
}

void add_owner_routes(Router& router, const ApiWorld& world) {
    const RouteTraits script{RouteTraits::Caller::script, false};
    router.on("GET", "/api/v1/clients", script,
              [world](const Request& r, const PathValues&) { return list_clients(world, r); });
}

}  // namespace roadcase::server
