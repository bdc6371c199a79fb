#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "core/guarded.h"
#include "oauth/id_token.h"

namespace roadcase::accounts {

/// The check of who signed in, by the ID token that comes with the tokens (OpenID Connect Core §3.1.3.7). The
/// servers' keys are kept in memory, of at most 32 servers; a key that is not known makes it ask for them
/// anew, once a minute at most, and everything is asked for anew after a day. Thread-safe; it holds no lock
/// while it asks.
class IdTokens {
  public:
    explicit IdTokens(const Accounts::World& world) : world_(world) {}

    /// An ID token belongs to a sign-in for these scopes, and it can be checked.
    static bool are_expected(const oauth::AuthorizationServer& server,
                             const std::vector<std::string>& scopes);

    /// The claims of a token that holds. E215: it is missing or does not; E404, E306: the keys could not be
    /// asked for. `nonce` is the one that was sent.
    Result<Json> check(const oauth::AuthorizationServer& server, const std::string& client_id,
                       const Secret& nonce, const Secret& id_token);

  private:
    using KeysPtr = std::shared_ptr<const std::vector<oauth::JsonWebKey>>;
    struct Known {
        KeysPtr keys;
        milliseconds asked_at{};  ///< since boot
    };
    Result<KeysPtr> keys_for(const std::string& jwks_uri, const Secret& id_token);
    Result<KeysPtr> fetch(const std::string& jwks_uri);

    const Accounts::World& world_;
    Guarded<std::map<std::string, Known>> known_;
};

}  // namespace roadcase::accounts
