#pragma once

#include <optional>

#include "core/clock.h"
#include "providers/provider.h"
#include "store/records.h"

namespace roadcase::accounts {

/// Providers that end a sign-in by its age, however it is used: the date is known ahead of time. Pure
/// functions.
///
/// How far a provider's own count may be from ours.
inline constexpr seconds consent_slack{2 * 3600};

/// The app is known to be in "Testing" at its provider: a sign-in of this account died of it, or was expected
/// to.
bool is_in_testing(const providers::Lifetimes& lifetimes, const store::AccountRecord& record);

/// AccountRecord::consent_ends_at of a sign-in at `now`; `before` is the account as it was, or a new one.
std::optional<Time> consent_end_of_sign_in(const providers::Lifetimes& lifetimes,
                                           const store::AccountRecord& before, Time now);

/// The same after a renewal of `before`, which holds tokens, to the tokens `after`. A date that was outlived
/// is dropped. The end of a refresh token counts when the renewal did not move it: then it is the end of the
/// sign-in.
std::optional<Time> consent_end_of_renewal(const providers::Lifetimes& lifetimes,
                                           const store::AccountRecord& before, const oauth::TokenSet& after,
                                           Time now);

}  // namespace roadcase::accounts
