#include "core/text.h"
#include "dashboard/doorway.h"
#include "dashboard/forms.h"
#include "dashboard/on_air_page.h"
#include "dashboard/way_out.h"

namespace roadcase::dashboard {
namespace {

using server::Request;
using server::Response;

/// Where the person was about to go.
struct Further {
    std::string provider;  ///< display name
    std::string door;
};

Result<Further> through_door(const World& world, const http::Params& form) {
    const auto client = world.registry.find(form.get("client").value_or(""));
    if (!client) return fail(ErrorKind::not_found, "E501", "There is no such client here.");
    return read_doorway(world, form, *client).map([&](const Doorway& wish) {
        return Further{client->provider.display_name, door_for(*client, wish)};
    });
}

Result<Further> by_way(const World& world, const http::Params& form) {
    const auto address = way_address(form.get("way").value_or(""));
    const auto parts = split(address, '/');
    const auto config = world.catalog.config();
    const auto provider = config->providers.find(parts.size() > 1 ? parts[1] : "");
    if (provider == config->providers.end())
        return fail(ErrorKind::not_found, "", "There is no such way here.");
    return Further{provider->second.display_name, address};
}

/// The provider is one click further: a form of ours may lead to no other site.
Response never_warn_again(World& world, const Request& request) {
    const auto form = form_of_ours(request, world.guard);
    if (!form) return error_answer(form.error());
    const auto further = form->get("way") ? by_way(world, *form) : through_door(world, *form);
    if (!further) return error_answer(further.error());
    if (const auto kept = world.ui.choose("warn_on_air", "no"); !kept) return error_answer(kept.error());
    return page_answer(200, never_again_page(further->provider, further->door));
}

}  // namespace

// A provider's page may show what nobody should see on stream; the practice provider's does not.
bool must_warn(const World& world, const Doorway& wish, const accounts::ClientEntry& client) {
    return !wish.warned && !client.built_in && may_be_seen(world);
}

bool may_be_seen(const World& world) {
    return world.on_air && world.ui.now().warn_on_air && world.on_air();
}

Response warning(const World& world, const Doorway& wish, const accounts::ClientEntry& client) {
    OnAirPage page;
    page.provider = client.provider.display_name;
    page.sight = sight_of_page(page.provider);
    page.csrf = world.guard.token();
    page.wish.emplace_back("client", client.name);
    for (const auto& [name, value] : params_of(wish)) page.wish.emplace_back(name, value);
    auto warned = wish;
    warned.warned = true;
    page.door = door_for(client, warned);
    return server::html(200, render(page));
}

void add_on_air_routes(server::Router& router, World& world) {
    router.on("POST", "/on-air", {server::RouteTraits::Caller::dashboard, false},
              [&world](const Request& r, const server::PathValues&) { return never_warn_again(world, r); });
}

}  // namespace roadcase::dashboard
