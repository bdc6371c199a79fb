#include "dashboard/way_out.h"

#include <algorithm>

#include "core/encoding.h"
#include "dashboard/doorway.h"
#include "dashboard/on_air_page.h"

namespace roadcase::dashboard {
namespace {

constexpr std::size_t longest_way = 256;

}  // namespace

server::Response lead_out(const World& world, const server::Request& request, const WayOut& way) {
    const bool warned = request.query.get("onair") == "1" && !is_led_by_others(request);
    if (warned || !may_be_seen(world)) return server::redirect(307, way.target);
    OnAirPage page;
    page.provider = way.provider;
    page.sight = way.sight;
    page.door = http::with_query(way.address, {{"onair", "1"}});
    page.csrf = world.guard.token();
    page.wish = {{"way", way.address}};
    return server::html(200, render(page));
}

std::string way_address(std::string_view text) {
    const auto is_plain = [](char c) {
        return base62_alphabet.find(c) != std::string_view::npos ||
               std::string_view("/_-?=").find(c) != std::string_view::npos;
    };
    const bool fine = text.size() <= longest_way && text.starts_with("/add/") &&
                      std::all_of(text.begin(), text.end(), is_plain);
    return fine ? std::string(text) : "";
}

std::string console_door(const providers::Provider& provider, const accounts::ClientEntry* client) {
    const auto& console = client != nullptr ? client->provider.console_url : provider.console_url;
    // An address with variables in it is not one yet.
    if (console.empty() || console.find('{') != std::string::npos) return {};
    const auto door = "/add/" + provider.name + "/console";
    return client != nullptr ? http::with_query(door, {{"client", client->name}}) : door;
}

// The wizard speaks of one app of each provider, and that is the one of its name.
std::string setup_door(const accounts::ClientEntry& client) {
    if (!client.made_here || client.name != client.provider.name) return {};
    return "/add/" + client.provider.name + "?setup=1";
}

std::string sight_of_page(const std::string& provider) {
    return provider + "'s page can show your e-mail.";
}

}  // namespace roadcase::dashboard
