#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace roadcase::http {

/// An absolute http or https URL, taken apart. No user info, no fragment: those are refused.
struct Url {
    std::string scheme;      ///< "http" or "https"
    std::string host;        ///< lower case; an IPv6 literal without its brackets
    std::uint16_t port = 0;  ///< the scheme's default when the text names none
    std::string path;        ///< begins with "/"
    std::string query;       ///< raw, without "?"; empty when absent

    /// host[:port] as it stands in a Host header: brackets for IPv6, no default port.
    std::string authority() const;
    /// scheme://authority (RFC 6454).
    std::string origin() const;
    /// path[?query], as it stands in a request line.
    std::string target() const;
    /// "localhost", 127.0.0.0/8 or ::1.
    bool is_loopback() const;
    std::string text() const;
};

/// Nothing when the text is no absolute http(s) URL, holds blanks or control characters, user info or a
/// fragment.
std::optional<Url> parse_url(std::string_view text);

/// scheme://host[:port] and nothing more, as browsers write an origin.
bool is_origin(std::string_view text);

/// An endpoint as configured: https, or http for loopback hosts only. The Error names `what`.
Result<Url> parse_endpoint(std::string_view text, std::string_view what);

/// Query or form parameters in their order, decoded. Repeated names are kept: who reads decides.
class Params {
  public:
    Params() = default;
    Params(std::initializer_list<std::pair<std::string, std::string>> pairs) : pairs_(pairs) {}

    void add(std::string name, std::string value) { pairs_.emplace_back(std::move(name), std::move(value)); }
    /// The first value of that name.
    std::optional<std::string> get(std::string_view name) const;
    std::size_t count(std::string_view name) const;
    /// The first name that stands more than once (RFC 6749 §3.1: parameters MUST NOT repeat).
    std::optional<std::string> repeated() const;
    /// application/x-www-form-urlencoded with %20 for blanks.
    std::string encode() const;

    auto begin() const { return pairs_.begin(); }
    auto end() const { return pairs_.end(); }
    bool empty() const { return pairs_.empty(); }
    std::size_t size() const { return pairs_.size(); }

  private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

/// Reads a raw query string or form body; "a=b==" gives "b==". Nothing for broken escapes, NUL, or more than
/// 64 parameters.
std::optional<Params> parse_params(std::string_view raw);

/// `url` with these parameters appended after "?" or "&".
std::string with_query(std::string_view url, const Params& params);

}  // namespace roadcase::http
