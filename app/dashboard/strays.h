#pragma once

#include <deque>
#include <optional>
#include <string>

#include "core/clock.h"
#include "core/error.h"
#include "core/guarded.h"
#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"

namespace roadcase::dashboard {

/// An answer of a provider that could not be taken here.
struct Stray {
    Error error;
    /// Where the browser landed, code (or error) and state in it, when a terminal elsewhere may wait for it;
    /// else empty.
    Secret address;
};

/// Keeps the last eight of them for ten minutes, so that what a browser shows needs no code in its address:
/// the page about it is called by an id. Thread-safe.
class Strays {
  public:
    Strays(const Clock& clock, Random& random) : clock_(clock), random_(random) {}

    /// `query`: as it came, anything may stand in it. `landing`: the address without the query. Gives the
    /// id; fails only without randomness.
    Result<std::string> keep(Error error, const std::string& landing, std::string_view query);
    std::optional<Stray> find(std::string_view id) const;

  private:
    struct Kept {
        std::string id;
        Stray stray;
        Time until;
    };
    const Clock& clock_;
    Random& random_;
    Guarded<std::deque<Kept>> kept_;
};

}  // namespace roadcase::dashboard
