#pragma once

#include <csignal>
#include <optional>
#include <vector>

#include "core/clock.h"
#include "platform/descriptor.h"

namespace roadcase {

/// Those of `signals` that this process was not started to ignore (nohup, a shell's "&"): blocked, they would
/// be heard all the same.
std::vector<int> heard_of(const std::vector<int>& signals);

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
    /// Who sent the signal that next() gave last; 0: the kernel, as for Ctrl-C on a terminal.
    pid_t sender() const { return sender_; }
    /// From any thread: next() gives `rung`, once.
    void ring();

  private:
    sigset_t before_{};
    platform::Descriptor signals_;
    platform::Descriptor bell_;
    pid_t sender_ = 0;
};

}  // namespace roadcase
