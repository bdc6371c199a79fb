#include "core/text.h"
#include "oauth/authorization.h"

namespace roadcase::oauth {
namespace {

http::Params own_parameters(const AuthorizationServer& server, const Client& client,
                            const AuthorizationRequest& request) {
    http::Params params{
        {"response_type", "code"}, {"client_id", client.client_id}, {"redirect_uri", request.redirect_uri}};
    if (!request.scopes.empty()) params.add("scope", join(request.scopes, server.scope_separator));
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

}  // namespace

std::string authorization_url(const AuthorizationServer& server, const Client& client,
                              const AuthorizationRequest& request) {
    auto params = own_parameters(server, client, request);
    for (const auto& [name, value] : extra_parameters(server, request))
        if (params.count(name) == 0) params.add(name, value);
    return http::with_query(server.authorization_endpoint, params);
}

}  // namespace roadcase::oauth
