#include "http/url.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/text.h"

namespace roadcase::http {
namespace {

constexpr std::size_t max_url = 16'384;
constexpr std::size_t max_host = 253;

constexpr std::string_view letters_and_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

bool only_of(std::string_view text, std::string_view others) {
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return letters_and_digits.find(c) != std::string_view::npos ||
               others.find(c) != std::string_view::npos;
    });
}

std::uint16_t default_port(std::string_view scheme) {
    return scheme == "https" ? 443 : 80;
}

/// One text per address, so that hosts can be compared.
std::optional<std::string> canonical_ip(int family, const std::string& text) {
    std::array<unsigned char, 16> address{};
    std::array<char, INET6_ADDRSTRLEN> canonical{};
    if (::inet_pton(family, text.c_str(), address.data()) != 1) return std::nullopt;
    return ::inet_ntop(family, address.data(), canonical.data(), canonical.size());
}

/// A host whose last label looks like a number is an IPv4 address in dotted form or nothing: resolvers would
/// read "127.1" or "0x7f.1" as addresses too.
bool looks_like_number(std::string_view host) {
    const auto label = host.substr(host.rfind('.') + 1);
    return label.find_first_not_of("0123456789") == std::string_view::npos || label.starts_with("0x");
}

std::optional<std::string> parse_name(std::string_view text) {
    auto host = to_lower(text);
    if (host.empty() || host.size() > max_host || !only_of(host, ".-_")) return std::nullopt;
    if (host.front() == '.' || host.back() == '.' || host.find("..") != std::string::npos)
        return std::nullopt;
    if (looks_like_number(host)) return canonical_ip(AF_INET, host);
    return host;
}

std::optional<std::uint16_t> parse_port(std::string_view digits) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    const bool whole = error == std::errc{} && end == digits.data() + digits.size();
    if (!whole || digits.size() > 5 || port == 0) return std::nullopt;
    return port;
}

bool parse_authority(std::string_view text, Url& url) {
    auto rest = text;
    std::optional<std::string> host;
    if (text.starts_with('[')) {
        const auto bracket = text.find(']');
        if (bracket == std::string_view::npos) return false;
        host = canonical_ip(AF_INET6, std::string(text.substr(1, bracket - 1)));
        rest.remove_prefix(bracket + 1);
    } else {
        const auto colon = std::min(text.find(':'), text.size());
        host = parse_name(text.substr(0, colon));
        rest.remove_prefix(colon);
    }
    if (!host) return false;
    url.host = std::move(*host);
    url.port = default_port(url.scheme);
    if (rest.empty()) return true;
    const auto port = rest.front() == ':' ? parse_port(rest.substr(1)) : std::nullopt;
    url.port = port.value_or(0);
    return port.has_value();
}

}  // namespace

std::optional<Url> parse_url(std::string_view text) {
    // The characters of RFC 3986 without '#' and '@' before the path; '@' is checked by the host's own set.
    if (text.size() > max_url || !only_of(text, "-._~:/?[]@!$&'()*+,;=%")) return std::nullopt;
    Url url;
    const auto colon = std::min(text.find(':'), text.size());
    url.scheme = to_lower(text.substr(0, colon));
    text.remove_prefix(colon);
    if ((url.scheme != "http" && url.scheme != "https") || !text.starts_with("://")) return std::nullopt;
    text.remove_prefix(3);

    const auto authority = text.substr(0, text.find_first_of("/?"));
    text.remove_prefix(authority.size());
    if (!parse_authority(authority, url)) return std::nullopt;

    const auto path = text.substr(0, text.find('?'));
    url.path = path.empty() ? "/" : std::string(path);
    text.remove_prefix(path.size());
    if (!text.empty()) url.query = text.substr(1);
    return url;
}

std::string Url::authority() const {
    auto out = host.find(':') == std::string::npos ? host : "[" + host + "]";
    if (port != default_port(scheme)) out += ":" + std::to_string(port);
    return out;
}

std::string Url::origin() const {
    return scheme + "://" + authority();
}

std::string Url::target() const {
    return query.empty() ? path : path + "?" + query;
}

std::string Url::text() const {
    return origin() + target();
}

bool Url::is_loopback() const {
    if (host == "localhost" || host == "::1") return true;
    return host.starts_with("127.") && canonical_ip(AF_INET, host) == host;
}

bool is_origin(std::string_view text) {
    const auto url = parse_url(text);
    return url && url->origin() == text;
}

Result<Url> parse_endpoint(std::string_view text, std::string_view what) {
    // The text itself stays out of the message: it could hold a password.
    auto url = parse_url(text);
    if (!url)
        return fail(ErrorKind::config, "E104", std::string(what) + " is not a usable address.",
                    "It must be a whole https:// address, without user name, blanks or a part after \"#\".",
                    "Copy it again from the provider's documentation.");
    if (url->scheme == "http" && !url->is_loopback())
        return fail(ErrorKind::config, "E104", std::string(what) + " must begin with https://.",
                    "Over plain http anybody on the way to " + url->host + " could read the secrets.",
                    "Write https://; http:// is for this computer (localhost) only.");
    return std::move(*url);
}

}  // namespace roadcase::http
