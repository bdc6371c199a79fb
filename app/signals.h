#pragma once

#include <csignal>
#include <optional>
#include <vector>

#include "core/clock.h"
#include "platform/descriptor.h"

namespace roadcase {

/// Signals as values, read one by one instead of interrupting. Made before other threads are: they inherit
/// that these signals are blocked. Gives the thread's mask back when it dies.
class Signals {
  public:
    explicit Signals(const std::vector<int>& which);
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    static constexpr int rung = 0;
    /// The next signal, or `rung`; waits for it at most `limit`, or as long as it takes. Nothing: the limit.
    std::optional<int> next(std::optional<milliseconds> limit = {});
    /// From any thread: next() gives `rung`, once.
    void ring();

  private:
    sigset_t before_{};
    platform::Descriptor signals_;
    platform::Descriptor bell_;
};

}  // namespace roadcase
