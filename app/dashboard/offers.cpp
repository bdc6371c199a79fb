#include "dashboard/offers.h"

#include <algorithm>

#include "accounts/state.h"
#include "dashboard/app_saving.h"
#include "server/doors.h"

namespace roadcase::dashboard {
namespace {

using Records = std::vector<store::AccountRecord>;
using server::door_of;

constexpr std::size_t few = 2;

bool has_account(const Records& records, std::string_view client, std::string_view name) {
    return std::any_of(records.begin(), records.end(),
                       [&](const store::AccountRecord& r) { return r.client == client && r.name == name; });
}

bool has_any_account(const Records& records, std::string_view client) {
    return std::any_of(records.begin(), records.end(), [&](const store::AccountRecord& r) {
        return r.client == client && !accounts::is_app(r);
    });
}

Button practice_of(const accounts::ClientEntry& client) {
    return {"Try it with a practice account, no sign-up", door_of(client.name)};
}

/// The most used providers without a client of ours: their wizards.
void add_wizards(std::vector<Button>& offers, const accounts::Registry& registry,
                 const Providers& providers) {
    for (const auto* name : most_used) {
        const auto found = providers.find(name);
        if (found == providers.end() || client_for(registry, found->second)) continue;
        const bool leads = offers.empty();
        offers.push_back({(leads ? "Connect " : "") + found->second.display_name, "/add/" + found->first});
    }
}

std::vector<Button> first_offers(const accounts::Registry& registry, const Providers& providers) {
    std::vector<Button> offers;
    for (const auto& client : registry.all())
        if (!client->built_in)
            offers.push_back({"Connect " + client->provider.display_name, door_of(client->name)});
    add_wizards(offers, registry, providers);
    offers.push_back({"Other…", "/add"});
    for (const auto& client : registry.all())
        if (client->built_in) offers.push_back(practice_of(*client));
    offers.front().primary = true;
    return offers;
}

/// A second account needs a name of its own; most people have a channel and a bot.
std::optional<Button> next_offer(const accounts::ClientEntry& client, const Records& records) {
    const auto& provider = client.provider.display_name;
    if (!has_any_account(records, client.name))
        return client.built_in ? practice_of(client) : Button{"Connect " + provider, door_of(client.name)};
    if (client.built_in) return std::nullopt;
    for (const auto* name : {"bot", "channel"})
        if (!has_account(records, client.name, name))
            return Button{std::string{"Connect your "} + name + " on " + provider,
                          http::with_query(door_of(client.name), {{"name", name}, {"choose", "1"}})};
    return std::nullopt;
}

}  // namespace

std::vector<Button> connect_offers(const Records& records, const accounts::Registry& registry,
                                   const Providers& providers) {
    if (records.empty()) return first_offers(registry, providers);
    std::vector<Button> offers;
    // Shortcuts help at the beginning; later they would be a wall of buttons.
    if (records.size() > few) return offers;
    for (const auto& client : registry.all())
        if (auto offer = next_offer(*client, records)) offers.push_back(std::move(*offer));
    return offers;
}

}  // namespace roadcase::dashboard
