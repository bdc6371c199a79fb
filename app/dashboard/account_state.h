#pragma once

#include <string_view>

#include "dashboard/look.h"
#include "store/records.h"

namespace roadcase::dashboard {

// How an account stands, before any sentence about it; docs/architecture.md names the states. Pure.

/// "renewing", or what accounts::shown_status says.
std::string_view status_of(const store::AccountRecord& record, bool renewing, Time now);
/// Shape, tone and word of that status.
StateMark mark_of(std::string_view status, const store::AccountRecord& record, Time now);
/// The tone of its state alone.
Tone tone_of(const store::AccountRecord& record, bool renewing, Time now);

/// Of the token that is there; zero when it has ended.
seconds life_left(const store::AccountRecord& record, Time now);
/// Whether the provider ends the sign-in so soon.
bool ends_within(const store::AccountRecord& record, seconds span, Time now);
/// Nothing is wrong yet, and a person is needed within days.
bool wants_sign_in_soon(std::string_view status, const store::AccountRecord& record, Time now);

}  // namespace roadcase::dashboard
