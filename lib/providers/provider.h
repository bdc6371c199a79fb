#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/toml.h"
#include "oauth/server.h"

namespace roadcase::providers {

/// How to learn who signed in: one request with the new token, two pointers into its answer.
struct Identity {
    std::string url;  ///< empty: this provider cannot say
    std::string method = "GET";
    std::string body;                                          ///< JSON; empty: none
    std::vector<std::pair<std::string, std::string>> headers;  ///< templates, see Provider::api_headers
    std::string subject = "/sub";                              ///< RFC 6901 pointer to the stable user id
    std::string display_name = "/preferred_username";
};

/// How long a sign-in lives there, beyond what its answers say. Nothing: not known, or no such end.
struct Lifetimes {
    std::optional<seconds> consent;  ///< from the person's consent, however it is used (Spotify: 6 months)
    std::optional<seconds> consent_in_testing;    ///< the same for an app not published yet (Google: 7 days)
    std::optional<seconds> refresh_token_unused;  ///< a refresh token that rests for so long dies
    seconds reuse_grace{0};                       ///< a refresh token that was spent still works for so long
};

/// How to ask whether an access token still works, for a provider that demands to be asked.
struct Validation {
    std::string url;                              ///< empty: not demanded
    std::string authorization_scheme = "Bearer";  ///< before the token, in the Authorization header
};

/// A provider: an authorization server and what else a streamer's tools must know of it. A row of data with a
/// documentation link; a quirk is a field here, never a branch in code. Plain value.
struct Provider {
    std::string name;          ///< [A-Za-z0-9_-]{1,64}, as written in references
    std::string display_name;  ///< as people call it
    oauth::AuthorizationServer server;
    oauth::ClientAuthMethod token_endpoint_auth_method = oauth::ClientAuthMethod::client_secret_post;
    std::string redirect_host;  ///< "localhost" (default) or "127.0.0.1": what the provider accepts
    std::string documentation;  ///< where its facts come from
    std::string console_url;    ///< where a person registers an app or removes the connection
    std::string retired;        ///< sentence for a service that has ended; empty: alive
    Identity identity;
    Lifetimes lifetimes;
    Validation validation;
    std::string api_base_url;
    /// Header templates for its API: {access_token} and {client_id} are filled in.
    std::vector<std::pair<std::string, std::string>> api_headers;
};

/// Reads [provider.NAME] of a preset or of the user's configuration; an error names file, line and key. A
/// table for a name that exists already changes only the fields it has.
Result<Provider> read_provider(const TomlTable& table, std::string_view name, const Provider* base = nullptr);

/// Every preset in the binary (lib/providers/*.toml), by name.
Result<std::map<std::string, Provider, std::less<>>> embedded_presets();

/// api_headers with the values filled in: what a script sends to the provider's API. Without a template it is
/// {"Authorization": "Bearer …"}.
std::vector<std::pair<std::string, std::string>> fill_headers(
    const std::vector<std::pair<std::string, std::string>>& templates, std::string_view access_token,
    std::string_view client_id);

}  // namespace roadcase::providers
