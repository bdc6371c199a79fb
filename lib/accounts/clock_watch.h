#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/guarded.h"
#include "http/transport.h"

namespace roadcase::accounts {

/// E106: this computer's clock is so far ahead (negative: behind).
Error clock_is_off(seconds skew);

/// Whether this computer's clock is right, from the Date headers of answers that come anyway (RFC 9110
/// §6.6.1). Measures are kept against the clock since boot, so a clock that is set meanwhile is judged anew
/// at once. Thread-safe.
class ClockWatch {
  public:
    /// `tell` is called once when the clock is found to be wrong, and again only after it was right; without
    /// a lock held. It may be empty.
    ClockWatch(const Clock& clock, seconds tolerance, std::function<void(const Error&)> tell = {});

    /// `host` answered just now, dated `date`; a date that cannot be read is no measure.
    void note(std::string_view host, std::string_view date);
    /// How far this clock is ahead (negative: behind), when it is further off than the tolerance and certain:
    /// more than half of several hosts agree within a minute, or the last three measures of the only one do.
    std::optional<seconds> skew() const;
    /// clock_is_off() by that.
    std::optional<Error> problem() const;
    /// The configuration was read anew.
    void use(seconds tolerance);

  private:
    /// Instants that hosts named, less the time since boot: all of one clock are alike.
    using Measures = std::deque<Time>;
    struct State {
        seconds tolerance;
        std::map<std::string, Measures, std::less<>> hosts;
        bool told = false;
    };
    std::optional<seconds> skew_of(const State& state) const;

    const Clock& clock_;
    std::function<void(const Error&)> tell_;
    Guarded<State> state_;
};

/// Passes every request on and shows the watch what comes back, except from this computer itself.
class WatchedTransport final : public http::Transport {
  public:
    WatchedTransport(http::Transport& inner, ClockWatch& watch, const Clock& clock)
        : inner_(inner), watch_(watch), clock_(clock) {}
    Result<http::Response> send(const http::Request& request) override;
    bool is_closed() const override { return inner_.is_closed(); }

  private:
    http::Transport& inner_;
    ClockWatch& watch_;
    const Clock& clock_;
};

}  // namespace roadcase::accounts
