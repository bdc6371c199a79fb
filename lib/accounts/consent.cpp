#include "accounts/consent.h"

#include <algorithm>

namespace roadcase::accounts {
namespace {

std::optional<Time> earlier(std::optional<Time> a, std::optional<Time> b) {
    return a && b ? std::min(*a, *b) : a ? a : b;
}

// A date that the sign-in has outlived was no end of it: the app was published, or the rule has changed.
std::optional<Time> end_after(Time allowed_at, std::optional<seconds> life, Time now) {
    if (!life || now > allowed_at + *life + consent_slack) return std::nullopt;
    return allowed_at + *life;
}

std::optional<Time> end_by_age(const providers::Lifetimes& lifetimes, bool testing, Time allowed_at,
                               Time now) {
    return earlier(end_after(allowed_at, lifetimes.consent, now),
                   testing ? end_after(allowed_at, lifetimes.consent_in_testing, now) : std::nullopt);
}

// A server whose refresh tokens slide moves the end by as much as time has passed. One that hands out the
// same end again, or says nothing of it and gives no new token, means the sign-in itself.
std::optional<Time> unmoved_end(const oauth::TokenSet& before, const oauth::TokenSet& after) {
    if (!before.refresh_expires_at || !after.refresh_expires_at) return std::nullopt;
    const auto passed = after.received_at - before.received_at;
    const auto moved = *after.refresh_expires_at - *before.refresh_expires_at;
    return moved < passed / 2 ? after.refresh_expires_at : std::nullopt;
}

}  // namespace

bool is_in_testing(const providers::Lifetimes& lifetimes, const store::AccountRecord& record) {
    if (!lifetimes.consent_in_testing) return false;
    if (record.problem_code == "E402") return true;
    if (!record.consent_ends_at) return false;
    const auto off = *record.consent_ends_at - record.authorized_at - *lifetimes.consent_in_testing;
    return off >= -consent_slack && off <= consent_slack;
}

std::optional<Time> consent_end_of_sign_in(const providers::Lifetimes& lifetimes,
                                           const store::AccountRecord& before, Time now) {
    return end_by_age(lifetimes, is_in_testing(lifetimes, before), now, now);
}

std::optional<Time> consent_end_of_renewal(const providers::Lifetimes& lifetimes,
                                           const store::AccountRecord& before, const oauth::TokenSet& after,
                                           Time now) {
    const auto by_age = end_by_age(lifetimes, is_in_testing(lifetimes, before), before.authorized_at, now);
    return earlier(by_age, unmoved_end(*before.tokens, after));
}

}  // namespace roadcase::accounts
