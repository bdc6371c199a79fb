#include "core/text.h"
#include "oauth/token.h"

namespace roadcase::oauth {

http::Request code_request(const AuthorizationServer& server, const Client& client,
                           const AuthorizationCode& code, const std::string& redirect_uri,
                           const Secret& code_verifier) {
    return make_request(server.forms.code, server.token_endpoint, server, client,
                        {{"code", code.value().reveal()},
                         {"redirect_uri", redirect_uri},
                         {"code_verifier", code_verifier.reveal()},
                         {"scope", join(client.scopes, server.scope_separator)}});
}

std::optional<http::Request> exchange_request(const AuthorizationServer& server, const Client& client,
                                              const Secret& access_token) {
    if (!server.forms.exchange) return std::nullopt;
    return make_request(*server.forms.exchange, server.token_endpoint, server, client,
                        {{"access_token", access_token.reveal()}});
}

http::Request refresh_request(const AuthorizationServer& server, const Client& client,
                              const Secret& refresh_token, const std::vector<std::string>& scopes) {
    return make_request(server.forms.renewal, server.token_endpoint, server, client,
                        {{"refresh_token", refresh_token.reveal()},
                         {"redirect_uri", client.redirect_uri},
                         {"scope", join(scopes, server.scope_separator)}});
}

http::Request client_credentials_request(const AuthorizationServer& server, const Client& client,
                                         const std::vector<std::string>& scopes) {
    return make_request(server.forms.client_credentials, server.token_endpoint, server, client,
                        {{"scope", join(scopes, server.scope_separator)}});
}

http::Request revocation_request(const AuthorizationServer& server, const Client& client, const Secret& token,
                                 std::string_view hint) {
    return make_request(server.forms.revocation, server.revocation_endpoint, server, client,
                        {{"token", token.reveal()}, {"token_type_hint", std::string(hint)}});
}

}  // namespace roadcase::oauth
