#pragma once

#include "accounts/accounts.h"
#include "accounts/failures.h"
#include "accounts/ledger.h"
#include "accounts/outcomes.h"
#include "accounts/pace.h"
#include "accounts/preparation.h"
#include "accounts/state.h"

namespace roadcase::accounts {

/// Renewals, one at a time per account: lock → look again → journal → request → merge → save → show.
/// Thread-safe.
class Renewals {
  public:
    enum class Cause {
        wish,       ///< somebody waits for a token
        rejection,  ///< somebody's token was refused
        due,        ///< it is time; a turn of the provider's pace was taken for it
    };

    Renewals(const Accounts::World& world, Ledger& ledger, Preparation& preparation,
             const CurrentPolicy& policy, Pace& pace);

    /// Renews unless somebody did, or tried, since the caller looked (`seen`); then their outcome is ours.
    /// The account's current standing holds what came of it. Tells what happened after the lock is gone.
    Status renew(Account& account, const Standing& seen, Cause cause = Cause::wish);

  private:
    using Answer = tl::expected<oauth::TokenSet, Problem>;
    /// One renewal on its way.
    struct Flight {
        Account& account;
        Standing before;
        Cause cause;
        Events& events;
        ClientPtr entry;
    };

    Status walk(Account& account, const Standing& seen, Cause cause, Events& events);
    Status fly(Flight& flight);
    Status begin(const store::AccountRecord& record);
    Status not_begun(Flight& flight, const Error& error);
    Answer spend(const Flight& flight, const oauth::Client& client);
    Answer ask(const Flight& flight, const oauth::Client& client);
    void note_pace(const Flight& flight, const Answer& answer);
    Status succeed(Flight& flight, oauth::TokenSet fresh);
    Status give_up(Flight& flight, const Problem& problem);
    Status outcome(const Standing& standing) const;
    Circumstances around(const Flight& flight) const;

    const Accounts::World& world_;
    Ledger& ledger_;
    Preparation& preparation_;
    const CurrentPolicy& policy_;
    Pace& pace_;
    const std::string owner_;  ///< our name in the journal
};

/// Calls publish for each, when there is one. Never with a lock held.
void tell(const Accounts::World& world, const Events& events);

/// A number in [0,1) to spread work by; a broken generator costs the spread, nothing else.
double random_fraction(Random& random);

}  // namespace roadcase::accounts
