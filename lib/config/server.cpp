#include <algorithm>

#include "accounts/reference.h"
#include "config/sections.h"
#include "http/url.h"

namespace roadcase::config {
namespace {

/// "127.0.0.1:3000" or "[::1]:3000", written out: a name could resolve to anything.
std::optional<http::Url> parse_listener(const std::string& text) {
    auto url = http::parse_url("http://" + text);
    if (!url) return std::nullopt;
    const bool ipv6 = url->host.find(':') != std::string::npos;
    if (!ipv6 && url->host.find_first_not_of("0123456789.") != std::string::npos) return std::nullopt;
    const auto host = ipv6 ? "[" + url->host + "]" : url->host;
    return text == host + ":" + std::to_string(url->port) ? url : std::nullopt;
}

void read_port(TomlReader& reader, Config& config) {
    const auto port = reader.integer("port");
    if (!port) return;
    if (*port < 1 || *port > 65535) return reader.wrong("port", "must be 1 to 65535");
    config.port = static_cast<std::uint16_t>(*port);
}

/// Without server.port, the first listener says which port is ours.
void read_listen(TomlReader& reader, const TomlTable& table, Config& config) {
    const auto listen = reader.texts("listen");
    if (!listen) return;
    bool ours = false;
    for (const auto& text : *listen) {
        const auto url = parse_listener(text);
        if (!url)
            return reader.wrong("listen",
                                "must hold addresses such as \"127.0.0.1:3000\" and \"[::1]:3000\"");
        if (config.listen.empty() && !reader.has("port")) config.port = url->port;
        ours = ours || url->port == config.port;
        config.listen.push_back(text);
        if (!url->is_loopback())
            config.warnings.push_back(
                toml_error(table, table.find("listen")->line, "other computers can reach " + text + ".")
                    .title);
    }
    if (!ours && !listen->empty()) reader.wrong("listen", "names no address with the port of server.port");
}

void read_addresses(TomlReader& reader, Config& config) {
    config.public_url = "http://localhost" + (config.port == 80 ? "" : ":" + std::to_string(config.port));
    config.redirect_uri = config.public_url + "/success";
    if (const auto text = reader.text("public_url")) {
        const auto url = http::parse_endpoint(*text, "public_url");
        if (!url || url->path != "/" || !url->query.empty())
            reader.wrong("public_url",
                         "must be http://localhost:PORT, or https:// and a host, without a path");
        else
            config.public_url = url->origin();
    }
    if (const auto uri = reader.text("redirect_uri")) {
        const auto problem = redirect_problem(*uri);
        if (!problem.empty()) reader.wrong("redirect_uri", problem);
        config.redirect_uri = *uri;
    }
}

void read_socket(TomlReader& reader, Config& config) {
    constexpr std::size_t longest = 107;  // sun_path, with its NUL
    const auto path = reader.text("socket");
    if (!path || *path == "auto") return;
    if (path->empty() || path->front() != '/' || path->size() > longest ||
        path->find('\0') != std::string::npos)
        return reader.wrong("socket", "must be \"auto\" or a path from / of at most 107 characters");
    config.socket = *path;
}

}  // namespace

std::string redirect_problem(std::string_view uri) {
    constexpr std::string_view path = "/success";
    const auto url = http::parse_endpoint(uri, "redirect_uri");
    if (!url) return "must be http:// with localhost, 127.0.0.1 or [::1], or https://";
    const auto name = url->path.size() > path.size() + 1 ? url->path.substr(path.size() + 1) : "";
    const bool ours =
        url->path == path || (url->path == std::string(path) + "/" + name && accounts::is_name(name));
    if (!ours || !url->query.empty()) return "must end with /success or /success/NAME";
    return {};
}

Status read_server(const TomlTable* table, Config& config) {
    const TomlTable none;
    TomlReader reader(table != nullptr ? *table : none);
    if (const auto mode = reader.text("mode"); mode && *mode != "personal")
        reader.wrong("mode", *mode == "operator"
                                 ? "cannot be \"operator\" yet: this version serves one person"
                                 : "must be \"personal\"");
    read_port(reader, config);
    read_listen(reader, table != nullptr ? *table : none, config);
    read_addresses(reader, config);
    read_socket(reader, config);
    if (const auto word = reader.word("open_browser", {"auto", "always", "never"}))
        config.open_browser = *word;
    if (const auto proxies = reader.texts("trusted_proxies"); proxies && !proxies->empty())
        reader.wrong("trusted_proxies", "must be empty: there is no operator mode yet");
    return reader.finish();
}

}  // namespace roadcase::config
