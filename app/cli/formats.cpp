#include "cli/formats.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace roadcase::cli {
namespace {

using Headers = std::vector<std::pair<std::string, Secret>>;
using Writer = std::string (*)(const Token&, const Headers&);

struct Format {
    std::string_view name;
    Writer write;
};

bool is_alnum(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// What the provider wants; a bearer header where the server named none (RFC 6750 §2.1), Authorization first.
Headers headers_of(const Token& token) {
    auto headers = token.headers;
    if (headers.empty())
        headers.emplace_back("Authorization", Secret("Bearer " + token.access_token.reveal()));
    std::stable_partition(headers.begin(), headers.end(),
                          [](const auto& header) { return iequals(header.first, "Authorization"); });
    return headers;
}

bool one_line(const Token& token, const Headers& headers) {
    return is_vschar(token.access_token.reveal()) &&
           (token.client_id.empty() || is_vschar(token.client_id)) &&
           std::all_of(headers.begin(), headers.end(), [](const auto& header) {
               return is_vschar(header.first) && is_vschar(header.second.reveal());
           });
}

std::string plain(const Token& token, const Headers&) {
    return token.access_token.reveal() + "\n";
}

std::string header(const Token&, const Headers& headers) {
    return headers.front().first + ": " + headers.front().second.reveal() + "\n";
}

std::string all_headers(const Token&, const Headers& headers) {
    std::string lines;
    for (const auto& [name, value] : headers) lines += name + ": " + value.reveal() + "\n";
    return lines;
}

std::string curl(const Token&, const Headers& headers) {
    std::string lines;
    for (const auto& [name, value] : headers)
        lines += "header = \"" + curl_quoted(name + ": " + value.reveal()) + "\"\n";
    return lines;
}

std::string irc(const Token& token, const Headers&) {
    return "oauth:" + token.access_token.reveal() + "\n";
}

std::string env(const Token& token, const Headers&) {
    const auto prefix = env_prefix(token.account);
    auto lines = prefix + "_ACCESS_TOKEN=" + shell_quoted(token.access_token.reveal()) + "\n";
    if (!token.client_id.empty()) lines += prefix + "_CLIENT_ID=" + shell_quoted(token.client_id) + "\n";
    return lines;
}

constexpr std::array<Format, 6> formats{{{"plain", plain},
                                         {"header", header},
                                         {"headers", all_headers},
                                         {"curl", curl},
                                         {"irc", irc},
                                         {"env", env}}};

}  // namespace

const std::vector<std::string>& token_formats() {
    static const std::vector<std::string> names{"plain", "json", "header", "headers", "curl", "irc", "env"};
    return names;
}

Result<Secret> format_token(const Token& token, std::string_view format) {
    if (format == "json") return Secret(token.body.reveal() + "\n");
    const auto headers = headers_of(token);
    if (!one_line(token, headers))
        return fail(ErrorKind::rejected, "", "This token holds characters that no line of text can carry.",
                    "The provider gave it so.", "use --format json");
    const auto* found =
        std::find_if(formats.begin(), formats.end(), [&](const Format& each) { return each.name == format; });
    if (found == formats.end())
        return fail(ErrorKind::invalid_request, "", "There is no such format.", "", "roadcase token --help");
    return Secret(found->write(token, headers));
}

std::string env_prefix(std::string_view account) {
    std::string prefix;
    for (const char c : account) {
        const bool lower = c >= 'a' && c <= 'z';
        prefix += lower ? static_cast<char>(c - 'a' + 'A') : is_alnum(c) ? c : '_';
    }
    // A name may not begin with a digit.
    return !prefix.empty() && prefix.front() >= '0' && prefix.front() <= '9' ? "_" + prefix : prefix;
}

std::string shell_quoted(std::string_view value) {
    const auto harmless = [](char c) {
        return is_alnum(c) || std::string_view("_-.,:/@%+=").find(c) != std::string_view::npos;
    };
    if (!value.empty() && std::all_of(value.begin(), value.end(), harmless)) return std::string(value);
    std::string quoted = "'";
    for (const char c : value) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

std::string curl_quoted(std::string_view value) {
    std::string quoted;
    for (const char c : value) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted;
}

}  // namespace roadcase::cli
