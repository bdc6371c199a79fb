#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "oauth/server.h"

namespace roadcase::oauth {

/// Where a server of this issuer may publish its metadata: OpenID Connect Discovery 1.0 §4 first, because
/// more servers have it, then RFC 8414 §3.1 (the path moved behind the well-known part).
std::vector<std::string> metadata_urls(std::string_view issuer);

/// What a metadata document says (RFC 8414 §2), as far as we use it.
struct Metadata {
    AuthorizationServer server;
    std::vector<ClientAuthMethod> auth_methods;  ///< those that we have; empty: not said (then it is Basic)
    std::vector<std::string> scopes_supported;
};

/// Reads a metadata document. Its issuer must be the very text asked for (§3.3), every endpoint https, or on
/// this computer when the issuer is; an endpoint we cannot take is an Error that names it, one that is
/// missing is empty. The Error is E307.
Result<Metadata> parse_metadata(std::string_view document, const std::string& issuer);

}  // namespace roadcase::oauth
