#pragma once

#include <mutex>
#include <string>

#include "core/result.h"

namespace roadcase::store {

/// A file beside the database that does nothing but take up room: the room that a save needs when the disk
/// has filled up between the spending of a refresh token and the saving of its answer. Thread-safe.
class Ballast {
  public:
    explicit Ballast(std::string path) : path_(std::move(path)) {}

    /// The room is held from now on; E406 when the disk cannot give it. Costs nothing when it is held
    /// already.
    Status hold();
    /// Gives the room back to the disk. False: there was none to give.
    bool let_go();

  private:
    const std::string path_;
    std::mutex mutex_;
    bool held_ = false;
};

}  // namespace roadcase::store
