#pragma once

#include <optional>

#include "accounts/heart.h"

namespace roadcase::accounts {

/// Notices that this computer's clock was set back, and moves the times that were written while it was ahead:
/// else a token would seem to live, and its renewal to be due, long after its end. A clock set forward needs
/// nothing: what has ended by it is renewed. Thread-safe.
class ClockChanges {
  public:
    explicit ClockChanges(Heart& heart) : heart_(heart) {}

    /// To be called before work is looked for. The first call looks for what an earlier process wrote.
    void look();

  private:
    bool was_set_back();
    void correct(Account& account, Events& events);

    Heart& heart_;
    Guarded<std::optional<milliseconds>> boot_at_;  ///< wall clock at boot, as of the last look
};

}  // namespace roadcase::accounts
