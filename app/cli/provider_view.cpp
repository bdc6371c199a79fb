#include "cli/provider_view.h"

#include <filesystem>

#include "cli/output.h"
#include "core/text.h"
#include "server/provider_json.h"
#include "server/provider_words.h"

namespace roadcase::cli {
namespace {

using providers::Provider;
using Rows = std::vector<std::vector<std::string>>;

/// "built in + twitch.toml"
std::string places_in_short(const config::Config& config, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& place : server::provider_places(config, name))
        names.push_back(std::filesystem::path(place).filename().string());
    return join(names, " + ");
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
    add(rows, "sign in with", join(server::provider_grants(provider), ", "));
    add(rows, "console", provider.console_url);
    for (const auto& address : server::redirect_addresses(config, provider))
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

}  // namespace

std::vector<std::string> provider_row(const config::Config& config, const Provider& provider) {
    return {provider.name, shown(provider.display_name), join(server::provider_grants(provider), ", "),
            places_in_short(config, provider.name),
            provider.retired.empty() ? "" : "ended " + provider.retired};
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
    text += section("How long things live", server::life_sentences(provider));
    return text + section("How to end a connection", {server::revoking_sentence(provider)});
}

}  // namespace roadcase::cli
