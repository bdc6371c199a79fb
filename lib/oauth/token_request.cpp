#include "oauth/client_request.h"
#include "oauth/token.h"

namespace roadcase::oauth {

http::Request code_request(const AuthorizationServer& server, const Client& client,
                           const AuthorizationCode& code, const std::string& redirect_uri,
                           const Secret& code_verifier) {
    http::Params params{{"grant_type", "authorization_code"},
                        {"code", code.value().reveal()},
                        {"redirect_uri", redirect_uri}};
    if (!code_verifier.empty()) params.add("code_verifier", code_verifier.reveal());
    return client_request(server, client, server.token_endpoint, std::move(params));
}

http::Request refresh_request(const AuthorizationServer& server, const Client& client,
                              const Secret& refresh_token) {
    return client_request(server, client, server.token_endpoint,
                          {{"grant_type", "refresh_token"}, {"refresh_token", refresh_token.reveal()}});
}

http::Request revocation_request(const AuthorizationServer& server, const Client& client, const Secret& token,
                                 std::string_view hint) {
    return client_request(server, client, server.revocation_endpoint,
                          {{"token", token.reveal()}, {"token_type_hint", std::string(hint)}});
}

http::Request userinfo_request(const std::string& url, const Secret& access_token) {
    http::Request request;
    request.url = url;
    request.headers.add("Accept", "application/json");
    request.headers.add("Authorization", "Bearer " + access_token.reveal());
    return request;
}

}  // namespace roadcase::oauth
