#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace roadcase {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A wall-clock instant in whole seconds since the Unix epoch; what the store, the API and people use.
using Time = std::chrono::sys_seconds;

/// The outside world's time. Only wiring names the real one; everything else receives it, and most functions
/// receive the instant itself. Thread-safe.
class Clock {
  public:
    virtual ~Clock() = default;
    /// Wall clock; may jump either way.
    virtual Time now() const = 0;
    /// Time since boot including suspend (CLOCK_BOOTTIME); never jumps back.
    virtual milliseconds since_boot() const = 0;
};

class SystemClock final : public Clock {
  public:
    Time now() const override;
    milliseconds since_boot() const override;
};

/// Seconds since the epoch, for SQL and JSON.
inline std::int64_t to_unix(Time t) {
    return t.time_since_epoch().count();
}
inline Time from_unix(std::int64_t s) {
    return Time{seconds{s}};
}

/// RFC 3339 in UTC, "2026-11-20T23:14:05Z".
std::string rfc3339(Time t);

/// "3 h 52 min", "41 s": a duration as a person says it, two units at most.
std::string in_words(seconds duration);

}  // namespace roadcase
