#pragma once

#include <mutex>

#include "accounts/ledger.h"

namespace roadcase::accounts {

/// One account, alone for as long as this lives: no renewal, no sign-in and no other change meets it. Who
/// holds several holds Heart::settling, too.
struct Held {
    AccountPtr account;
    std::unique_lock<std::mutex> flight;
    View view;
};

/// Waits for what is at work on it.
Result<Held> held(Ledger& ledger, AccountPtr account);

}  // namespace roadcase::accounts
