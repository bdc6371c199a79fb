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

/// How to learn who signed in.
struct Identity {
    enum class Source {
        request,   ///< one request with the new token
        answer,    ///< the token answer itself holds it
        id_token,  ///< the claims of the ID token
    };
    Source from = Source::request;
    /// Its url empty: the userinfo endpoint; that empty too: this provider cannot say.
    oauth::RequestForm request{.method = "GET",
                               .headers = {{"Authorization", "Bearer {access_token}"}},
                               .proof = oauth::ClientProof::none};
    std::vector<std::string> subject{
        "/sub"};  ///< RFC 6901 pointers to the stable user id; the first that fits
    std::vector<std::string> display_name{"/preferred_username", "/name"};
    std::string nobody;  ///< a sentence for people when the answer names nobody; empty: a general one
};

/// How long a sign-in lives there, beyond what its answers say. Nothing: not known, or no such end.
struct Lifetimes {
    std::optional<seconds> consent;  ///< from the person's consent, however it is used (Spotify: 6 months)
    std::optional<seconds> consent_in_testing;    ///< the same for an app not published yet (Google: 7 days)
    std::optional<seconds> refresh_token_unused;  ///< a refresh token that rests for so long dies
    seconds reuse_grace{0};                       ///< a refresh token that was spent still works for so long
    seconds renewal_not_before{0};                ///< a younger token is not renewed (Instagram: 24 hours)
};

/// How to ask whether an access token still works.
struct Validation {
    oauth::RequestForm request{.method = "GET",
                               .headers = {{"Authorization", "Bearer {access_token}"}},
                               .proof = oauth::ClientProof::none};  ///< its url empty: cannot be asked
    std::optional<seconds> every;  ///< the provider demands to be asked so often; nothing: only on demand
    std::vector<int> dead{401};    ///< statuses that say no: GitHub 404, Google 400
    std::string active;  ///< RFC 6901 pointer to a yes or no in an answer of success; empty: success is a yes
};

/// How a client is registered by a program (Mastodon's POST /api/v1/apps, RFC 7591).
struct Registration {
    oauth::RequestForm request{.proof = oauth::ClientProof::none};  ///< its url empty: only by hand
    std::string client_id = "/client_id";                           ///< RFC 6901 pointers into the answer
    std::string client_secret = "/client_secret";
};

/// What a person meets in the provider's developer console, for the page that leads through it.
struct Console {
    /// One line of its form: the label as it stands there, and what to put in. {redirect_uri}, {homepage} and
    /// {app_name} are filled in; `copy` says that the value is to be copied and not chosen.
    struct Field {
        std::string label;
        std::string value;
        bool copy = false;
    };
    std::vector<Field> fields;
    /// How what comes back looks: length and alphabet, "30 [a-z0-9]", "18-19 [0-9]"; empty: anything.
    std::string client_id_form, client_secret_form;
    bool needs_secret = true;  ///< the console gives one, and the provider wants it
};

/// Scopes for one purpose, in words of people: "Read and write chat".
struct Bundle {
    std::string name;    ///< of the role it is
    std::string title;   ///< what it lets a program do
    std::string detail;  ///< one more sentence; may be empty
};

/// A provider: an authorization server and what else a streamer's tools must know of it. A row of data with a
/// documentation link; a quirk is a field here, never a branch in code. Plain value. Its addresses may hold
/// variables; see with_variables().
struct Provider {
    std::string name;          ///< [A-Za-z0-9_-]{1,64}, as written in references
    std::string display_name;  ///< as people call it
    oauth::AuthorizationServer server;
    oauth::ClientAuthMethod token_endpoint_auth_method = oauth::ClientAuthMethod::client_secret_post;
    /// Said in its row, so that its metadata document does not change them.
    bool states_auth_method = false, states_pkce = false;
    bool pkce_required = false;   ///< it refuses a sign-in without
    bool has_app_tokens = false;  ///< documented to give the app a token of its own (RFC 6749 §4.4)
    std::vector<std::string> scopes_supported;                            ///< those we know of
    std::vector<std::pair<std::string, std::vector<std::string>>> roles;  ///< scopes for "bot", "channel", …
    std::vector<Bundle> bundles;  ///< of roles, the one to suggest first
    Console console;
    /// Loopback hosts it accepts in a redirect URI, the default first.
    std::vector<std::string> redirect_hosts{"localhost", "127.0.0.1", "[::1]"};
    std::string redirect_scheme = "http";       ///< "https": a sign-in is finished by pasting the address
    std::string documentation;                  ///< where its facts come from
    std::string console_url;                    ///< where a person registers an app or removes the connection
    std::string retired;                        ///< the day the service ended, "2023-07-01"; empty: alive
    std::string notice;                         ///< a sentence people see before they use it; may be empty
    std::vector<std::string> before_you_start;  ///< what a person does in the console first
    std::vector<std::string> obligations;       ///< what the provider demands of an app
    oauth::Pairs variables;                     ///< for {…} in addresses; an empty value must be given
    Identity identity;
    Lifetimes lifetimes;
    Validation validation;
    Registration registration;
    std::string api_base_url;
    /// Header templates for its API: {access_token} and {client_id} are filled in.
    oauth::Pairs api_headers;

    /// The scopes of a role; nullptr when it has no such role.
    const std::vector<std::string>* role(std::string_view name) const;
    /// "Glimesh ended on 2023-07-01." and its notice; empty while it is alive.
    std::string ended() const;
    /// Its endpoints come from its issuer's metadata document.
    bool needs_discovery() const {
        return !server.issuer.empty() &&
               (server.authorization_endpoint.empty() || server.token_endpoint.empty());
    }
};

/// Reads [provider.NAME] of a preset or of the user's configuration; an error names file, line and key. A
/// table for a name that exists already changes only the fields it has.
Result<Provider> read_provider(const TomlTable& table, std::string_view name, const Provider* base = nullptr);

/// The provider with its variables filled in: `values` before its own. An error (of kind `config`, without
/// file and line) for a variable it does not have, one without a value, and a value that no address could
/// hold.
Result<Provider> with_variables(Provider provider, const oauth::Pairs& values);

/// Every preset in the binary (lib/providers/*.toml), by name.
Result<std::map<std::string, Provider, std::less<>>> embedded_presets();

/// What an answer to a validation says of the token: whether it works; nothing when it does not say, as in an
/// outage, or when the client proved itself and may be what was refused.
std::optional<bool> says_alive(const Validation& validation, const http::Response& response);

/// Where an access token of this provider belongs: the origins ("https://api.twitch.tv") of its API and of
/// its endpoints, each once, the API's first. Addresses that still hold variables are left out.
std::vector<std::string> token_origins(const Provider& provider);

/// The file that describes a preset, as it is written; empty when there is no such preset.
std::string_view preset_text(std::string_view name);

/// api_headers with the values filled in: what a script sends to the provider's API. Without a template it is
/// {"Authorization": "Bearer …"}.
oauth::Pairs fill_headers(const oauth::Pairs& templates, std::string_view access_token,
                          std::string_view client_id);

}  // namespace roadcase::providers
