#include "cli/provider_view.h"

#include <filesystem>

#include "cli/output.h"
#include "cli/provider_words.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

using providers::Provider;
using Rows = std::vector<std::vector<std::string>>;

/// How somebody can sign in there, "app" for the app itself; "paste" where it sends no browser back to this
/// computer. What comes from metadata is a browser's sign-in at least.
std::vector<std::string> grants_of(const Provider& provider) {
    std::vector<std::string> grants;
    if (provider.needs_discovery() || !provider.server.authorization_endpoint.empty())
        grants.emplace_back(provider.redirect_scheme == "https" ? "paste" : "browser");
    if (!provider.server.device_authorization_endpoint.empty()) grants.emplace_back("device");
    if (provider.has_app_tokens) grants.emplace_back("app");
    return grants;
}

std::vector<std::string> places_of(const config::Config& config, const std::string& name) {
    const auto found = config.provider_places.find(name);
    return found == config.provider_places.end() ? std::vector<std::string>() : found->second;
}

/// "built in + twitch.toml"
std::string places_in_short(const config::Config& config, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& place : places_of(config, name))
        names.push_back(std::filesystem::path(place).filename().string());
    return join(names, " + ");
}

OrderedJson or_null(const std::string& text) {
    return text.empty() ? OrderedJson() : OrderedJson(text);
}

/// A heading and its lines; nothing without lines.
std::string section(const std::string& heading, const std::vector<std::string>& lines) {
    std::string text = lines.empty() ? "" : "\n" + heading + "\n";
    // Whole: a list of scopes is for copying.
    for (const auto& line : lines) text += "  " + printable(line, 8192) + "\n";
    return text;
}

std::vector<std::string> numbered(std::vector<std::string> lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i] = std::to_string(i + 1) + ". " + lines[i];
    return lines;
}

void add(Rows& rows, const char* label, const std::string& value) {
    if (!value.empty()) rows.push_back({label, sentence(value)});
}

std::string facts(const config::Config& config, const Provider& provider) {
    Rows rows;
    add(rows, "sign in with", join(grants_of(provider), ", "));
    add(rows, "console", provider.console_url);
    for (const auto& address : redirect_addresses(config, provider))
        add(rows, "redirect address to register", address);
    // Where the secret and every token go: a row of somebody else's would show here.
    add(rows, "tokens come from", provider.server.token_endpoint);
    add(rows, "documentation", provider.documentation);
    add(rows, "row from", places_in_short(config, provider.name));
    return table(rows, 2);
}

std::vector<std::string> scope_lines(const Provider& provider) {
    std::vector<std::string> lines;
    for (const auto& [role, scopes] : provider.roles) lines.push_back(role + ": " + join(scopes, " "));
    if (!provider.scopes_supported.empty()) lines.push_back("known: " + join(provider.scopes_supported, " "));
    return lines;
}

std::vector<std::string> variable_lines(const Provider& provider) {
    std::vector<std::string> lines;
    for (const auto& [name, value] : provider.variables)
        lines.push_back(name + (value.empty() ? ": your client must give it" : ": " + value));
    return lines;
}

OrderedJson endpoints_json(const oauth::AuthorizationServer& server) {
    return {{"issuer", or_null(server.issuer)},
            {"authorization_endpoint", or_null(server.authorization_endpoint)},
            {"token_endpoint", or_null(server.token_endpoint)},
            {"revocation_endpoint", or_null(server.revocation_endpoint)},
            {"introspection_endpoint", or_null(server.introspection_endpoint)},
            {"userinfo_endpoint", or_null(server.userinfo_endpoint)},
            {"device_authorization_endpoint", or_null(server.device_authorization_endpoint)},
            {"jwks_uri", or_null(server.jwks_uri)}};
}

template <class Value>
OrderedJson object_of(const std::vector<std::pair<std::string, Value>>& pairs) {
    auto object = OrderedJson::object();
    for (const auto& [name, value] : pairs) object[name] = value;
    return object;
}

}  // namespace

std::vector<std::string> provider_row(const config::Config& config, const Provider& provider) {
    return {provider.name, shown(provider.display_name), join(grants_of(provider), ", "),
            places_in_short(config, provider.name),
            provider.retired.empty() ? "" : "ended " + provider.retired};
}

OrderedJson provider_summary(const config::Config& config, const Provider& provider) {
    return {{"name", provider.name},
            {"display_name", provider.display_name},
            {"grants", grants_of(provider)},
            {"retired", or_null(provider.retired)},
            {"from", places_of(config, provider.name)}};
}

std::string provider_text(const config::Config& config, const Provider& provider) {
    auto text = shown(provider.display_name) + " (" + provider.name + ")\n";
    const auto warning = provider.retired.empty() ? provider.notice : provider.ended();
    if (!warning.empty()) text += sentence(warning) + "\n";
    text += "\n" + facts(config, provider);
    text += section("Before you start", numbered(provider.before_you_start));
    text += section("What it demands of an app", provider.obligations);
    text += section("Variables", variable_lines(provider));
    text += section("Scopes", scope_lines(provider));
    text += section("How long things live", life_sentences(provider));
    return text + section("How to end a connection", {revoking_sentence(provider)});
}

OrderedJson provider_json(const config::Config& config, const Provider& provider) {
    OrderedJson object{{"version", 1}};
    object.update(provider_summary(config, provider));
    object.update({{"notice", or_null(provider.notice)},
                   {"console_url", or_null(provider.console_url)},
                   {"documentation", or_null(provider.documentation)},
                   {"redirect_uris", redirect_addresses(config, provider)},
                   {"before_you_start", provider.before_you_start},
                   {"obligations", provider.obligations},
                   {"scopes_supported", provider.scopes_supported},
                   {"roles", object_of(provider.roles)},
                   {"variables", object_of(provider.variables)},
                   {"lifetimes", life_sentences(provider)},
                   {"revocation", revoking_sentence(provider)},
                   {"endpoints", endpoints_json(provider.server)}});
    return object;
}

}  // namespace roadcase::cli
