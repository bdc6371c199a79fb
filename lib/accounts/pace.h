#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/guarded.h"

namespace roadcase::accounts {

/// How fast each provider is asked: a rate, a few at a time, and rest for one that is down or asked for it.
/// What a person or a script waits for is counted and not held back, except by the provider's own wish. Times
/// are since boot, so a clock that is set changes nothing. Thread-safe.
class Pace {
  public:
    static constexpr int most_at_once = 4;

    /// A turn for work that nobody waits for; false: not now. Ends with end_turn().
    bool take_turn(std::string_view provider, milliseconds now, double per_second);
    void end_turn(std::string_view provider);
    /// A turn for somebody who waits.
    void count(std::string_view provider, milliseconds now, double per_second);

    /// It answered, whatever it said.
    void answered(std::string_view provider);
    /// No useful answer: after a few in a row it rests, longer each time, and is then tried by one at a time.
    void failed(std::string_view provider, milliseconds now, double jitter);
    /// It asked to be left alone so long; that holds for everybody.
    void told_to_wait(std::string_view provider, milliseconds now, seconds wait);
    /// What is left of that wait.
    std::optional<seconds> must_wait(std::string_view provider, milliseconds now) const;

    /// The providers that have no turn to give now.
    std::vector<std::string> resting(milliseconds now, double per_second) const;

  private:
    struct Lane {
        double turns = 0;  ///< below zero: somebody who waited took them
        milliseconds counted_at{-1};
        int running = 0;
        int failures = 0;
        milliseconds rests_until{0};
        milliseconds told_until{0};

        void refill(milliseconds now, double per_second);
        bool has_turn(milliseconds now, double per_second) const;
    };
    using Lanes = std::map<std::string, Lane, std::less<>>;
    static Lane& lane(Lanes& lanes, std::string_view provider);

    Guarded<Lanes> lanes_;
};

}  // namespace roadcase::accounts
