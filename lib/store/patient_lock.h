#pragma once

#include <mutex>
#include <shared_mutex>

namespace roadcase::store {

/// Shared by many or held alone; whoever waits to have it alone is not overtaken by those who come later. Not
/// recursive, not even shared.
class PatientLock {
  public:
    std::shared_lock<std::shared_mutex> shared() {
        const std::lock_guard queue(queue_);
        return std::shared_lock(holders_);
    }
    std::unique_lock<std::shared_mutex> alone() {
        const std::lock_guard queue(queue_);
        return std::unique_lock(holders_);
    }

  private:
    std::mutex queue_;
    std::shared_mutex holders_;
};

}  // namespace roadcase::store
