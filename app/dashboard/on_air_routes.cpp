#include "dashboard/doorway.h"
#include "dashboard/forms.h"
#include "dashboard/on_air_page.h"

namespace roadcase::dashboard {
namespace {

using server::Request;
using server::Response;

/// The provider is one click further: a form of ours may lead to no other site.
Response never_warn_again(World& world, const Request& request) {
    const auto form = form_of_ours(request, world.guard);
    if (!form) return error_answer(form.error());
    const auto client = world.registry.find(form->get("client").value_or(""));
    if (!client)
        return error_answer(make_error(ErrorKind::not_found, "E501", "There is no such client here."));
    const auto wish = read_doorway(world, *form, *client);
    if (!wish) return error_answer(wish.error());
    if (const auto kept = world.ui.choose("warn_on_air", "no"); !kept) return error_answer(kept.error());
    return page_answer(200, never_again_page(client->provider.display_name, door_for(*client, *wish)));
}

}  // namespace

// A provider's page may show what nobody should see on stream; the practice provider's does not.
bool must_warn(const World& world, const Doorway& wish, const accounts::ClientEntry& client) {
    return !wish.warned && !client.built_in && world.on_air && world.ui.now().warn_on_air && world.on_air();
}

Response warning(const World& world, const Doorway& wish, const accounts::ClientEntry& client) {
    OnAirPage page;
    page.provider = client.provider.display_name;
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
