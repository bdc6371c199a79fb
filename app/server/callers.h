#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "accounts/keys.h"
#include "core/guarded.h"
#include "core/result.h"
#include "server/exchange.h"
#include "store/records.h"

namespace roadcase::server {

/// Who asks the API: the owner of this computer's account (Unix socket, in-process), or a script with a key.
struct ApiCaller {
    std::optional<store::KeyRecord> key;  ///< nothing: the owner

    bool is_owner() const { return !key.has_value(); }
    /// "terminal" or the key's name, for the log.
    std::string who() const { return key ? key->name : "terminal"; }
};

/// Decides who asks. Thread-safe. Wrong keys are slowed down; a right key never is.
class Callers {
  public:
    Callers(accounts::Keys& keys, const Clock& clock, bool require_key)
        : keys_(keys), clock_(clock), require_key_(require_key) {}

    /// The configuration was read anew.
    void require_key(bool required) { require_key_ = required; }

    /// The caller, or the answer to refuse with: 401 for a missing, wrong or ended key, 429 after too many.
    tl::expected<ApiCaller, Response> identify(const Request& request);
    /// The same, for what only the owner may do: 403 for a key.
    tl::expected<ApiCaller, Response> require_owner(const Request& request);

  private:
    struct WrongKeys {
        Time minute{};
        int count = 0;
    };
    Response refuse_key(const Error& error);

    accounts::Keys& keys_;
    const Clock& clock_;
    std::atomic<bool> require_key_;
    Guarded<WrongKeys> wrong_;
};

}  // namespace roadcase::server
