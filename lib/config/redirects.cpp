#include <algorithm>

#include "config/sections.h"
#include "core/text.h"
#include "http/url.h"

namespace roadcase::config {
namespace {

std::string literal(const http::Url& url) {
    return url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
}

bool accepts(const providers::Provider& provider, const http::Url& url) {
    const auto& hosts = provider.redirect_hosts;
    return !url.is_loopback() || std::find(hosts.begin(), hosts.end(), literal(url)) != hosts.end();
}

/// What this provider has against it; empty when nothing.
std::string refusal(const std::string& uri, const providers::Provider& provider) {
    const auto better = accepted_redirect(uri, provider);
    if (better == uri) return {};
    const auto url = http::parse_url(uri);
    const auto what = accepts(provider, *url) ? "http" : "\"" + literal(*url) + "\"";
    return "is refused: " + provider.display_name + " does not accept " + what + ". Register " + better +
           " there and write it here";
}

void warn_of_port(const TomlTable& table, const http::Url& url, Config& config) {
    if (url.scheme != "http" || url.port == config.port) return;
    const auto* value = table.find("redirect_uri");
    config.warnings.push_back(toml_error(table, value != nullptr ? value->line : table.line,
                                         table.path + " sends browsers back to port " +
                                             std::to_string(url.port) + ", but roadcase listens on " +
                                             std::to_string(config.port) + ".")
                                  .title);
}

}  // namespace

std::string accepted_redirect(const std::string& uri, const providers::Provider& provider) {
    auto url = http::parse_url(uri);
    if (!url || !url->is_loopback()) return uri;
    if (!accepts(provider, *url)) {
        url->host = provider.redirect_hosts.front();
        std::erase_if(url->host, [](char c) { return c == '[' || c == ']'; });
    }
    if (provider.redirect_scheme == "https") url->scheme = "https";
    return url->text();
}

void read_redirect(TomlReader& reader, const TomlTable& table, Config& config, accounts::ClientEntry& entry) {
    auto& uri = entry.client.redirect_uri;
    uri = accepted_redirect(config.redirect_uri, entry.provider);
    if (const auto own = reader.text("redirect_uri")) {
        uri = *own;
        auto problem = redirect_problem(uri);
        if (problem.empty()) problem = refusal(uri, entry.provider);
        if (!problem.empty()) reader.wrong("redirect_uri", problem);
    }
    if (const auto url = http::parse_url(uri)) warn_of_port(table, *url, config);
}

}  // namespace roadcase::config
