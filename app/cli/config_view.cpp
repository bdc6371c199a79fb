#include "cli/config_view.h"

namespace roadcase::cli {
namespace {

OrderedJson listen_of(const config::Config& config) {
    if (!config.listen.empty()) return config.listen;
    const auto port = std::to_string(config.port);
    return {"127.0.0.1:" + port, "[::1]:" + port};
}

/// "auto" where the program finds the value itself.
std::string or_auto(const std::string& text) {
    return text.empty() ? "auto" : text;
}

std::string secret_of(const accounts::ClientEntry& entry) {
    if (entry.load_secret) return "set (file, environment or command)";
    return entry.client.client_secret.empty() ? "not set" : "set (config.toml)";
}

OrderedJson client_view(const accounts::ClientEntry& entry) {
    return {{"provider", entry.provider.name},
            {"client_id", entry.client.client_id},
            {"client_secret", secret_of(entry)},
            {"token_endpoint_auth_method", oauth::to_string(entry.client.token_endpoint_auth_method)},
            {"redirect_uri", entry.client.redirect_uri},
            {"scopes", entry.client.scopes},
            {"authorization_endpoint", entry.provider.server.authorization_endpoint},
            {"token_endpoint", entry.provider.server.token_endpoint}};
}

std::string section_text(const std::string& name, const OrderedJson& values) {
    std::string text = "\n[" + name + "]\n";
    for (const auto& [key, value] : values.items()) text += key + " = " + dump(value) + "\n";
    return text;
}

}  // namespace

OrderedJson config_view(const config::Config& config) {
    OrderedJson clients = OrderedJson::object();
    for (const auto& entry : config.clients) clients[entry.name] = client_view(entry);
    return {{"server",
             {{"port", config.port},
              {"listen", listen_of(config)},
              {"public_url", config.public_url},
              {"redirect_uri", config.redirect_uri},
              {"socket", or_auto(config.socket)},
              {"open_browser", config.open_browser}}},
            {"store",
             {{"encryption_key",
               or_auto(config.encryption_key ? std::string(word_of(*config.encryption_key)) : "")},
              {"encryption_key_file", or_auto(config.encryption_key_file)},
              {"encryption_key_command", config.encryption_key_command}}},
            {"renew",
             {{"fraction_left", config.renew.fraction_left},
              {"min_left", std::to_string(config.renew.min_left.count()) + "s"}}},
            {"api", {{"require_key", config.require_key}, {"allow_origins", config.allow_origins}}},
            {"log", {{"level", config.log_level}, {"format", config.log_format}}},
            {"client", std::move(clients)}};
}

std::string config_text(const OrderedJson& view) {
    std::string text;
    for (const auto& [name, section] : view.items()) {
        if (name != "client") {
            text += section_text(name, section);
            continue;
        }
        for (const auto& [client, values] : section.items()) text += section_text("client." + client, values);
    }
    return text;
}

}  // namespace roadcase::cli
