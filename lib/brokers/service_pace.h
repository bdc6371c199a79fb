#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/guarded.h"

namespace roadcase::brokers {

/// How often a service may be asked: so many times in any second. Turns are given out in order, also those of
/// the near future; whoever has one waits by himself, without a lock. Times are since boot. Thread-safe.
class ServicePace {
  public:
    static constexpr milliseconds longest_wait{1'000};

    explicit ServicePace(std::size_t per_second) : per_second_(per_second) {}

    struct Turn {
        bool given = false;
        milliseconds wait{0};  ///< until it begins; of one that is not given, until asking is worth while
    };
    /// A turn that begins within longest_wait, or none.
    Turn take(std::string_view service, milliseconds now);
    /// It asked to be left alone so long.
    void told_to_wait(std::string_view service, milliseconds now, seconds wait);

  private:
    struct Lane {
        std::deque<milliseconds> taken;  ///< the newest `per_second_` beginnings
        milliseconds told_until{0};
    };
    const std::size_t per_second_;
    Guarded<std::map<std::string, Lane, std::less<>>> lanes_;
};

}  // namespace roadcase::brokers
