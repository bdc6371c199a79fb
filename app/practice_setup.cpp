#include "practice_setup.h"

namespace roadcase::practice {
namespace {

// Practice secrets open nothing; the client has one so that "wrong secret" can be rehearsed.
constexpr const char* practice_client_id = "practice-client";
constexpr const char* practice_client_secret = "practice-secret-of-no-worth";

std::string redirect_uri_on(std::uint16_t port) {
    return "http://localhost:" + std::to_string(port) + "/success";
}

}  // namespace

std::string issuer_on(std::uint16_t port) {
    return "http://127.0.0.1:" + std::to_string(port) + "/practice";
}

PracticeSettings settings_on(std::uint16_t port, const std::string& state_file) {
    PracticeSettings settings;
    settings.issuer = issuer_on(port);
    settings.client_id = practice_client_id;
    settings.client_secret = practice_client_secret;
    settings.redirect_uris = {redirect_uri_on(port)};
    settings.state_file = state_file;
    return settings;
}

PracticeSettings glimesh_settings_on(std::uint16_t port) {
    auto settings = settings_on(port, "");
    settings.issuer += "/glimesh";
    settings.dialect = glimesh_dialect();
    settings.require_pkce = false;
    return settings;
}

accounts::ClientEntry client_on(std::uint16_t port) {
    accounts::ClientEntry entry;
    entry.name = "practice";
    entry.built_in = true;
    auto& provider = entry.provider;
    provider.name = "practice";
    provider.display_name = "Practice Stream";
    auto& server = provider.server;
    server.issuer = issuer_on(port);
    server.authorization_endpoint = server.issuer + "/authorize";
    server.token_endpoint = server.issuer + "/token";
    server.revocation_endpoint = server.issuer + "/revoke";
    server.introspection_endpoint = server.issuer + "/introspect";
    server.device_authorization_endpoint = server.issuer + "/device_authorization";
    server.userinfo_endpoint = server.issuer + "/userinfo";
    server.authorization_response_iss_parameter_supported = true;
    provider.validation.request = {.url = server.introspection_endpoint,
                                   .params = {{"token", "{access_token}"}},
                                   .proof = oauth::ClientProof::configured};
    provider.validation.active = "/active";

    entry.client.client_id = practice_client_id;
    entry.client.client_secret = Secret(practice_client_secret);
    entry.client.redirect_uri = redirect_uri_on(port);
    entry.client.scopes = {"chat:read", "chat:write"};
    return entry;
}

}  // namespace roadcase::practice
