#pragma once

#include <optional>

#include "core/clock.h"
#include "core/guarded.h"
#include "oauth/token.h"
#include "providers/provider.h"
#include "store/records.h"

namespace roadcase::accounts {

/// When tokens are renewed; [renew] of the configuration.
struct RenewPolicy {
    double fraction_left = 0.20;   ///< renew when this part of the lifetime is left …
    seconds min_left{300};         ///< … but at least this long before the end, never more than half
    seconds keep_alive{86'400};    ///< a refresh token that dies of disuse is used at least this often
    seconds validate_every{3600};  ///< where a provider demands to be asked
    double max_per_second = 10;    ///< requests the keeper starts at one provider
    seconds clock_skew_warn{30};
    seconds backoff_base{5};  ///< first wait after a failure; doubles each time
    seconds backoff_cap{600};
};

/// The policy of this moment: it changes when the configuration is read anew. Thread-safe.
using CurrentPolicy = Guarded<RenewPolicy>;
inline RenewPolicy now_valid(const CurrentPolicy& policy) {
    return policy.with([](const RenewPolicy& current) { return current; });
}

/// The instant a token set should be renewed; `jitter` in [0,1) spreads accounts over a tenth of what is
/// left. Earlier where the refresh token ends or dies of disuse before. Nothing without refresh token, or
/// where nothing ever ends.
std::optional<Time> refresh_at(const oauth::TokenSet& tokens, const RenewPolicy& policy,
                               const providers::Lifetimes& lifetimes, double jitter);
/// The same for an account with its tokens; an app's own token is renewed without a refresh token.
std::optional<Time> refresh_at(const store::AccountRecord& record, const RenewPolicy& policy,
                               const providers::Lifetimes& lifetimes, double jitter);

/// The instant of the next try after `failures` (≥ 1) in a row: full jitter over a doubling wait, at least
/// what the server asked for (`retry_after`), at most the cap or retry_after.
Time retry_at(int failures, std::optional<seconds> retry_after, Time now, const RenewPolicy& policy,
              double jitter);

/// Seconds of life left, never negative; a token without end has a year.
seconds time_left(const oauth::TokenSet& tokens, Time now);

/// The life a token must still have to answer a wish of `min_ttl`. A wish that no token of this lifetime
/// could keep asks for half of it, so that it costs a renewal now and then, not one each time.
seconds needed_life(const oauth::TokenSet& tokens, seconds min_ttl);

/// What people and scripts are told: connecting, connected, renewing, expiring, provider_down,
/// needs_authorization or paused.
std::string_view shown_status(const store::AccountRecord& record, Time now);

}  // namespace roadcase::accounts
