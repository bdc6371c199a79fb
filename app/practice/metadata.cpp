#include <array>

#include "practice/request_reading.h"

namespace roadcase::practice {
namespace {

/// The names of RFC 8414.
struct Row {
    Purpose purpose;
    std::string_view name;
};
constexpr std::array<Row, 6> endpoints{{{Purpose::authorize, "authorization_endpoint"},
                                        {Purpose::code, "token_endpoint"},
                                        {Purpose::revocation, "revocation_endpoint"},
                                        {Purpose::introspection, "introspection_endpoint"},
                                        {Purpose::person, "userinfo_endpoint"},
                                        {Purpose::device, "device_authorization_endpoint"}}};

OrderedJson grant_types(const ServerState& server) {
    auto types = OrderedJson::array();
    for (const auto& door : server.settings.dialect.doors) {
        const bool for_apps = door.purpose == Purpose::client_credentials;
        if (door.grant_type.empty() || (for_apps && server.settings.client_secret.empty())) continue;
        types.push_back(door.grant_type);
    }
    return types;
}

OrderedJson methods(const ServerState& server) {
    if (server.settings.client_secret.empty()) return OrderedJson{"none"};
    return OrderedJson{"client_secret_basic", "client_secret_post"};
}

bool names_issuer(const Dialect& dialect) {
    for (const auto& [name, value] : dialect.allowed)
        if (name == "iss") return true;
    return false;
}

OrderedJson document(const ServerState& server) {
    OrderedJson all{{"issuer", server.settings.issuer}};
    for (const auto& row : endpoints)
        if (const auto* door = server.door(row.purpose)) all[row.name] = server.address(door->path);
    all["response_types_supported"] = OrderedJson{"code"};
    all["grant_types_supported"] = grant_types(server);
    all["code_challenge_methods_supported"] = OrderedJson{"S256"};
    all["token_endpoint_auth_methods_supported"] = methods(server);
    all["authorization_response_iss_parameter_supported"] = names_issuer(server.settings.dialect);
    return all;
}

}  // namespace

http::Response metadata(ServerState& server, const Door& door, const Incoming& request) {
    auto said = door;
    said.answer = document(server);
    // What a provider says of itself that is not so, or more.
    if (door.answer.is_object()) said.answer.update(door.answer);
    return answer(server, said, request, server.values());
}

http::Response register_client(ServerState& server, const Door& door, const Incoming& request) {
    const auto params = read(server, door, request);
    if (!params) return refusal(server, door, request, params.error());
    auto values = server.values();
    values["client_secret"] = server.settings.client_secret;
    return answer(server, door, request, values);
}

}  // namespace roadcase::practice
