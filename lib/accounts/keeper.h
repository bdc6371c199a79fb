#pragma once

#include <memory>

#include "accounts/accounts.h"

namespace roadcase::accounts {

/// Renews accounts before their tokens end. Wakes at most every 30 s, because suspend and clock changes break
/// long waits; everything it decides is in Accounts::refresh_due. Owns one thread, plus a few for the
/// network.
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
