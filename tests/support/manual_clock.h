#pragma once

#include <atomic>

#include "core/clock.h"

namespace roadcase::test {

/// Time that moves only by hand. Thread-safe.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Time start = from_unix(1'800'000'000)) : now_(to_unix(start)) {}

    Time now() const override { return from_unix(now_); }
    milliseconds since_boot() const override { return milliseconds{boot_ms_}; }

    void advance(seconds by) {
        now_ += by.count();
        boot_ms_ += by.count() * 1000;
    }
    /// The wall clock is set by somebody; time since boot does not notice.
    void jump(seconds by) { now_ += by.count(); }

  private:
    std::atomic<std::int64_t> now_;
    std::atomic<std::int64_t> boot_ms_{1'000'000};
};

}  // namespace roadcase::test
