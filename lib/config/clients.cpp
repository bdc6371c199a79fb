#include <algorithm>
#include <array>

#include "accounts/reference.h"
#include "config/sections.h"
#include "core/text.h"
#include "http/url.h"

namespace roadcase::config {
namespace {

using oauth::ClientAuthMethod;

std::vector<std::string> read_scopes(TomlReader& reader, const TomlTable& table) {
    const auto* value = table.find("scopes");
    const bool one_text = value != nullptr && std::holds_alternative<std::string>(value->value);
    const auto scopes = one_text ? split(*reader.text("scopes"), ' ')
                                 : reader.texts("scopes").value_or(std::vector<std::string>{});
    // RFC 6749 §3.3: printable, without blanks, quotes and backslash.
    for (const auto& scope : scopes)
        if (!is_vschar(scope) || scope.find_first_of(" \"\\") != std::string::npos)
            reader.wrong("scopes", "must be a list such as [\"chat:read\", \"chat:edit\"]");
    return scopes;
}

void read_grant_types(TomlReader& reader) {
    const auto grants = reader.texts("grant_types");
    if (!grants) return;
    constexpr std::array<std::string_view, 4> known{"authorization_code", "refresh_token",
                                                    "client_credentials",
                                                    "urn:ietf:params:oauth:grant-type:device_code"};
    for (const auto& grant : *grants)
        if (std::find(known.begin(), known.end(), grant) == known.end())
            reader.wrong("grant_types",
                         "may hold \"authorization_code\", \"refresh_token\", \"client_credentials\" and "
                         "\"urn:ietf:params:oauth:grant-type:device_code\" only");
}

/// Its provider takes registrations from programs, and nobody wrote down one of their own.
bool is_registered_by_us(const accounts::ClientEntry& entry) {
    return !entry.provider.registration.request.url.empty() && entry.client.client_id.empty() &&
           !entry.load_secret && entry.client.client_secret.empty();
}

/// Without a secret there is nothing to authenticate with, and with one there is.
void read_auth_method(TomlReader& reader, accounts::ClientEntry& entry) {
    constexpr auto key = "token_endpoint_auth_method";
    const bool has_secret = entry.load_secret || !entry.client.client_secret.empty();
    auto& method = entry.client.token_endpoint_auth_method;
    entry.states_auth_method = entry.provider.states_auth_method || reader.has(key);
    const auto preset = entry.provider.token_endpoint_auth_method;
    if (!has_secret)
        method = ClientAuthMethod::none;
    else
        method = preset == ClientAuthMethod::none ? ClientAuthMethod::client_secret_post : preset;
    const auto word = reader.word(key, {"client_secret_basic", "client_secret_post", "none"});
    if (!word) return;
    method = *oauth::client_auth_method(*word);
    if (has_secret && method == ClientAuthMethod::none)
        reader.wrong(key, "is \"none\", but a secret is given");
    if (!has_secret && !is_registered_by_us(entry) && method != ClientAuthMethod::none)
        reader.wrong(key, "needs a secret: client_secret_file, client_secret_env or client_secret_command");
}

Status find_provider(TomlReader& reader, const TomlTable& table, const Config& config,
                     accounts::ClientEntry& entry) {
    const auto named = reader.text("provider");
    if (!named && reader.has("provider")) return reader.finish();
    const auto name = named.value_or(entry.name);
    const auto found = config.providers.find(name);
    if (found != config.providers.end()) {
        entry.provider = found->second;
        return {};
    }
    if (const auto broken = config.broken_providers.find(name); broken != config.broken_providers.end()) {
        entry.provider.name = entry.provider.display_name = name;
        entry.problem = broken->second;
        return {};
    }
    std::vector<std::string> names;
    for (const auto& [known, ignored] : config.providers) names.push_back(known);
    const auto guess = did_you_mean(name, names);
    const auto* value = table.find("provider");
    const auto shown = printable(name, 64);
    return fail(toml_error(
        table, value != nullptr ? value->line : table.line,
        table.path + ": there is no provider `" + shown + "`.",
        guess ? "Did you mean `" + *guess + "`?"
              : "Name a provider that roadcase knows, or describe this one in [provider." + shown + "]."));
}

/// From here on the client's provider has whole addresses.
Status read_variables(const TomlTable* given, const TomlTable& table, accounts::ClientEntry& entry) {
    if (entry.problem) return {};
    oauth::Pairs values;
    if (given != nullptr) {
        TomlReader reader(*given);
        for (const auto& [name, ignored] : given->entries)
            if (auto value = reader.text(name)) values.emplace_back(name, std::move(*value));
        if (auto status = reader.finish(); !status) return status;
    }
    auto whole = providers::with_variables(entry.provider, values);
    if (!whole)
        return fail(toml_error(table, given != nullptr ? given->line : table.line,
                               table.path + ": " + whole.error().title, whole.error().next));
    entry.provider = std::move(*whole);
    return {};
}

Status read_client(const std::string& name, const TomlTable& table, const Sources& sources, Config& config) {
    accounts::ClientEntry entry;
    entry.name = name;
    TomlReader reader(table);
    if (auto status = find_provider(reader, table, config, entry); !status) return status;
    entry.client.client_id = reader.text("client_id").value_or("");
    if (reader.has("client_id") && !is_vschar(entry.client.client_id))
        reader.wrong("client_id", "must be the id from the provider's console, on one line");
    auto secret = read_secret(reader, table, sources, SecretName(), config.warnings);
    entry.client.client_secret = std::move(secret.value);
    entry.load_secret = std::move(secret.load);
    entry.client.scopes = read_scopes(reader, table);
    read_auth_method(reader, entry);
    read_grant_types(reader);
    const auto* variables = reader.table("variables");
    read_redirect(reader, table, config, entry);
    if (auto status = reader.finish(); !status) return status;
    if (auto status = read_variables(variables, table, entry); !status) return status;
    const auto& console = entry.provider.console_url;
    if (entry.client.client_id.empty() && !is_registered_by_us(entry))
        return fail(toml_error(table, table.line, table.path + " needs client_id.",
                               console.empty() ? "The provider shows it when you register an app."
                                               : "Copy it from " + console + "."));
    if (const auto ended = entry.provider.ended(); !ended.empty())
        config.warnings.push_back(toml_error(table, table.line, table.path + ": " + ended).title);
    config.clients.push_back(std::move(entry));
    return {};
}

}  // namespace

Status read_clients(const TomlTable* table, const Sources& sources, Config& config) {
    return for_each_named(table, [&](const std::string& name, const TomlTable& each) {
        return read_client(name, each, sources, config);
    });
}

}  // namespace roadcase::config
