#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/secret.h"
#include "http/url.h"

namespace roadcase::oauth {

/// How a client proves itself at the token endpoint (RFC 8414 token_endpoint_auth_methods_supported).
enum class ClientAuthMethod { client_secret_basic, client_secret_post, none };
/// How id and secret stand in an HTTP Basic header: percent-encoded as RFC 6749 §2.3.1 says (unreserved
/// characters left alone), or raw, which many servers expect.
enum class BasicEncoding { rfc6749, raw };
/// Where the token request's parameters go. `query` only for servers that cannot read a body.
enum class ParameterPlace { body, query };

std::optional<ClientAuthMethod> client_auth_method(std::string_view name);
std::string_view to_string(ClientAuthMethod method);

/// An authorization server in the terms of RFC 8414, with the few ways in which real ones bend OAuth. A plain
/// value: no socket, clock or file. Empty text means "has none".
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
    BasicEncoding basic_encoding = BasicEncoding::rfc6749;
    ParameterPlace token_parameters = ParameterPlace::body;
    std::string scope_separator = " ";
    std::string device_scope_parameter = "scope";  ///< Twitch: "scopes"
    http::Params authorization_params;  ///< extra parameters of the authorization request, in this order
    /// Lifetime to assume when an answer names none.
    std::optional<seconds> default_expires_in;
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
