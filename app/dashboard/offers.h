#pragma once

#include <vector>

#include "dashboard/look.h"
#include "dashboard/provider_rows.h"
#include "store/records.h"

namespace roadcase::dashboard {

/// What can be connected next. With nothing connected: every client, the providers that most people use
/// (those without a client lead to their wizard), all others, practice; the first leads. Later: the page with
/// all providers, clients without an account, and another name for those that have one.
std::vector<Button> connect_offers(const std::vector<store::AccountRecord>& records,
                                   const accounts::Registry& registry, const Providers& providers);

}  // namespace roadcase::dashboard
