#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>

#include "core/clock.h"
#include "signals.h"

namespace roadcase::cli {

/// Called every `every` while the program runs.
struct Tick {
    milliseconds every{0};
    std::function<void()> call = {};
};

/// A program in front of the person and we behind it: what is sent to us is passed on to it, and the
/// terminal's keys reach both of us, because we share a process group. Made before other threads are. For one
/// thread.
class InFront {
  public:
    /// From now on the signals that would end us without need wait.
    InFront();
    /// From now on all signals that we pass on wait, too. Before the program is started.
    void take_over();

    /// Waits for its end and gives the exit code, 128 + the signal for one that was killed. When it is
    /// stopped (Ctrl-Z), we stop, too, and it goes on when we do.
    int wait_for(pid_t program, const Tick& tick = {});
    /// The same, no longer than `limit`.
    std::optional<int> wait_for(pid_t program, const Tick& tick, milliseconds limit);

    /// Told of each signal that is passed on, before it is.
    std::function<void(int)> on_signal = {};

  private:
    void pass_on(pid_t program, int signal);

    Signals early_;
    std::optional<Signals> signals_;
};

}  // namespace roadcase::cli
