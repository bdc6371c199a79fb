#pragma once

#include <string>

#include "core/clock.h"

namespace roadcase::server {

/// "14:02" and "14:02:31" on the clock of this computer.
std::string clock_time(Time t);
std::string clock_time_with_seconds(Time t);

/// A moment as a person says it: relative under an hour, then the clock, with the day when it is another one.
/// "just now", "12 min ago", "in 31 min", "at 14:02", "on 20 Nov at 14:02".
std::string moment(Time t, Time now);

/// "12 May", and "12 May 2027" when it is another year than `now`'s.
std::string calendar_day(Time t, Time now);

}  // namespace roadcase::server
