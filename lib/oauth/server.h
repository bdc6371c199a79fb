#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/secret.h"
#include "http/url.h"
#include "oauth/answer_form.h"
#include "oauth/request_form.h"

namespace roadcase::oauth {

/// How a client proves itself at the token endpoint (RFC 8414 token_endpoint_auth_methods_supported).
enum class ClientAuthMethod { client_secret_basic, client_secret_post, none };
/// How id and secret stand in an HTTP Basic header: percent-encoded as RFC 6749 §2.3.1 says (unreserved
/// characters left alone), or raw, which many servers expect.
enum class BasicEncoding { rfc6749, raw };
/// How the challenge of PKCE is written: as RFC 7636 says, or in lower-case hex (TikTok).
enum class ChallengeEncoding { base64url, hex };

std::optional<ClientAuthMethod> client_auth_method(std::string_view name);
std::string_view to_string(ClientAuthMethod method);

/// The requests of one server, each in the standard's shape until something bends it.
struct RequestForms {
    RequestForm code{.params = {{"grant_type", "authorization_code"},
                                {"code", "{code}"},
                                {"redirect_uri", "{redirect_uri}"},
                                {"code_verifier", "{code_verifier}"}}};
    /// A second exchange, of the access token for one that lives long (Facebook, Instagram).
    std::optional<RequestForm> exchange;
    RequestForm renewal{.params = {{"grant_type", "refresh_token"}, {"refresh_token", "{refresh_token}"}}};
    RequestForm device{.params = {{"scope", "{scope}"}}};
    RequestForm device_token{.params = {{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
                                        {"device_code", "{device_code}"}}};
    RequestForm client_credentials{.params = {{"grant_type", "client_credentials"}, {"scope", "{scope}"}}};
    RequestForm revocation{.params = {{"token", "{token}"}, {"token_type_hint", "{token_type_hint}"}}};
};

/// An authorization server in the terms of RFC 8414, with the ways in which real ones bend OAuth. A plain
/// value: no socket, clock or file. Empty text means "has none". An endpoint may hold {client_id}.
struct AuthorizationServer {
    std::string issuer;
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string revocation_endpoint;
    std::string introspection_endpoint;
    std::string userinfo_endpoint;
    std::string device_authorization_endpoint;
    std::string jwks_uri;
    /// RFC 9207: the server promises `iss` in every authorization response.
    bool authorization_response_iss_parameter_supported = false;
    /// PKCE S256 is sent unless the server is documented to break on it.
    bool pkce = true;
    ChallengeEncoding challenge_encoding = ChallengeEncoding::base64url;
    BasicEncoding basic_encoding = BasicEncoding::rfc6749;
    std::string client_id_parameter = "client_id";  ///< in every request (TikTok: "client_key")
    std::string scope_parameter = "scope";          ///< of the authorization request (Slack: "user_scope")
    std::string scope_separator = " ";              ///< " ", "," or a "+" that is put in unencoded
    std::vector<std::string> omit_parameters;       ///< of ours, left out of the authorization request
    http::Params leading_authorization_params;      ///< extra parameters before ours
    http::Params authorization_params;              ///< extra parameters after ours, in this order
    http::Params account_choice_params;             ///< those that make the person choose an account
    /// Lifetime to assume when an answer names none; zero: such a token has no end.
    std::optional<seconds> default_expires_in;
    RequestForms forms;
    AnswerForm answer;
    /// There is no refresh token: the access token is what is exchanged for the next one, and stands in a
    /// TokenSet as both.
    bool renews_with_access_token = false;
    /// Which tokens revocation is told about, in this order.
    std::vector<std::string> revoked_tokens{"refresh_token", "access_token"};
};

/// The endpoints by their names in RFC 8414 §2.
inline constexpr std::pair<std::string_view, std::string AuthorizationServer::*> endpoint_names[] = {
    {"authorization_endpoint", &AuthorizationServer::authorization_endpoint},
    {"token_endpoint", &AuthorizationServer::token_endpoint},
    {"revocation_endpoint", &AuthorizationServer::revocation_endpoint},
    {"introspection_endpoint", &AuthorizationServer::introspection_endpoint},
    {"userinfo_endpoint", &AuthorizationServer::userinfo_endpoint},
    {"device_authorization_endpoint", &AuthorizationServer::device_authorization_endpoint},
    {"jwks_uri", &AuthorizationServer::jwks_uri},
};

/// What the person registered at the server (RFC 7591 names).
struct Client {
    std::string client_id;
    Secret client_secret;  ///< empty for a public client
    ClientAuthMethod token_endpoint_auth_method = ClientAuthMethod::client_secret_post;
    std::string redirect_uri;
    std::vector<std::string> scopes;
};

}  // namespace roadcase::oauth
