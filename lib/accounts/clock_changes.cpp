#include "accounts/clock_changes.h"

#include <algorithm>
#include <mutex>

namespace roadcase::accounts {
namespace {

/// What a time service may correct without anybody minding.
constexpr seconds tolerance{30};

// How much longer the token seems to live than the clock that never jumps says.
seconds excess_of(const Standing& standing, const Clock& clock) {
    const auto& tokens = standing.record.tokens;
    if (!tokens || !tokens->expires_at || !standing.ends_since_boot) return seconds{0};
    const auto left = std::chrono::floor<seconds>(*standing.ends_since_boot - clock.since_boot());
    return *tokens->expires_at - clock.now() - left;
}

void no_later_than(std::optional<Time>& time, Time limit) {
    if (time) time = std::min(*time, limit);
}

}  // namespace

bool ClockChanges::was_set_back() {
    const auto& clock = heart_.world.clock;
    const auto boot_at = milliseconds{to_unix(clock.now()) * 1000} - clock.since_boot();
    return boot_at_.with([&](std::optional<milliseconds>& last) {
        const bool set_back = !last || boot_at < *last - tolerance;
        last = boot_at;
        return set_back;
    });
}

void ClockChanges::look() {
    if (!was_set_back()) return;
    const auto from_the_future = heart_.world.store.ids_from_after(heart_.world.clock.now() + tolerance);
    Events events;
    if (from_the_future)
        for (const auto& id : *from_the_future)
            if (const auto account = heart_.ledger.open_id(id)) correct(**account, events);
    for (const auto& account : heart_.ledger.everyone_loaded()) correct(*account, events);
    tell(heart_.world, events);
}

void ClockChanges::correct(Account& account, Events& events) {
    std::lock_guard flight(account.renewal);
    const auto now = heart_.world.clock.now();
    auto next = *account.look();
    auto& record = next.record;
    if (!record.tokens) return;
    const auto excess = excess_of(next, heart_.world.clock);
    // A script may have had it renewed before anybody looked: then all of the token is of this time.
    const bool age_is_known = record.tokens->received_at <= now + tolerance;
    const bool from_the_future =
        record.authorized_at > now + tolerance || record.renewed_at > now + tolerance;
    if (excess <= tolerance && !from_the_future) return;
    if (excess > seconds{0}) {
        record.tokens->received_at -= excess;
        *record.tokens->expires_at -= excess;
        if (record.next_attempt_at) *record.next_attempt_at -= excess;
    }
    record.authorized_at = std::min(record.authorized_at, now);
    no_later_than(record.renewed_at, now);
    no_later_than(record.problem_since, now);
    if (record.problem_code == "E406") record.problem_code.clear();
    // How old it really is, nobody knows: one renewal settles it.
    if (!age_is_known && can_renew(record)) no_later_than(record.next_attempt_at, now);
    heart_.ledger.keep(account, std::move(next), events);
}

}  // namespace roadcase::accounts
