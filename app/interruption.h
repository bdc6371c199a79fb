#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "http/closing.h"
#include "signals.h"

namespace roadcase {

using http::Instant;

/// Ctrl-C and --timeout for a command that owns the home and must not leave a renewal half done. As long as
/// this lives, SIGINT, SIGTERM, SIGHUP and SIGQUIT end the process with 128 + the signal as exit code as soon
/// as what is at work has ended, or after two seconds (not those that the process was started to ignore); the
/// end of the command's time gives up the network, and if that does not help ends the process with the exit
/// code of a timeout. Made before other threads are.
class Interruption {
  public:
    /// Both are called on a thread of this object's own.
    struct Ways {
        std::function<void()> give_up;              ///< let what waits for the network fail, soon
        std::function<void(Instant)> settle_until;  ///< wait until nothing is at work, and let nothing begin
    };
    /// `end` is Instant::max() for a command without a time limit.
    Interruption(Instant end, Ways ways);
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    bool is_out_of_time() const { return out_of_time_; }
    /// A signal came: the process ends within two seconds.
    bool is_ending() const { return ending_; }

  private:
    void watch();
    std::optional<int> next_until(Instant end);
    [[noreturn]] void end_process(int exit_code);

    Signals signals_;
    Instant end_;
    Ways ways_;
    std::atomic<bool> out_of_time_{false};
    std::atomic<bool> ending_{false};
    std::thread thread_;
};

}  // namespace roadcase
