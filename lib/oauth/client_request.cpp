#include "oauth/client_request.h"

#include "core/encoding.h"

namespace roadcase::oauth {
namespace {

std::string basic_credentials(const Client& client, BasicEncoding encoding) {
    const auto written = [&](const std::string& text) {
        return encoding == BasicEncoding::rfc6749 ? percent_encode(text) : text;
    };
    return "Basic " + base64_encode(written(client.client_id) + ":" + written(client.client_secret.reveal()));
}

/// Without a secret there is nothing to prove, whatever the configuration calls the method (RFC 6749 §3.2.1).
ClientAuthMethod method_of(const Client& client) {
    return client.client_secret.empty() ? ClientAuthMethod::none : client.token_endpoint_auth_method;
}

void authenticate(http::Request& request, http::Params& params, const Client& client,
                  BasicEncoding encoding) {
    const auto method = method_of(client);
    if (method == ClientAuthMethod::client_secret_basic) {
        request.headers.add("Authorization", basic_credentials(client, encoding));
        return;
    }
    params.add("client_id", client.client_id);
    if (method == ClientAuthMethod::client_secret_post)
        params.add("client_secret", client.client_secret.reveal());
}

}  // namespace

http::Request client_request(const AuthorizationServer& server, const Client& client,
                             const std::string& endpoint, http::Params params) {
    http::Request request;
    request.method = "POST";
    request.headers.add("Accept", "application/json");
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    authenticate(request, params, client, server.basic_encoding);
    const bool in_query = server.token_parameters == ParameterPlace::query;
    request.url = in_query ? http::with_query(endpoint, params) : endpoint;
    if (!in_query) request.body = params.encode();
    return request;
}

}  // namespace roadcase::oauth
