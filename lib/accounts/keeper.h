#pragma once

#include <memory>

#include "accounts/accounts.h"

namespace roadcase::accounts {

/// Renews accounts before their tokens end. A few threads, so that a slow provider does not hold up the
/// others; each does what is due, one thing at a time, and then sleeps for 30 s at most, because suspend and
/// clock changes break long waits. Everything it decides is in Accounts::run_one_due.
class Keeper {
  public:
    Keeper(Accounts& accounts, const Clock& clock);
    ~Keeper();  ///< stops and waits for a renewal that is on its way

    void start();
    void stop();
    /// Look now: something changed.
    void nudge();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace roadcase::accounts
