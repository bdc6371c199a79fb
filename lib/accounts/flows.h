#pragma once

#include <deque>
#include <optional>
#include <string_view>

#include "accounts/accounts.h"
#include "core/guarded.h"

namespace roadcase::accounts {

/// How the sign-ins of the last ten minutes stand, at most 512 of them. Thread-safe.
class Flows {
  public:
    /// Adds or replaces the flow of that id.
    void put(Flow flow, Time now);
    std::optional<Flow> find(std::string_view id, Time now) const;

  private:
    struct Kept {
        Flow flow;
        Time put_at{};
    };
    Guarded<std::deque<Kept>> kept_;  ///< oldest first
};

}  // namespace roadcase::accounts
