#pragma once

#include <string>
#include <vector>

#include "accounts/registry.h"
#include "dashboard/accounts_page.h"
#include "store/records.h"

namespace roadcase::dashboard {

/// What the dashboard shows of one account; docs/architecture.md names the states. `client` is nullptr when
/// the configuration no longer has it.
AccountRow account_row(const store::AccountRecord& record, const accounts::ClientEntry* client, bool renewing,
                       Time now);

/// All accounts in one line and one colour, the worst one's.
StateMark summary_of(const std::vector<AccountRow>& rows);

}  // namespace roadcase::dashboard
