#pragma once

#include <vector>

#include "accounts/registry.h"
#include "dashboard/look.h"
#include "store/records.h"

namespace roadcase::dashboard {

/// "Connect Twitch" for clients without an account, another name for those that have one, and practice.
std::vector<Button> connect_offers(const std::vector<store::AccountRecord>& records,
                                   const accounts::Registry& registry);

}  // namespace roadcase::dashboard
