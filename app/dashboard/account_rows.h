#pragma once

#include <vector>

#include "dashboard/accounts_page.h"
#include "dashboard/world.h"

namespace roadcase::dashboard {

/// All accounts with the times of their tokens, which the plain list does not have.
Result<std::vector<store::AccountRecord>> accounts_with_life(World& world);

/// What the pages show of these accounts, in their order.
std::vector<AccountRow> rows_of(World& world, const std::vector<store::AccountRecord>& records);

/// A key that is switched on and may have this account's token.
bool may_use(const store::KeyRecord& key, const store::AccountRecord& account);

/// The tone of the worst account; err when they cannot be read.
Tone worst_of(World& world);

}  // namespace roadcase::dashboard
