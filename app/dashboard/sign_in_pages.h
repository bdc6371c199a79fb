#pragma once

#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "accounts/registry.h"
#include "dashboard/message_page.h"

namespace roadcase::dashboard {

/// How a sign-in ended, in words. `scopes`: what the account is allowed to do, when connected.
MessagePage connected_page(const accounts::Flow& flow, const std::vector<std::string>& scopes);
MessagePage failed_page(const accounts::Flow& flow, const accounts::ClientEntry* client);
/// Still talking to the provider; looks again by itself.
MessagePage waiting_page(const std::string& provider = "the provider");

}  // namespace roadcase::dashboard
