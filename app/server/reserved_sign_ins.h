#pragma once

#include <map>
#include <optional>
#include <string>

#include "accounts/accounts.h"
#include "core/guarded.h"

namespace roadcase::server {

/// Sign-ins that a terminal asked for and no browser has opened yet. The link holds the id only; the browser
/// that opens it first is the one the sign-in is bound to. At most 64, ten minutes each. Thread-safe.
class ReservedSignIns {
  public:
    explicit ReservedSignIns(const Clock& clock) : clock_(clock) {}

    void put(const std::string& flow_id, accounts::SignIn wish);
    /// Gives it to one browser; from then on it only shows as waiting.
    std::optional<accounts::SignIn> take(const std::string& flow_id);
    /// Nobody may open it any more. False: there is none that waits.
    bool drop(const std::string& flow_id);
    /// As a pending Flow, for terminals that wait.
    std::optional<accounts::Flow> waiting(const std::string& flow_id) const;

  private:
    struct Entry {
        accounts::SignIn wish;
        Time since;
        bool taken = false;
    };
    using Entries = std::map<std::string, Entry>;
    void drop_old(Entries& entries) const;

    const Clock& clock_;
    Guarded<Entries> entries_;
};

}  // namespace roadcase::server
