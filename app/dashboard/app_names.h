#pragma once

#include <string>
#include <string_view>

#include "core/random.h"

namespace roadcase::dashboard {

/// Names to suggest for an app: "nova_plays-roadcase-7f3". Some providers want one that nobody has; the end
/// is the same as long as the process runs, so what was copied still stands there. Immutable.
class AppNames {
  public:
    explicit AppNames(Random& random);
    /// `person`: whose it is; empty or of other letters: left out.
    std::string suggest(std::string_view person) const;

  private:
    std::string end_;
};

}  // namespace roadcase::dashboard
