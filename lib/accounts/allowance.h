#pragma once

#include <algorithm>
#include <chrono>

#include "core/clock.h"

namespace roadcase::accounts {

/// So many in a minute: a whole minute's worth may come at once, and then they come back evenly. One number,
/// the instant at which all would be back. Not thread-safe.
class Allowance {
  public:
    explicit Allowance(std::int64_t per_minute) : each_(minute / std::max<std::int64_t>(per_minute, 1)) {}

    /// Takes one. Zero: go on; else how long until there is one.
    milliseconds take(milliseconds since_boot) {
        const auto back = std::max(full_, std::chrono::nanoseconds(since_boot)) + each_;
        const auto wait = back - since_boot - minute;
        if (wait > std::chrono::nanoseconds{0}) return std::chrono::ceil<milliseconds>(wait);
        full_ = back;
        return milliseconds{0};
    }

  private:
    static constexpr std::chrono::nanoseconds minute = std::chrono::minutes{1};
    std::chrono::nanoseconds each_;
    std::chrono::nanoseconds full_{0};
};

}  // namespace roadcase::accounts
