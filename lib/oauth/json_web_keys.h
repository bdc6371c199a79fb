#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/signature.h"

namespace roadcase::oauth {

/// A public key of a server (RFC 7517 §4), as far as we can use it.
struct JsonWebKey {
    std::string kid;  ///< empty: none
    std::string alg;  ///< empty: not said
    std::variant<RsaPublicKey, P256PublicKey> key;
};

/// Reads a JWK Set (RFC 7517 §5). Keys for other uses, of other types or with broken numbers are left out; at
/// most 100 are read. Nothing when the text is no set.
std::optional<std::vector<JsonWebKey>> parse_json_web_keys(std::string_view text);

}  // namespace roadcase::oauth
