#include "providers/provider.h"

#include <algorithm>

#include "core/json.h"
#include "providers/fields.h"

namespace roadcase::providers {
namespace {

void read_endpoints(TomlReader& reader, oauth::AuthorizationServer& server) {
    read_endpoint(reader, "issuer", server.issuer);
    read_endpoint(reader, "authorization_endpoint", server.authorization_endpoint);
    read_endpoint(reader, "token_endpoint", server.token_endpoint);
    read_endpoint(reader, "revocation_endpoint", server.revocation_endpoint);
    read_endpoint(reader, "introspection_endpoint", server.introspection_endpoint);
    read_endpoint(reader, "userinfo_endpoint", server.userinfo_endpoint);
    read_endpoint(reader, "device_authorization_endpoint", server.device_authorization_endpoint);
    read_endpoint(reader, "jwks_uri", server.jwks_uri);
}

void read_pkce(TomlReader& reader, oauth::AuthorizationServer& server) {
    constexpr auto key = "code_challenge_methods_supported";
    const auto methods = reader.texts(key);
    if (!methods) return;
    server.pkce = !methods->empty();
    if (server.pkce && std::find(methods->begin(), methods->end(), "S256") == methods->end())
        reader.wrong(key, "must contain \"S256\", or be [] for a server that breaks on PKCE");
}

void read_auth_method(TomlReader& reader, Provider& provider) {
    constexpr auto key = "token_endpoint_auth_methods_supported";
    const auto names = reader.texts(key);
    if (!names) return;
    for (const auto& name : *names) {
        const auto method = oauth::client_auth_method(name);
        if (!method) continue;
        provider.token_endpoint_auth_method = *method;
        return;
    }
    reader.wrong(key, "must contain \"client_secret_basic\", \"client_secret_post\" or \"none\"");
}

/// What we send ourselves is never a matter of configuration: the answer is checked against it.
std::string parameter_problem(std::string_view name, std::string_view) {
    constexpr std::string_view ours[] = {"response_type", "client_id",      "redirect_uri",         "scope",
                                         "state",         "code_challenge", "code_challenge_method"};
    const bool is_ours = std::find(std::begin(ours), std::end(ours), name) != std::end(ours);
    return is_ours ? "cannot be set: roadcase sends its own" : "";
}

Status read_authorization_params(const TomlTable* table, oauth::AuthorizationServer& server) {
    Pairs pairs(server.authorization_params.begin(), server.authorization_params.end());
    return read_pairs(table, parameter_problem, pairs).map([&] {
        server.authorization_params = {};
        for (auto& [name, value] : pairs) server.authorization_params.add(std::move(name), std::move(value));
    });
}

void read_dialect(TomlReader& reader, oauth::AuthorizationServer& server) {
    reader.texts("scopes_supported");
    if (auto separator = reader.text("scope_separator")) {
        if (*separator == " " || *separator == "," || *separator == "+")
            server.scope_separator = *separator;
        else
            reader.wrong("scope_separator", "must be \" \", \",\" or \"+\"");
    }
    if (const auto promised = reader.boolean("authorization_response_iss_parameter_supported"))
        server.authorization_response_iss_parameter_supported = *promised;
    if (const auto word = reader.word("basic_encoding", {"rfc6749", "raw"}))
        server.basic_encoding = *word == "raw" ? oauth::BasicEncoding::raw : oauth::BasicEncoding::rfc6749;
    if (const auto word = reader.word("token_parameters", {"body", "query"}))
        server.token_parameters =
            *word == "query" ? oauth::ParameterPlace::query : oauth::ParameterPlace::body;
    if (const auto lifetime = reader.duration_seconds("default_expires_in"))
        server.default_expires_in = seconds{*lifetime};
}

void read_descriptions(TomlReader& reader, Provider& provider) {
    read_line(reader, "display_name", provider.display_name);
    read_line(reader, "retired", provider.retired);
    read_endpoint(reader, "documentation", provider.documentation);
    read_endpoint(reader, "console_url", provider.console_url);
    if (const auto host = reader.word("redirect_host", {"localhost", "127.0.0.1"}))
        provider.redirect_host = *host;
}

Status read_api(const TomlTable* table, Provider& provider) {
    if (table == nullptr) return {};
    TomlReader reader(*table);
    read_endpoint(reader, "base_url", provider.api_base_url);
    const auto* headers = reader.table("headers");
    return reader.finish().and_then(
        [&] { return read_pairs(headers, header_problem, provider.api_headers); });
}

Status read_identity(const TomlTable* table, Identity& identity) {
    if (table == nullptr) return {};
    TomlReader reader(*table);
    read_endpoint(reader, "url", identity.url);
    if (const auto method = reader.word("method", {"GET", "POST"})) identity.method = *method;
    if (const auto body = reader.text("body")) {
        if (!body->empty() && !parse_json(*body)) reader.wrong("body", "must be JSON");
        identity.body = *body;
    }
    const auto* headers = reader.table("headers");
    read_pointer(reader, "subject", identity.subject);
    read_pointer(reader, "display_name", identity.display_name);
    return reader.finish().and_then([&] { return read_pairs(headers, header_problem, identity.headers); });
}

/// A provider that names a longer life means none that matters; "0" takes away what a preset has.
void read_lifetime(TomlReader& reader, std::string_view key, std::optional<seconds>& target) {
    constexpr std::int64_t ten_years = 3650LL * 86'400;
    const auto stated = reader.duration_seconds(key);
    if (!stated) return;
    if (*stated > ten_years) return reader.wrong(key, "must be at most \"3650d\"");
    target = *stated == 0 ? std::nullopt : std::optional(seconds{*stated});
}

Status read_lifetimes(const TomlTable* table, Lifetimes& lifetimes) {
    if (table == nullptr) return {};
    TomlReader reader(*table);
    read_lifetime(reader, "consent", lifetimes.consent);
    read_lifetime(reader, "consent_in_testing", lifetimes.consent_in_testing);
    read_lifetime(reader, "refresh_token_unused", lifetimes.refresh_token_unused);
    std::optional<seconds> grace = lifetimes.reuse_grace;
    read_lifetime(reader, "reuse_grace", grace);
    lifetimes.reuse_grace = grace.value_or(seconds{0});
    return reader.finish();
}

Status read_validation(const TomlTable* table, Validation& validation) {
    if (table == nullptr) return {};
    TomlReader reader(*table);
    read_endpoint(reader, "url", validation.url);
    if (const auto scheme = reader.text("authorization_scheme")) {
        if (!is_token(*scheme)) reader.wrong("authorization_scheme", "must be one word such as \"Bearer\"");
        validation.authorization_scheme = *scheme;
    }
    return reader.finish();
}

Status check_whole(const TomlTable& table, const Provider& provider) {
    for (const auto& [key, endpoint] :
         {std::pair("authorization_endpoint", &provider.server.authorization_endpoint),
          std::pair("token_endpoint", &provider.server.token_endpoint)})
        if (endpoint->empty())
            return fail(toml_error(table, table.line, table.path + " needs " + key + ".",
                                   "Copy it from the provider's documentation; it is often listed at "
                                   "/.well-known/openid-configuration."));
    if (provider.server.authorization_response_iss_parameter_supported && provider.server.issuer.empty())
        return fail(
            toml_error(table, table.line,
                       table.path + " promises the iss parameter and needs issuer to compare it with."));
    return {};
}

}  // namespace

Result<Provider> read_provider(const TomlTable& table, std::string_view name, const Provider* base) {
    Provider provider = base != nullptr ? *base : Provider{};
    if (base == nullptr) {
        provider.name = provider.display_name = name;
        provider.redirect_host = "localhost";
    }
    const auto userinfo_before = provider.server.userinfo_endpoint;
    TomlReader reader(table);
    read_descriptions(reader, provider);
    read_endpoints(reader, provider.server);
    read_dialect(reader, provider.server);
    read_pkce(reader, provider.server);
    read_auth_method(reader, provider);
    const auto* params = reader.table("authorization_params");
    const auto* api = reader.table("api");
    const auto* identity = reader.table("identity");
    const auto* lifetimes = reader.table("lifetimes");
    const auto* validation = reader.table("validation");
    if (provider.identity.url == userinfo_before) provider.identity.url = provider.server.userinfo_endpoint;
    return reader.finish()
        .and_then([&] { return read_authorization_params(params, provider.server); })
        .and_then([&] { return read_api(api, provider); })
        .and_then([&] { return read_identity(identity, provider.identity); })
        .and_then([&] { return read_lifetimes(lifetimes, provider.lifetimes); })
        .and_then([&] { return read_validation(validation, provider.validation); })
        .and_then([&] { return check_whole(table, provider); })
        .map([&] { return provider; });
}

}  // namespace roadcase::providers
