#pragma once

#include <vector>

#include "dashboard/world.h"

namespace roadcase::dashboard {

/// People's accounts of this client; the app's own does not count.
std::vector<store::AccountRecord> accounts_of(World& world, const std::string& client);

/// /add/NAME where an account is there already: whose is the next one? `records`: those of this client.
server::Response another_account(World& world, const server::Request& request,
                                 const providers::Provider& provider, const accounts::ClientEntry& client,
                                 const std::vector<store::AccountRecord>& records);

}  // namespace roadcase::dashboard
