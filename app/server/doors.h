#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accounts/registry.h"
#include "server/pages.h"
#include "store/records.h"

namespace roadcase::server {

/// "Connect Twitch" for clients without an account, another name for those that have one, and practice.
std::vector<Button> connect_offers(const std::vector<store::AccountRecord>& records,
                                   const accounts::Registry& registry);

/// "/auth/NAME", and the account to sign in again.
std::string door_of(std::string_view client, std::string_view account = {});

}  // namespace roadcase::server
