#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/json.h"

namespace roadcase::practice {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// What an endpoint is for.
enum class Purpose {
    authorize,
    code,                ///< a code for tokens
    renewal,             ///< a token for the next one
    exchange,            ///< an access token for one that lives long (Facebook, Instagram)
    device,              ///< RFC 8628 §3.1
    device_token,        ///< RFC 8628 §3.4
    client_credentials,  ///< RFC 6749 §4.4
    revocation,
    introspection,
    person,      ///< whose an access token is
    validation,  ///< whether an access token works, in the form of an answer about its person (Twitch)
    metadata,
    registration,  ///< a program registers a client (Mastodon)
};

/// Where the parameters are.
enum class Encoding {
    form,
    json,           ///< Trovo, GitHub's revocation
    query,          ///< whatever the method: Kick's revocation, Facebook
    form_or_query,  ///< the body wins: Glimesh
    unread,         ///< whatever the body is: GraphQL
    nothing,        ///< the body must be empty, or null in JSON: Dropbox
};

/// How the client proves itself.
enum class Proof {
    registered,  ///< RFC 6749 §2.3: Basic or in the parameters
    parameters,  ///< id and secret in the parameters and nowhere else: most
    basic,       ///< HTTP Basic and nowhere else: Reddit
    id,          ///< the id alone, a secret is refused: Twitch's revocation and public clients
    secret,      ///< the secret alone: Instagram's exchange
    header,      ///< the id in the header Client-ID, the secret in the parameters: Trovo
    nothing,     ///< neither id nor secret may be there: the token is the proof
};

/// A refusal in one provider's words.
struct ErrorShape {
    int status = 0;    ///< 0: the standard's
    OrderedJson body;  ///< a template, see answer_shape.h; null: none
};
/// By the standard's name of the error; "" stands for all others.
using Errors = std::map<std::string, ErrorShape, std::less<>>;

/// One endpoint: how it wants to be asked and what it answers. A request of another form is refused, so that
/// a client that speaks another dialect is seen. Several may stand at one path when `grant_type` tells them
/// apart. Templates may hold {client_id}.
struct Door {
    Purpose purpose;
    std::string path;  ///< below the issuer, or a whole address, as the caller of handle() names it
    std::string method = "POST";
    Encoding encoding = Encoding::form;
    Proof proof = Proof::registered;
    std::string grant_type = {};  ///< what the parameter of this name must say; empty: it is not looked at
    /// Where the token is that the request is about: after this word in Authorization ("Bearer", "OAuth";
    /// its case counts in other words than "Bearer"), or in this parameter.
    std::string scheme = {};
    std::string token = {};
    std::string scope_parameter = "scope";  ///< of a device's request; Twitch: "scopes"
    /// What must be there: with this value, with any ("*"), or not at all ("").
    Pairs headers = {};
    Pairs params = {};
    OrderedJson answer = {};  ///< a template, see answer_shape.h; null: no body
    int status = 200;
    Errors errors = {};               ///< before the dialect's
    seconds lifetime{0};              ///< of the access token it gives; 0: as the settings say
    seconds not_before{0};            ///< a younger access token is not exchanged (Instagram: 24 h)
    bool takes_access_token = false;  ///< the renewal: there are no refresh tokens (Instagram)
    bool form_unless_json = false;    ///< JSON only for those who accept it by name (GitHub)
};

/// What becomes of a refresh token that was used.
enum class Rotation {
    single_use,  ///< a new one; the old one, when it comes back, revokes the grant (RFC 9700 §4.14.2)
    reusable,    ///< a new one; the old one works on (Glimesh, Kick, Trovo)
    kept,        ///< none in the answer: the old one is the only one (Google, Dropbox)
};
enum class Challenge {
    base64url,
    hex,      ///< TikTok
    refused,  ///< PKCE is not known, and whoever sends it is told so: Twitch, Streamlabs, Patreon
};

/// The doors of the standard: RFC 6749, 7009, 7662, 8414, 8628 and OpenID Connect's userinfo.
std::vector<Door> standard_doors();
/// error and error_description.
Errors standard_errors();

/// How an authorization server speaks. As it stands it speaks the standard; a provider is a value of it.
struct Dialect {
    std::vector<Door> doors = standard_doors();
    std::string client_id_parameter = "client_id";  ///< TikTok: "client_key"
    bool raw_basic = false;                         ///< id and secret stand in Basic as they are
    bool response_type = true;                      ///< response_type=code must be there; Fourthwall: not
    std::string scope_parameter = "scope";          ///< of the authorization request; Slack: "user_scope"
    /// Between two scopes: " ", "," (TikTok, Facebook), or "+", which must not be encoded (Trovo).
    char scope_separator = ' ';
    std::vector<std::string> known_scopes = {};  ///< any other is invalid_scope; empty: all are known
    Challenge challenge = Challenge::base64url;
    /// A refresh token is given only when the authorization request says this (Google: access_type=offline;
    /// X: scope offline.access).
    Pairs refresh_token_needs = {};
    Rotation rotation = Rotation::single_use;
    bool revokes_all = false;  ///< any token that is revoked takes its grant with it (Discord)
    /// What the browser comes back with; templates of {code} {state} {issuer} {error} {error_description}
    /// {code_lifetime}. After "no", some bring back nothing (Restream) or error=true (StreamElements).
    Pairs allowed{{"code", "{code}"}, {"state", "{state}"}, {"iss", "{issuer}"}};
    Pairs refused{{"error", "{error}"},
                  {"error_description", "{error_description}"},
                  {"state", "{state}"},
                  {"iss", "{issuer}"}};
    Pairs denied = refused;
    Errors errors = standard_errors();
    OrderedJson subject = "practice-1";  ///< text, or a number (Glimesh, Kick, GitHub)
    std::string username = "nova_practice";
};

/// Lower-case bearer, created_at without zone, expires_in on the redirect, parameters in query or body,
/// refresh tokens that live on, GraphQL.
Dialect glimesh_dialect();

}  // namespace roadcase::practice
