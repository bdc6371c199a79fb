#include "providers/golden.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "core/text.h"
#include "oauth/metadata.h"

namespace roadcase::test {
namespace {

namespace fs = std::filesystem;
using providers::Provider;

const fs::path folder = fs::path(ROADCASE_SOURCE_DIR) / "tests/providers/golden";

Result<TomlTable> read_file(const std::string& name) {
    std::ifstream in(folder / (name + ".toml"));
    std::ostringstream text;
    text << in.rdbuf();
    return parse_toml(text.str(), name + ".toml");
}

const TomlTable& table_at(const TomlTable& table, std::string_view key) {
    return std::get<TomlTable>(table.find(key)->value);
}

/// The preset with these lines over it, as they would stand in a configuration.
Result<Provider> changed(const Provider& preset, const std::string& lines) {
    const auto root = parse_toml("[provider." + preset.name + "]\n" + lines, "preset_changes");
    if (!root) return fail(root.error());
    return providers::read_provider(table_at(table_at(*root, "provider"), preset.name), preset.name, &preset);
}

/// With what its metadata document brings.
Result<Provider> discovered(Provider provider, const TomlTable* metadata) {
    if (metadata == nullptr) return provider;
    TomlReader reader(*metadata);
    const auto document = oauth::parse_metadata(reader.text("body").value_or(""), provider.server.issuer);
    if (!document) return fail(document.error());
    auto& server = provider.server;
    const auto& found = document->server;
    server.authorization_endpoint = found.authorization_endpoint;
    server.token_endpoint = found.token_endpoint;
    server.revocation_endpoint = found.revocation_endpoint;
    server.userinfo_endpoint = found.userinfo_endpoint;
    server.device_authorization_endpoint = found.device_authorization_endpoint;
    server.authorization_response_iss_parameter_supported =
        found.authorization_response_iss_parameter_supported;
    return provider;
}

oauth::Pairs pairs_of(const TomlTable* table) {
    oauth::Pairs pairs;
    if (table == nullptr) return pairs;
    TomlReader reader(*table);
    for (const auto& [name, ignored] : table->entries)
        pairs.emplace_back(name, reader.text(name).value_or(""));
    return pairs;
}

oauth::Client read_client(TomlReader& reader, const Provider& provider) {
    oauth::Client client;
    client.client_id = reader.text("client_id").value_or("");
    client.client_secret = Secret(reader.text("client_secret").value_or(""));
    const auto method = oauth::client_auth_method(reader.text("token_endpoint_auth_method").value_or(""));
    client.token_endpoint_auth_method = method.value_or(provider.token_endpoint_auth_method);
    client.redirect_uri = reader.text("redirect_uri").value_or("");
    client.scopes = reader.texts("scopes").value_or(std::vector<std::string>());
    return client;
}

}  // namespace

std::vector<std::string> golden_names() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

Result<Golden> read_golden(const std::string& name) {
    auto root = read_file(name);
    const auto presets = providers::embedded_presets();
    if (!root || !presets) return fail(root ? presets.error() : root.error());
    TomlReader reader(*root);
    const auto preset = presets->find(reader.text("provider").value_or(name));
    if (preset == presets->end()) return fail(ErrorKind::config, "E104", name + " is for no preset.");
    auto provider = changed(preset->second, reader.text("preset_changes").value_or(""));
    if (!provider) return fail(provider.error());
    TomlReader client_reader(*reader.table("client"));
    auto client = read_client(client_reader, *provider);
    provider = providers::with_variables(*provider, pairs_of(client_reader.table("variables")));
    if (auto end = client_reader.finish(); !end) return fail(end.error());
    const auto* metadata = reader.table("metadata");
    return provider.and_then([&](auto& known) { return discovered(known, metadata); })
        .map([&](const Provider& whole) {
            return Golden{std::move(*root), name == whole.name, whole, std::move(client)};
        });
}

std::string text_of(const http::Request& request) {
    std::map<std::string, std::string> fields(request.headers.begin(), request.headers.end());
    auto text = request.method + " " + request.url + "\n";
    for (const auto& [name, value] : fields) text += name + ": " + value + "\n";
    return text + "\n" + request.body;
}

std::string wanted_text(TomlReader& reader) {
    const auto body = reader.text("body").value_or("");
    std::map<std::string, std::string> fields{{"Accept", "application/json"}};
    if (!body.empty()) fields["Content-Type"] = "application/x-www-form-urlencoded";
    for (const auto& [name, value] : pairs_of(reader.table("headers"))) fields[name] = value;
    auto text = reader.text("line").value_or("") + "\n";
    for (const auto& [name, value] : fields) text += name + ": " + value + "\n";
    return text + "\n" + body;
}

}  // namespace roadcase::test
