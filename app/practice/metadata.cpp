#include "core/json.h"
#include "practice/endpoints.h"

namespace roadcase::practice {

namespace {

OrderedJson grant_types(const ServerState& server) {
    OrderedJson types{"authorization_code", "refresh_token", device_grant};
    if (!server.settings.client_secret.empty()) types.push_back("client_credentials");
    return types;
}

}  // namespace

http::Response metadata(ServerState& server, const Incoming& request) {
    if (request.method != "GET") return method_not_allowed("GET");
    const auto& issuer = server.settings.issuer;
    const auto methods = server.settings.client_secret.empty()
                             ? OrderedJson{"none"}
                             : OrderedJson{"client_secret_basic", "client_secret_post"};
    const OrderedJson document{{"issuer", issuer},
                               {"authorization_endpoint", issuer + "/authorize"},
                               {"token_endpoint", issuer + "/token"},
                               {"revocation_endpoint", issuer + "/revoke"},
                               {"introspection_endpoint", issuer + "/introspect"},
                               {"userinfo_endpoint", issuer + "/userinfo"},
                               {"device_authorization_endpoint", issuer + "/device_authorization"},
                               {"response_types_supported", OrderedJson{"code"}},
                               {"grant_types_supported", grant_types(server)},
                               {"code_challenge_methods_supported", OrderedJson{"S256"}},
                               {"token_endpoint_auth_methods_supported", methods},
                               {"authorization_response_iss_parameter_supported", !server.is_glimesh()}};
    return json_answer(200, dump(document));
}

}  // namespace roadcase::practice
