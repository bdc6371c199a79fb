#pragma once

#include "accounts/failures.h"
#include "accounts/policy.h"
#include "store/records.h"

namespace roadcase::accounts {

/// What decides how a renewal changes an account, beside its answer.
struct Circumstances {
    Time now{};
    RenewPolicy policy;
    providers::Lifetimes lifetimes;
    double jitter = 0;  ///< in [0,1)
};

/// The account after an answer with tokens. What the answer does not repeat stays (RFC 6749 §6).
store::AccountRecord renewed(store::AccountRecord record, oauth::TokenSet fresh, const Circumstances& around);

/// The account after a renewal that failed. Its tokens stay, whatever happened.
store::AccountRecord not_renewed(store::AccountRecord record, const Problem& problem,
                                 const Circumstances& around);

}  // namespace roadcase::accounts
