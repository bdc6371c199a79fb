#pragma once

#include <map>
#include <optional>
#include <string>

#include "accounts/accounts.h"
#include "core/guarded.h"

namespace roadcase::dashboard {

/// What a provider said of an app's id and secret.
struct AppVerdict {
    std::optional<bool> works;  ///< nothing: it does not say, or could not be asked
    std::string detail;
    std::string aftermath;  ///< what saving it means for accounts that are there; may be empty
};

/// In words for people; `provider`: display name.
AppVerdict verdict_of(const Result<accounts::ClientVerdict>& answer, const std::string& provider);

/// What providers said of the apps made here, while the process runs. A verdict is about the very id and
/// secret that were asked about: where others are saved meanwhile, from wherever, there is none. Thread-safe.
class Verdicts {
  public:
    /// Of an app that was not made here nothing is kept: its secret may be another one each time.
    void keep(const accounts::ClientEntry& asked, AppVerdict verdict);
    std::optional<AppVerdict> of(const accounts::ClientEntry& app) const;

  private:
    struct Kept {
        std::string about;  ///< SHA-256 of what was asked about
        AppVerdict verdict;
    };
    Guarded<std::map<std::string, Kept>> kept_;  ///< by client
};

}  // namespace roadcase::dashboard
