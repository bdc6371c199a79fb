#include "reload.h"

#include <algorithm>

#include "http/url.h"

namespace roadcase {
namespace {

std::string default_url(const config::Config& config) {
    return "http://localhost" + (config.port == 80 ? "" : ":" + std::to_string(config.port));
}

/// One that only follows the port is no change of its own.
std::string own_url(const config::Config& config) {
    return config.public_url == default_url(config) ? "" : config.public_url;
}

bool has_problem(const config::Config& config, const std::string& client) {
    return std::any_of(config.clients.begin(), config.clients.end(),
                       [&](const auto& entry) { return entry.name == client && entry.problem; });
}

std::string on_port(const std::string& redirect_uri, std::uint16_t from, std::uint16_t to) {
    auto url = http::parse_url(redirect_uri);
    if (from == to || !url || !url->is_loopback() || url->port != from) return redirect_uri;
    url->port = to;
    return url->origin() + url->target();
}

}  // namespace

Result<config::Config> read_again(const cli::GlobalOptions& options, const config::Config& running) {
    auto installation = open_installation(options);
    if (!installation) return fail(installation.error());
    if (installation->config.clients.empty() && !running.clients.empty())
        return fail(ErrorKind::config, "E104",
                    installation->paths.config_file + " has no [client.…] any more, or is gone.",
                    "The accounts here belong to clients.",
                    "Put them back, or restart roadcase to go on without them.");
    // A secret that cannot be had is found now, not when somebody is live. What was broken before is no
    // worse.
    for (const auto& client : installation->config.clients)
        if (const auto ready = client.ready_client();
            !ready && !(client.problem && has_problem(running, client.name)))
            return fail(ready.error());
    return std::move(installation->config);
}

std::vector<std::string> needs_restart(const config::Config& running, const config::Config& fresh) {
    std::vector<std::string> keys;
    const auto compare = [&](const char* key, const auto& old_value, const auto& new_value) {
        if (old_value != new_value) keys.emplace_back(key);
    };
    compare("server.port", running.port, fresh.port);
    compare("server.listen", running.listen, fresh.listen);
    compare("server.public_url", own_url(running), own_url(fresh));
    compare("server.socket", running.socket, fresh.socket);
    compare("store.encryption_key", running.encryption_key, fresh.encryption_key);
    compare("store.encryption_key_command", running.encryption_key_command, fresh.encryption_key_command);
    compare("store.encryption_key_file", running.encryption_key_file, fresh.encryption_key_file);
    return keys;
}

void keep_what_needs_restart(config::Config& fresh, const config::Config& running, std::uint16_t port) {
    for (auto& entry : fresh.clients)
        entry.client.redirect_uri = on_port(entry.client.redirect_uri, fresh.port, port);
    fresh.redirect_uri = on_port(fresh.redirect_uri, fresh.port, port);
    fresh.port = running.port;
    fresh.listen = running.listen;
    fresh.public_url = running.public_url;
    fresh.socket = running.socket;
    fresh.encryption_key = running.encryption_key;
    fresh.encryption_key_command = running.encryption_key_command;
    fresh.may_ask = running.may_ask;
    fresh.encryption_key_file = running.encryption_key_file;
}

}  // namespace roadcase
