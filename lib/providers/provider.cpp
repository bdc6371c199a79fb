#include "providers/provider.h"

#include <algorithm>

#include "providers/fields.h"
#include "providers/parts.h"

namespace roadcase::providers {
namespace {

/// "2023-07-01"; nothing else sorts and reads as a day.
bool is_day(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    for (std::size_t i = 0; i < text.size(); ++i)
        if (i == 4 || i == 7 ? text[i] != '-' : !is_digit(text[i])) return false;
    return text.size() == 10;
}

void read_descriptions(TomlReader& reader, Provider& provider) {
    read_line(reader, "display_name", provider.display_name);
    read_line(reader, "retired", provider.retired);
    if (!provider.retired.empty() && !is_day(provider.retired))
        reader.wrong("retired", "must be the day it ended, such as \"2023-07-01\"");
    read_line(reader, "notice", provider.notice);
    read_lines(reader, "before_you_start", provider.before_you_start);
    read_lines(reader, "obligations", provider.obligations);
    read_page(reader, "documentation", {}, provider.documentation);
    read_page(reader, "console_url", provider.variables, provider.console_url);
}

Status read_roles(const TomlTable* table, Provider& provider) {
    if (table == nullptr) return {};
    TomlReader reader(*table);
    provider.roles.clear();
    for (const auto& [role, ignored] : table->entries)
        if (auto scopes = reader.texts(role)) provider.roles.emplace_back(role, std::move(*scopes));
    return reader.finish();
}

Status read_api(const TomlTable* table, Provider& provider) {
    if (table == nullptr) return {};
    TomlReader reader(*table);
    read_endpoint(reader, "base_url", provider.variables, provider.api_base_url);
    const auto* headers = reader.table("headers");
    return reader.finish().and_then(
        [&] { return read_pairs(headers, header_problem, provider.api_headers); });
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

Status check_whole(const TomlTable& table, const Provider& provider) {
    for (const auto& [key, endpoint] :
         {std::pair("authorization_endpoint", &provider.server.authorization_endpoint),
          std::pair("token_endpoint", &provider.server.token_endpoint)})
        if (endpoint->empty() && provider.server.issuer.empty())
            return fail(toml_error(table, table.line, table.path + " needs " + key + ".",
                                   "Copy it from the provider's documentation; where there is a "
                                   "/.well-known/openid-configuration, issuer alone is enough."));
    if (provider.server.authorization_response_iss_parameter_supported && provider.server.issuer.empty())
        return fail(
            toml_error(table, table.line,
                       table.path + " promises the iss parameter and needs issuer to compare it with."));
    return {};
}

Provider named(std::string_view name) {
    Provider provider;
    provider.name = provider.display_name = name;
    return provider;
}

}  // namespace

const std::vector<std::string>* Provider::role(std::string_view wanted) const {
    for (const auto& [role, scopes] : roles)
        if (role == wanted) return &scopes;
    return nullptr;
}

std::string Provider::ended() const {
    if (retired.empty()) return {};
    return display_name + " ended on " + retired + "." + (notice.empty() ? "" : " " + notice);
}

Result<Provider> read_provider(const TomlTable& table, std::string_view name, const Provider* base) {
    auto provider = base != nullptr ? *base : named(name);
    TomlReader reader(table);
    if (auto status = read_variables(reader.table("variables"), provider); !status)
        return fail(status.error());
    read_descriptions(reader, provider);
    read_server(reader, provider);
    const auto* api = reader.table("api");
    const auto* roles = reader.table("roles");
    const auto* bundles = reader.table("bundles");
    const auto* console = reader.table("console");
    const auto* identity = reader.table("identity");
    const auto* lifetimes = reader.table("lifetimes");
    const auto* validation = reader.table("validation");
    const auto* registration = reader.table("registration");
    return read_authorization_params(reader, provider.server)
        .and_then([&] { return read_requests(reader, provider); })
        .and_then([&] { return read_answer(reader, provider.server.answer); })
        .and_then([&] { return reader.finish(); })
        .and_then([&] { return read_api(api, provider); })
        .and_then([&] { return read_roles(roles, provider); })
        .and_then([&] { return read_bundles(bundles, provider); })
        .and_then([&] { return read_console(console, provider.console); })
        .and_then([&] { return read_identity(identity, provider); })
        .and_then([&] { return read_lifetimes(lifetimes, provider.lifetimes); })
        .and_then([&] { return read_validation(validation, provider); })
        .and_then([&] { return read_registration(registration, provider); })
        .and_then([&] { return check_whole(table, provider); })
        .map([&] { return provider; });
}

}  // namespace roadcase::providers
