#pragma once

#include <atomic>
#include <chrono>
#include <optional>

#include "platform/descriptor.h"

namespace roadcase::http {

using Instant = std::chrono::steady_clock::time_point;

/// The end of a transport: told once, seen by all its exchanges, also by those that wait. Thread-safe.
class Closing {
  public:
    Closing();

    /// A request that has left may still be answered until `last_answer`; whatever did not leave is given up
    /// now. The first call counts.
    void begin(Instant last_answer);
    /// Nothing as long as the transport is open.
    std::optional<Instant> last_answer() const;
    /// For poll(): readable from the beginning of the end on, and forever.
    int fd() const { return event_.get(); }

  private:
    platform::Descriptor event_;
    std::atomic<Instant> last_answer_{Instant::max()};
};

}  // namespace roadcase::http
