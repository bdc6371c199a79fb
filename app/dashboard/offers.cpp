#include "dashboard/offers.h"

#include <algorithm>

#include "accounts/state.h"
#include "server/doors.h"

namespace roadcase::dashboard {
namespace {

bool has_account(const std::vector<store::AccountRecord>& records, std::string_view client,
                 std::string_view name) {
    return std::any_of(records.begin(), records.end(),
                       [&](const store::AccountRecord& r) { return r.client == client && r.name == name; });
}

bool has_any_account(const std::vector<store::AccountRecord>& records, std::string_view client) {
    return std::any_of(records.begin(), records.end(), [&](const store::AccountRecord& r) {
        return r.client == client && !accounts::is_app(r);
    });
}

/// A second account needs a name of its own; most people have a channel and a bot.
std::optional<Button> offer_for(const accounts::ClientEntry& client,
                                const std::vector<store::AccountRecord>& records) {
    const auto& provider = client.provider.display_name;
    if (!has_any_account(records, client.name)) {
        if (client.built_in)
            return Button{"Try it with a practice account, no sign-up", server::door_of(client.name)};
        return Button{"Connect " + provider, server::door_of(client.name), records.empty()};
    }
    if (client.built_in) return std::nullopt;
    for (const auto* name : {"bot", "channel"})
        if (!has_account(records, client.name, name))
            return Button{std::string{"Connect your "} + name + " on " + provider,
                          server::door_of(client.name) + "?name=" + name};
    return std::nullopt;
}

}  // namespace

std::vector<Button> connect_offers(const std::vector<store::AccountRecord>& records,
                                   const accounts::Registry& registry) {
    std::vector<Button> offers;
    for (const auto& client : registry.all())
        if (auto offer = offer_for(*client, records)) offers.push_back(std::move(*offer));
    // One button leads: the first configured client, or practice when there is nothing else.
    for (std::size_t i = 0; i < offers.size(); ++i) offers[i].primary = records.empty() && i == 0;
    return offers;
}

}  // namespace roadcase::dashboard
