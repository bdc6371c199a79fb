#include "accounts/policy.h"

#include <algorithm>
#include <cmath>

#include "accounts/state.h"

namespace roadcase::accounts {
namespace {

constexpr seconds a_year{365LL * 24 * 3600};

seconds scaled(seconds span, double factor) {
    return seconds{std::llround(static_cast<double>(span.count()) * factor)};
}

bool is_outage(std::string_view code) {
    return code == "E404" || code == "E405" || code == "E305" || code == "E306";
}

Time before_the_end(Time received, Time end, const RenewPolicy& policy, double jitter) {
    const seconds lifetime = end - received;
    const seconds wanted = std::max(scaled(lifetime, policy.fraction_left), policy.min_left);
    // The spread lies on the early side, except where half of the lifetime is the limit already.
    const seconds most = std::min(scaled(wanted, 1.1), lifetime / 2);
    const seconds least = scaled(most, 1 / 1.1);
    return std::max(end - least - scaled(most - least, jitter), received + seconds{1});
}

std::string_view shown_connected(const store::AccountRecord& record, seconds left) {
    const bool no_renewal = record.problem_code == "E303";
    if (no_renewal && left <= seconds{0}) return "needs_authorization";
    if (no_renewal && left < seconds{3600}) return "expiring";
    if (record.problem_code == "E406" && left < seconds{3600}) return "expiring";
    if (record.failures == 0) return "connected";
    return is_outage(record.problem_code) ? "provider_down" : "expiring";
}

}  // namespace

std::optional<Time> refresh_at(const oauth::TokenSet& tokens, const RenewPolicy& policy,
                               const providers::Lifetimes& lifetimes, double jitter) {
    if (tokens.refresh_token.empty()) return std::nullopt;
    std::optional<Time> at;
    const auto no_later_than = [&](Time time) { at = std::min(at.value_or(time), time); };
    if (tokens.expires_at)
        no_later_than(before_the_end(tokens.received_at, *tokens.expires_at, policy, jitter));
    if (tokens.refresh_expires_at && *tokens.refresh_expires_at > tokens.received_at)
        no_later_than(before_the_end(tokens.received_at, *tokens.refresh_expires_at, policy, jitter));
    if (const auto unused = lifetimes.refresh_token_unused)
        no_later_than(tokens.received_at + std::min(policy.keep_alive, *unused / 2));
    return at;
}

std::optional<Time> refresh_at(const store::AccountRecord& record, const RenewPolicy& policy,
                               const providers::Lifetimes& lifetimes, double jitter) {
    if (!record.tokens) return std::nullopt;
    const auto& tokens = *record.tokens;
    if (!is_app(record)) return refresh_at(tokens, policy, lifetimes, jitter);
    if (!tokens.expires_at) return std::nullopt;
    return before_the_end(tokens.received_at, *tokens.expires_at, policy, jitter);
}

Time retry_at(int failures, std::optional<seconds> retry_after, Time now, const RenewPolicy& policy,
              double jitter) {
    const int doublings = std::clamp(failures - 1, 0, 20);
    const seconds wait = std::min(policy.backoff_base * (std::int64_t{1} << doublings), policy.backoff_cap);
    const seconds floor = std::max(retry_after.value_or(seconds{1}), seconds{1});
    return now + std::max(scaled(wait, jitter), floor);
}

seconds time_left(const oauth::TokenSet& tokens, Time now) {
    if (!tokens.expires_at) return a_year;
    return std::max(*tokens.expires_at - now, seconds{0});
}

seconds needed_life(const oauth::TokenSet& tokens, seconds min_ttl) {
    const seconds wish = std::max(min_ttl, seconds{1});
    if (!tokens.expires_at) return std::min(wish, a_year);
    const seconds lifetime = *tokens.expires_at - tokens.received_at;
    return wish < lifetime ? wish : std::max(lifetime / 2, seconds{1});
}

std::string_view shown_status(const store::AccountRecord& record, Time now) {
    switch (record.status) {
        case store::AccountStatus::paused:
            return "paused";
        case store::AccountStatus::needs_authorization:
            return "needs_authorization";
        case store::AccountStatus::connected:
            break;
    }
    if (!record.tokens) return "connecting";
    return shown_connected(record, time_left(*record.tokens, now));
}

}  // namespace roadcase::accounts
