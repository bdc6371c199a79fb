#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/secret.h"
#include "oauth/server.h"

namespace roadcase::oauth {

/// Everything of one authorization request that is not a fact of server or client.
struct AuthorizationRequest {
    std::string redirect_uri;
    std::vector<std::string> scopes;
    std::string state;
    std::string code_challenge;  ///< empty: no PKCE
    std::string nonce;           ///< OpenID Connect; empty: none
    http::Params extra;          ///< for this request only, e.g. force_verify; after the server's own
};

/// The URL to send the browser to (RFC 6749 §4.1.1, RFC 7636 §4.3): response_type, client_id, redirect_uri,
/// scope, state, code_challenge, then the server's extra parameters in their order. Parameters we set are
/// never overridden by extra ones.
std::string authorization_url(const AuthorizationServer& server, const Client& client,
                              const AuthorizationRequest& request);

/// What came back to the redirection endpoint, read but not yet believed.
struct AuthorizationResponse {
    std::string state;
    Secret code;
    std::string iss;
    std::string error;              ///< RFC 6749 §4.1.2.1 or the server's own; empty on success
    std::string error_description;  ///< text of the server; escape before showing
};

/// Reads the query of the redirection endpoint. A repeated parameter, a missing state, neither or both of
/// code and error, a code that is no 1*VSCHAR of at most 2048, an over-long state: E205, invalid_request.
/// Unknown parameters are ignored.
Result<AuthorizationResponse> parse_authorization_response(std::string_view raw_query);

/// A code whose redirect passed every check. Only accept_response makes one, so nothing else can be
/// exchanged.
class AuthorizationCode {
  public:
    const Secret& value() const { return value_; }

  private:
    friend Result<AuthorizationCode> accept_response(const AuthorizationServer& server,
                                                     AuthorizationResponse response);
    explicit AuthorizationCode(Secret value) : value_(std::move(value)) {}
    Secret value_;
};

/// Checks the issuer (RFC 9207 §2.4: byte for byte; required when the server promises it; also on errors) and
/// turns an error answer into words: access_denied, or the server's word for it, is E204, a wrong issuer
/// E208, everything else quoted. The state has been matched by the caller.
Result<AuthorizationCode> accept_response(const AuthorizationServer& server, AuthorizationResponse response);

}  // namespace roadcase::oauth
