#pragma once

#include <mutex>
#include <utility>

namespace roadcase {

/// A value that can only be reached while its mutex is held. Keep the lambda short: never do I/O inside.
template <class T>
class Guarded {
  public:
    Guarded() = default;
    explicit Guarded(T value) : value_(std::move(value)) {}

    /// Runs `work(value)` under the lock and returns what it returns.
    template <class Work>
    decltype(auto) with(Work&& work) {
        std::lock_guard lock(mutex_);
        return std::forward<Work>(work)(value_);
    }
    template <class Work>
    decltype(auto) with(Work&& work) const {
        std::lock_guard lock(mutex_);
        return std::forward<Work>(work)(value_);
    }

  private:
    mutable std::mutex mutex_;
    T value_{};
};

}  // namespace roadcase
