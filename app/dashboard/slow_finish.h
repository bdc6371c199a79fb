#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/clock.h"
#include "core/random.h"

namespace roadcase::dashboard {

/// Does work that ends with the path of a page, and lets nobody wait long for it: who comes too early gets
/// an id to ask again by. Thread-safe; the destructor waits for what is under way.
class SlowFinish {
  public:
    using Work = std::function<std::string()>;

    explicit SlowFinish(Random& random) : random_(random) {}

    struct Run {
        std::string id;
        std::optional<std::string> path;  ///< nothing while it goes on
    };
    /// Begins the work on a thread of its own and waits at most `patience`; when there are eight already, no
    /// thread or no randomness for an id, the caller's own does it to its end.
    Run run(Work work, milliseconds patience);
    /// One of the last eight that took longer.
    std::optional<Run> find(std::string_view id) const;

  private:
    struct Kept {
        std::shared_ptr<Run> run;
        std::jthread thread;
    };
    std::shared_ptr<Run> begin(Work work);

    Random& random_;
    mutable std::mutex mutex_;
    std::condition_variable ended_;
    std::list<Kept> kept_;  ///< oldest first; the last member, so that its threads end before the rest does
};

}  // namespace roadcase::dashboard
