#include <algorithm>

#include "providers/fields.h"
#include "providers/parts.h"

namespace roadcase::providers {
namespace {

void read_endpoints(TomlReader& reader, Provider& provider) {
    auto& server = provider.server;
    read_endpoint(reader, "issuer", provider.variables, server.issuer);
    for (const auto& [name, endpoint] : oauth::endpoint_names)
        read_endpoint(reader, name, provider.variables, server.*endpoint);
}

void read_pkce(TomlReader& reader, Provider& provider) {
    constexpr auto key = "code_challenge_methods_supported";
    auto& server = provider.server;
    if (const auto methods = reader.texts(key)) {
        server.pkce = !methods->empty();
        provider.states_pkce = true;
        if (server.pkce && std::find(methods->begin(), methods->end(), "S256") == methods->end())
            reader.wrong(key, "must contain \"S256\", or be [] for a server that breaks on PKCE");
    }
    if (const auto word = reader.word("code_challenge_encoding", {"base64url", "hex"}))
        server.challenge_encoding =
            *word == "hex" ? oauth::ChallengeEncoding::hex : oauth::ChallengeEncoding::base64url;
    provider.pkce_required = reader.boolean("pkce_required").value_or(provider.pkce_required);
    if (provider.pkce_required && !server.pkce)
        reader.wrong("pkce_required", "is true, but code_challenge_methods_supported is []");
}

void read_auth_method(TomlReader& reader, Provider& provider) {
    constexpr auto key = "token_endpoint_auth_methods_supported";
    const auto names = reader.texts(key);
    if (!names) return;
    for (const auto& name : *names) {
        const auto method = oauth::client_auth_method(name);
        if (!method) continue;
        provider.token_endpoint_auth_method = *method;
        provider.states_auth_method = true;
        return;
    }
    reader.wrong(key, "must contain \"client_secret_basic\", \"client_secret_post\" or \"none\"");
}

/// What we send ourselves in the authorization request.
bool is_ours(std::string_view name) {
    constexpr std::string_view ours[] = {"response_type", "client_id",      "redirect_uri",          "scope",
                                         "state",         "code_challenge", "code_challenge_method", "nonce"};
    return std::find(std::begin(ours), std::end(ours), name) != std::end(ours);
}

/// The name of a parameter: what needs no encoding in a query, and no other parameter's name.
void read_parameter_name(TomlReader& reader, std::string_view key, std::string_view standard,
                         std::string& target) {
    const auto text = reader.text(key);
    if (!text) return;
    if (!is_token(*text)) return reader.wrong(key, "must be the name of a parameter");
    if (*text != standard && is_ours(*text)) return reader.wrong(key, "is the name of another parameter");
    target = *text;
}

void read_omitted(TomlReader& reader, oauth::AuthorizationServer& server) {
    constexpr auto key = "omit_parameters";
    const auto names = reader.texts(key);
    if (!names) return;
    for (const auto& name : *names)
        if (name != "response_type" && name != "client_id" && name != "scope")
            reader.wrong(key, "may hold \"response_type\", \"client_id\" and \"scope\" only");
    server.omit_parameters = *names;
}

void read_separator(TomlReader& reader, oauth::AuthorizationServer& server) {
    const auto separator = reader.text("scope_separator");
    if (!separator) return;
    if (*separator != " " && *separator != "," && *separator != "+")
        return reader.wrong("scope_separator", "must be \" \", \",\" or \"+\"");
    server.scope_separator = *separator;
}

void read_redirect(TomlReader& reader, Provider& provider) {
    constexpr auto key = "redirect_hosts";
    if (const auto word = reader.word("redirect_scheme", {"http", "https"})) provider.redirect_scheme = *word;
    const auto hosts = reader.texts(key);
    if (!hosts) return;
    const auto is_loopback = [](const std::string& host) {
        return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
    };
    if (hosts->empty() || !std::all_of(hosts->begin(), hosts->end(), is_loopback))
        return reader.wrong(key, "must be of \"localhost\", \"127.0.0.1\" and \"[::1]\", the default first");
    provider.redirect_hosts = *hosts;
}

/// RFC 8414's list; of it only the grant that needs nobody's sign-in is of interest: the others show in the
/// endpoints.
void read_grants(TomlReader& reader, Provider& provider) {
    const auto grants = reader.texts("grant_types_supported");
    if (!grants) return;
    provider.has_app_tokens =
        std::find(grants->begin(), grants->end(), "client_credentials") != grants->end();
}

/// What we send ourselves is never a matter of configuration: the answer is checked against it.
std::string parameter_problem(std::string_view name, std::string_view) {
    return is_ours(name) ? "cannot be set: roadcase sends its own" : "";
}

}  // namespace

void read_server(TomlReader& reader, Provider& provider) {
    auto& server = provider.server;
    read_endpoints(reader, provider);
    read_pkce(reader, provider);
    read_auth_method(reader, provider);
    read_parameter_name(reader, "client_id_parameter", "client_id", server.client_id_parameter);
    read_parameter_name(reader, "scope_parameter", "scope", server.scope_parameter);
    read_omitted(reader, server);
    read_separator(reader, server);
    read_redirect(reader, provider);
    if (auto scopes = reader.texts("scopes_supported")) provider.scopes_supported = std::move(*scopes);
    read_grants(reader, provider);
    if (const auto promised = reader.boolean("authorization_response_iss_parameter_supported"))
        server.authorization_response_iss_parameter_supported = *promised;
    if (const auto word = reader.word("basic_encoding", {"rfc6749", "raw"}))
        server.basic_encoding = *word == "raw" ? oauth::BasicEncoding::raw : oauth::BasicEncoding::rfc6749;
    if (const auto lifetime = reader.duration_seconds("default_expires_in"))
        server.default_expires_in = seconds{*lifetime};
}

Status read_authorization_params(TomlReader& reader, oauth::AuthorizationServer& server) {
    const std::pair<const char*, http::Params*> tables[] = {
        {"leading_authorization_params", &server.leading_authorization_params},
        {"authorization_params", &server.authorization_params},
        {"account_choice_params", &server.account_choice_params},
    };
    for (const auto& [key, target] : tables) {
        const auto* table = reader.table(key);
        if (table == nullptr) continue;
        const auto pairs = read_pairs(table, parameter_problem);
        if (!pairs) return fail(pairs.error());
        *target = {};
        for (const auto& [name, value] : *pairs) target->add(name, value);
    }
    return {};
}

}  // namespace roadcase::providers
