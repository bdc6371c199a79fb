#include "accounts/state.h"

#include <algorithm>

#include "accounts/policy.h"

namespace roadcase::accounts {
namespace {

// A longer wait than any we set means that the clock was put back since.
constexpr seconds longest_wait{24 * 3600};
// What a time service may correct without anybody minding.
constexpr seconds tolerated_skew{30};

bool must_wait(const Standing& standing, Time now) {
    const auto& record = standing.record;
    if (record.failures == 0 || !record.next_attempt_at) return false;
    // A new process may have a new configuration: what only that could mend is worth one try.
    const bool of_configuration = record.problem_code == "E301" || record.problem_code == "E302" ||
                                  record.problem_code == "E104" || record.problem_code == "E109";
    if (of_configuration && standing.attempts == 0) return false;
    return *record.next_attempt_at > now && *record.next_attempt_at - now <= longest_wait;
}

}  // namespace

Standing standing_of(store::AccountRecord record, const Clock& clock) {
    Standing standing;
    if (record.tokens && record.tokens->expires_at) {
        const auto& tokens = *record.tokens;
        const auto age = clock.now() - tokens.received_at;
        // Received in the future: by a clock that was ahead, some unknown time ago. It may have ended.
        const bool unknown = age < -tolerated_skew;
        const auto left = *tokens.expires_at - tokens.received_at - std::max(age, seconds{0});
        standing.ends_since_boot = clock.since_boot() + (unknown ? seconds{0} : left);
    }
    standing.record = std::move(record);
    return standing;
}

seconds life_left(const Standing& standing, const Clock& clock) {
    if (!standing.record.tokens) return seconds{0};
    const auto left = time_left(*standing.record.tokens, clock.now());
    if (!standing.ends_since_boot) return left;
    const auto since_boot = std::chrono::floor<seconds>(*standing.ends_since_boot - clock.since_boot());
    return std::max(std::min(left, since_boot), seconds{0});
}

bool can_renew(const store::AccountRecord& record) {
    return record.status == store::AccountStatus::connected && record.tokens &&
           (is_app(record) || !record.tokens->refresh_token.empty());
}

bool may_renew(const Standing& standing, Time now) {
    return can_renew(standing.record) && !must_wait(standing, now);
}

}  // namespace roadcase::accounts
