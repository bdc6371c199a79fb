#pragma once

#include <string>

#include "dashboard/world.h"

namespace roadcase::dashboard {

/// A provider's page that is no sign-in: its console, or where a code is entered. A link to it is one to
/// `address`, which leads on.
struct WayOut {
    std::string provider;  ///< display name
    std::string address;   ///< ours: "/add/…", letters, digits and what stands in paths and queries
    std::string target;    ///< theirs; never of a request
    std::string sight;     ///< what may be seen there: "Twitch's console shows …"
};

/// 307 there. While a streaming program runs the warning comes first, with a button that leads on; a page
/// from elsewhere cannot skip it.
server::Response lead_out(const World& world, const server::Request& request, const WayOut& way);
/// `text` as the address of such a way; empty: it is none.
std::string way_address(std::string_view text);

/// Where a link to the provider's console leads: "/add/NAME/console". Empty: it has no address. `client`: may
/// be nullptr; its provider's address can depend on it.
std::string console_door(const providers::Provider& provider, const accounts::ClientEntry* client);

/// The page where the client's secret is changed; empty: it is not changed on a page.
std::string setup_door(const accounts::ClientEntry& client);

/// What may be seen on a page where somebody is signed in.
std::string sight_of_page(const std::string& provider);

}  // namespace roadcase::dashboard
