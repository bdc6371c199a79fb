#pragma once

#include <string>
#include <string_view>

#include "config/config.h"
#include "core/text.h"
#include "http/url.h"

namespace roadcase::test {

/// What must hold whatever a config.toml says; the broken rule in words, or nothing when all is well. The
/// fuzz target and a unit test over its corpus share it.
inline bool is_showable(const std::string& text) {
    return !text.empty() && printable(text, text.size()) == text;
}

inline std::string problem_of(const accounts::ClientEntry& client) {
    const auto& server = client.provider.server;
    if (!is_vschar(client.client.client_id)) return "a client without an id";
    for (const auto* endpoint : {&server.authorization_endpoint, &server.token_endpoint})
        if (!http::parse_endpoint(*endpoint, "endpoint")) return "an endpoint that is none";
    if (!http::parse_endpoint(client.client.redirect_uri, "redirect_uri"))
        return "a redirect URI that is none";
    const bool has_secret = client.load_secret || !client.client.client_secret.empty();
    if (has_secret == (client.client.token_endpoint_auth_method == oauth::ClientAuthMethod::none))
        return "a secret without a use, or a use without a secret";
    return {};
}

inline std::string config_problem(std::string_view text) {
    const config::Sources nothing{"/nowhere", [](const char*) -> const char* { return nullptr; },
                                  [](const std::vector<std::string>&) -> Result<Secret> {
                                      return fail(ErrorKind::config, "", "No command runs here.");
                                  }};
    const auto result = config::parse_config(text, "config.toml", nothing);
    if (!result) {
        const auto& error = result.error();
        if (error.kind != ErrorKind::config || error.code != "E104") return "an error of another kind";
        if (error.title.rfind("config.toml", 0) != 0) return "an error that names no file";
        return is_showable(error.one_line()) ? "" : "an error that cannot be shown";
    }
    if (result->port == 0 || !http::parse_endpoint(result->public_url, "public_url"))
        return "no address of our own";
    for (const auto& warning : result->warnings)
        if (!is_showable(warning)) return "a warning that cannot be shown";
    for (const auto& client : result->clients)
        if (auto problem = problem_of(client); !problem.empty()) return problem;
    return {};
}

}  // namespace roadcase::test
