#include <algorithm>

#include "core/encoding.h"
#include "core/text.h"
#include "oauth/authorization.h"

namespace roadcase::oauth {
namespace {

http::Params own_parameters(const AuthorizationServer& server, const Client& client,
                            const AuthorizationRequest& request) {
    http::Params params{{"response_type", "code"},
                        {server.client_id_parameter, client.client_id},
                        {"redirect_uri", request.redirect_uri}};
    if (!request.scopes.empty())
        params.add(server.scope_parameter, join(request.scopes, server.scope_separator));
    params.add("state", request.state);
    if (!request.code_challenge.empty()) {
        params.add("code_challenge", request.code_challenge);
        params.add("code_challenge_method", "S256");
    }
    if (!request.nonce.empty()) params.add("nonce", request.nonce);
    return params;
}

/// The server's parameters, then the request's. What is asked for this one time beats the server's standing
/// value: "choose another account" must not be lost to a preset's prompt.
http::Params extra_parameters(const AuthorizationServer& server, const AuthorizationRequest& request) {
    http::Params extra;
    for (const auto& [name, value] : server.authorization_params)
        if (request.extra.count(name) == 0) extra.add(name, value);
    for (const auto& [name, value] : request.extra) extra.add(name, value);
    return extra;
}

/// "scope", for whatever the server calls it.
std::string_view standard_name(const AuthorizationServer& server, std::string_view name) {
    if (name == server.client_id_parameter) return "client_id";
    return name == server.scope_parameter ? "scope" : name;
}

bool is_omitted(const AuthorizationServer& server, std::string_view name) {
    const auto& omitted = server.omit_parameters;
    return std::find(omitted.begin(), omitted.end(), standard_name(server, name)) != omitted.end();
}

/// A separator "+" stands raw between the scopes; everything else is encoded.
std::string encoded(const AuthorizationServer& server, const std::string& name, const std::string& value) {
    if (name != server.scope_parameter || server.scope_separator != "+") return percent_encode(value);
    auto scopes = split(value, '+');
    for (auto& scope : scopes) scope = percent_encode(scope);
    return join(scopes, "+");
}

}  // namespace

std::string authorization_url(const AuthorizationServer& server, const Client& client,
                              const AuthorizationRequest& request) {
    const auto own = own_parameters(server, client, request);
    auto url = fill(server.authorization_endpoint, {{"client_id", percent_encode(client.client_id)}});
    char separator = url.find('?') == std::string::npos ? '?' : '&';
    const auto add = [&](const std::string& name, const std::string& value) {
        url += separator + percent_encode(name) + "=" + encoded(server, name, value);
        separator = '&';
    };
    const auto add_extra = [&](const http::Params& extra) {
        for (const auto& [name, value] : extra)
            if (own.count(name) == 0) add(name, value);
    };
    add_extra(server.leading_authorization_params);
    for (const auto& [name, value] : own)
        if (!is_omitted(server, name)) add(name, value);
    add_extra(extra_parameters(server, request));
    return url;
}

}  // namespace roadcase::oauth
