#include "dashboard/message_page.h"
#include "dashboard/view.h"
#include "dashboard/way_out.h"

namespace roadcase::dashboard {
namespace {

using server::Request;
using server::Response;

/// GET /add/NAME/console: to where the app is registered, and its secret stands.
Response console(const World& world, const Request& request, const std::string& name) {
    const auto config = world.catalog.config();
    const auto found = config->providers.find(name);
    auto client = world.registry.find(request.query.get("client").value_or(""));
    if (client && client->provider.name != name) client = nullptr;
    const auto address = found == config->providers.end() ? "" : console_door(found->second, client.get());
    const auto target = address.empty() ? "" : (client ? client->provider : found->second).console_url;
    if (!is_safe(target))
        return error_answer(make_error(ErrorKind::not_found, "", "There is no console of that name here."));
    const auto& provider = found->second.display_name;
    return lead_out(world, request,
                    {.provider = provider,
                     .address = address,
                     .target = target,
                     .sight = provider + "'s console can show the secret of your app, and your e-mail."});
}

}  // namespace

void add_console_routes(server::Router& router, World& world) {
    router.on("GET", "/add/{name}/console", {server::RouteTraits::Caller::dashboard, true},
              [&world](const Request& r, const server::PathValues& v) {
                  return console(world, r, v.find("name")->second);
              });
}

}  // namespace roadcase::dashboard
