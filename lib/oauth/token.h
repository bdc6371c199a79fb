#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/clock.h"
#include "core/secret.h"
#include "http/message.h"
#include "oauth/authorization.h"
#include "oauth/server.h"

namespace roadcase::oauth {

/// What a token endpoint gave (RFC 6749 §5.1).
struct TokenSet {
    Secret access_token;
    std::string token_type;  ///< as the server spelled it
    Secret refresh_token;    ///< empty: none
    Secret id_token;         ///< empty: none
    /// Granted scopes; nothing when the answer does not say (RFC 6749 §5.1: then it is what was asked for).
    std::optional<std::vector<std::string>> scopes;
    Time received_at{};
    std::optional<Time> expires_at;  ///< nothing: the server promises no end
    /// End of the refresh token, where the answer says (refresh_token_expires_in and its dialects).
    std::optional<Time> refresh_expires_at;
    Secret raw;  ///< the server's answer, verbatim
};

/// Why there is no TokenSet.
struct TokenFailure {
    enum class Kind {
        server_error,  ///< the server answered an OAuth error (any status, 200 included)
        unreadable,    ///< HTML, empty, truncated, not an object, wrong types, no token
    };
    Kind kind = Kind::unreadable;
    int status = 0;                 ///< HTTP status
    std::string error;              ///< `error` of RFC 6749 §5.2 or its dialect
    std::string error_description;  ///< the server's text, printable, at most 200 characters
    std::optional<seconds> retry_after;
    std::string content_type;  ///< for unreadable answers
};

using TokenOutcome = std::variant<TokenSet, TokenFailure>;

/// RFC 6749 §4.1.3: exchanges a code. redirect_uri is the very string of the authorization request.
http::Request code_request(const AuthorizationServer& server, const Client& client,
                           const AuthorizationCode& code, const std::string& redirect_uri,
                           const Secret& code_verifier);
/// The second exchange of servers whose first token is short (fb_exchange_token); nothing for all others.
std::optional<http::Request> exchange_request(const AuthorizationServer& server, const Client& client,
                                              const Secret& access_token);
/// RFC 6749 §6. No scope is sent unless the server wants it repeated: the grant's own stays.
http::Request refresh_request(const AuthorizationServer& server, const Client& client,
                              const Secret& refresh_token, const std::vector<std::string>& scopes);
/// RFC 6749 §4.4: a token for the app itself.
http::Request client_credentials_request(const AuthorizationServer& server, const Client& client,
                                         const std::vector<std::string>& scopes);
/// RFC 7009 §2.1. `hint` is "refresh_token" or "access_token".
http::Request revocation_request(const AuthorizationServer& server, const Client& client, const Secret& token,
                                 std::string_view hint);

/// Reads a token answer liberally where servers differ and strictly where safety asks: token_type in any
/// case, `scope` a string, array or missing, `expires_in` number, numeric text, float, missing, negative or
/// absurd (then `default_expires_in`, else an hour), `error` with any status, form-encoded bodies,
/// `created_at` (UTC without zone) only as the earlier bound of the end. Tokens must be 1*VSCHAR of at most 8
/// KiB. What server.answer bends is looked for only where it says.
TokenOutcome parse_token_response(const AuthorizationServer& server, const http::Response& response,
                                  Time now);

/// What a server says against a request that it answered with success (Slack: "ok": false); empty when
/// nothing.
std::string refusal_in(const http::Response& response, const AuthorizationServer& server);

/// Retry-After as seconds or HTTP date (RFC 9110 §10.2.3), bounded to a day; nothing when absent or broken.
std::optional<seconds> retry_after(const http::Headers& headers, Time now);

/// What a failed renewal means for the account (docs/architecture.md, "Renewal failures").
enum class RenewalVerdict {
    transient,           ///< keep everything, try again later
    grant_gone,          ///< a person must sign in again
    registration_wrong,  ///< our client is refused; keep every token
};
RenewalVerdict judge(const TokenFailure& failure);

}  // namespace roadcase::oauth
