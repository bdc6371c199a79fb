#pragma once

#include "accounts/accounts.h"
#include "accounts/failures.h"
#include "accounts/ledger.h"
#include "accounts/state.h"

namespace roadcase::accounts {

/// Renewals, one at a time per account: lock → look again → journal → request → merge → save → show.
/// Thread-safe.
class Renewals {
  public:
    enum class Cause { wish, rejection };

    Renewals(const Accounts::World& world, Ledger& ledger);

    /// Renews unless somebody did, or tried, since the caller looked (`seen`); then their outcome is ours.
    /// The account's current standing holds what came of it. Tells what happened after the lock is gone.
    Status renew(Account& account, const Standing& seen, Cause cause = Cause::wish);

  private:
    using Answer = tl::expected<oauth::TokenSet, Problem>;

    Status walk(Account& account, const Standing& seen, Cause cause, Events& events);
    Status begin(const store::AccountRecord& record);
    Answer ask(const ClientEntry& entry, const oauth::Client& client, const Standing& standing);
    Answer spend(const ClientEntry& entry, const oauth::Client& client, const Standing& standing);
    Status succeed(Account& account, const Standing& before, oauth::TokenSet fresh, Cause cause,
                   Events& events);
    Status give_up(Account& account, const Standing& before, const Problem& problem, Events& events);
    Status outcome(const Standing& standing) const;
    double jitter() const;

    const Accounts::World& world_;
    Ledger& ledger_;
    const std::string owner_;  ///< our name in the journal
};

/// Calls publish for each, when there is one. Never with a lock held.
void tell(const Accounts::World& world, const Events& events);

/// A number in [0,1) to spread work by; a broken generator costs the spread, nothing else.
double random_fraction(Random& random);

}  // namespace roadcase::accounts
