#pragma once

#include <atomic>
#include <string>

#include "accounts/keys.h"
#include "core/guarded.h"
#include "core/result.h"
#include "server/exchange.h"
#include "store/records.h"

namespace roadcase::server {

/// Who asks the API: the owner of this computer's account (Unix socket, in-process), or a script with a key.
struct ApiCaller {
    accounts::KeyPtr key;  ///< nothing: the owner

    bool is_owner() const { return key == nullptr; }
    /// "terminal" or the key's name, for the log.
    std::string who() const { return key ? key->name : "terminal"; }
};

/// What stands in X-API-Key, or in Authorization: Bearer; both spellings are common among scripts. Empty:
/// neither is there.
Secret presented_key(const Request& request);

/// Decides who asks. Thread-safe. Wrong keys are slowed down; a right key never is.
class Callers {
  public:
    /// `page` is where a person says yes to a new key.
    Callers(accounts::Keys& keys, const Clock& clock, bool require_key, std::string page = {})
        : keys_(keys), clock_(clock), require_key_(require_key), page_(std::move(page)) {}

    /// The configuration was read anew.
    void require_key(bool required) { require_key_ = required; }

    /// The caller, or the answer to refuse with: 401 for a missing, wrong or ended key, 429 after too many or
    /// for one that asks too often, 403 (E509) for one that waits for a person's yes.
    tl::expected<ApiCaller, Response> identify(const Request& request);
    /// The same, for what only the owner may do: 403 for a key.
    tl::expected<ApiCaller, Response> require_owner(const Request& request);

    /// The key, for where the absence of one decides nothing yet. Errors as above, as values.
    Result<accounts::KeyPtr> key_of(const Secret& presented, const Request& request);

    /// The answer to a key that gets nothing. Counts wrong ones: beyond so many a minute they get 429.
    Response refuse(Error error);
    /// The same count for what is no key but is guessed alike.
    bool are_too_many_wrong();

  private:
    Error refused(Error error);

    struct WrongKeys {
        Time minute{};
        int count = 0;
    };

    accounts::Keys& keys_;
    const Clock& clock_;
    std::atomic<bool> require_key_;
    std::string page_;
    Guarded<WrongKeys> wrong_;
};

}  // namespace roadcase::server
