#pragma once

#include <vector>

#include "dashboard/accounts_page.h"
#include "dashboard/hidden_names.h"

namespace roadcase::dashboard {

/// All accounts with everything their state depends on; the plain list does not say whether one can be
/// renewed.
Result<std::vector<store::AccountRecord>> accounts_with_life(World& world);

/// What the pages show of these accounts, in their order.
std::vector<AccountRow> rows_of(World& world, const std::vector<store::AccountRecord>& records,
                                const HiddenNames& names);
/// The same of all accounts.
std::vector<AccountRow> rows_of(World& world, const std::vector<store::AccountRecord>& all);

/// A key that is switched on and may have this account's token.
bool may_use(const store::KeyRecord& key, const store::AccountRecord& account);

/// The tone of the worst account; err when they cannot be read. Every page and the favicon ask for it.
Tone worst_of(const World& world);
/// The same of all accounts, which the plain list is enough for.
Tone worst_of(const World& world, const std::vector<store::AccountRecord>& all);

}  // namespace roadcase::dashboard
