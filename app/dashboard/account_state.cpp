#include "dashboard/account_state.h"

#include <algorithm>
#include <array>

#include "accounts/policy.h"
#include "core/text.h"
#include "server/local_time.h"

namespace roadcase::dashboard {
namespace {

// A sign-in that its provider ends on a known day is urgent in the last three.
constexpr seconds urgent{3 * 86'400};

/// One row of the table of states: how it looks, before times and reasons come in.
struct Look {
    std::string_view status;
    Shape shape;
    Tone tone;
    std::string_view word;
};

constexpr std::array<Look, 7> looks{{
    {"connecting", Shape::clock, Tone::info, "Waiting"},
    {"connected", Shape::circle, Tone::ok, "Connected"},
    {"renewing", Shape::clock, Tone::info, "Renewing"},
    {"expiring", Shape::triangle, Tone::warn, "Ends soon"},
    {"provider_down", Shape::square, Tone::warn, "Provider down"},
    {"needs_authorization", Shape::triangle, Tone::err, "Sign in again"},
    {"paused", Shape::bars, Tone::muted, "Paused"},
}};

}  // namespace

seconds life_left(const store::AccountRecord& record, Time now) {
    return record.tokens ? accounts::time_left(*record.tokens, now) : seconds{0};
}

bool ends_within(const store::AccountRecord& record, seconds span, Time now) {
    return record.consent_ends_at && *record.consent_ends_at - now <= span;
}

bool wants_sign_in_soon(std::string_view status, const store::AccountRecord& record, Time now) {
    return status == "connected" && ends_within(record, urgent, now);
}

std::string_view status_of(const store::AccountRecord& record, bool renewing, Time now) {
    return renewing ? std::string_view{"renewing"} : accounts::shown_status(record, now);
}

StateMark mark_of(std::string_view status, const store::AccountRecord& record, Time now) {
    const auto look =
        std::find_if(looks.begin(), looks.end(), [&](const Look& l) { return l.status == status; });
    if (look == looks.end()) return {};
    if (wants_sign_in_soon(status, record, now)) return {Shape::triangle, Tone::warn, "Sign in soon"};
    std::string word{look->word};
    const auto left = life_left(record, now);
    if (status == "expiring")
        word = left > seconds{0} ? "Ends " + server::moment(now + left, now) : "Token ended";
    return {look->shape, look->tone, word};
}

Tone tone_of(const store::AccountRecord& record, bool renewing, Time now) {
    return mark_of(status_of(record, renewing, now), record, now).tone;
}

}  // namespace roadcase::dashboard
