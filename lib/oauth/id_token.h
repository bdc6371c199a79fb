#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/json.h"
#include "core/result.h"
#include "core/secret.h"
#include "oauth/json_web_keys.h"

namespace roadcase::oauth {

/// What an ID token must say to be believed.
struct IdTokenExpectation {
    std::string issuer;
    std::string client_id;
    std::string nonce;  ///< the one sent; empty: none was
    Time now{};
};

/// Is a key of this id missing from `keys`, so that the server may have new ones?
bool names_unknown_key(const Secret& id_token, const std::vector<JsonWebKey>& keys);

/// E215: an ID token is missing, or a check of it failed.
Error proof_does_not_hold(std::string why);

/// Checks an ID token as OpenID Connect Core §3.1.3.7 says and gives its claims: signature by one of `keys`
/// (RS256 or ES256, nothing else, "none" least of all), issuer byte for byte, audience and authorized party,
/// end, time of issue, nonce, a subject of at most 255 characters. Clocks may differ by five minutes. The
/// Error (E215) says which check failed, and shows no claim.
Result<Json> check_id_token(const Secret& id_token, const std::vector<JsonWebKey>& keys,
                            const IdTokenExpectation& expected);

}  // namespace roadcase::oauth
