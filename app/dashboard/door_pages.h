#pragma once

#include <string>

#include "accounts/registry.h"
#include "dashboard/message_page.h"

namespace roadcase::dashboard {

// What stands at /auth where a browser is not led to a provider at once.

/// "Another page sent you here": nothing starts before the person says so. `door` is where "yes" leads.
MessagePage click_through_page(const accounts::ClientEntry& client, const std::string& door);
/// No browser comes back from this provider by itself: the sign-in goes through a terminal.
MessagePage paste_page(const accounts::ClientEntry& client);
/// /auth with several clients, or none.
MessagePage chooser_page(const accounts::Registry& registry);
/// /auth/NAME for a name that does not exist; shows names of ours only.
MessagePage unknown_client_page(const std::string& asked, const accounts::Registry& registry);

}  // namespace roadcase::dashboard
