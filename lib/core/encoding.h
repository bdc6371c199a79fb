#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace roadcase {

inline constexpr std::string_view base62_alphabet =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// RFC 4648 §5 without padding. Decoding accepts exactly what encoding produces, nothing else.
std::string base64url_encode(std::string_view bytes);
std::optional<std::string> base64url_decode(std::string_view text);

/// RFC 4648 §4 with padding.
std::string base64_encode(std::string_view bytes);
std::optional<std::string> base64_decode(std::string_view text);

/// Lower-case hex.
std::string hex_encode(std::string_view bytes);

/// RFC 3986 §2.1: everything but unreserved characters (A-Z a-z 0-9 - . _ ~) becomes %XX.
std::string percent_encode(std::string_view text);
/// Reverses percent_encode; `plus_is_space` reads application/x-www-form-urlencoded. A broken escape or a NUL
/// gives nothing.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

/// SHA-256, 32 raw bytes.
std::string sha256(std::string_view bytes);
/// CRC-32 (IEEE 802.3), as zlib and GitHub's token format use it.
std::uint32_t crc32(std::string_view bytes);

/// 1*VSCHAR of RFC 6749 appendix A: printable ASCII, space included, no control characters.
bool is_vschar(std::string_view text);
/// Well-formed UTF-8 (RFC 3629), no overlong forms, no surrogates.
bool is_utf8(std::string_view text);
/// Text from outside made fit for a log line or message: control characters become `\xNN`, broken UTF-8 too,
/// cut at `limit` bytes with an ellipsis.
std::string printable(std::string_view text, std::size_t limit = 200);

bool iequals(std::string_view a, std::string_view b);                   ///< ASCII letters only
std::string to_lower(std::string_view text);                            ///< ASCII letters only
std::string_view trim(std::string_view text);                           ///< blanks, tabs, CR, LF at both ends
std::vector<std::string> split(std::string_view text, char separator);  ///< empty parts are left out
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// The candidate nearest to `wrong` when it is near enough to be a typo; else nothing.
std::optional<std::string> did_you_mean(std::string_view wrong, const std::vector<std::string>& candidates);

}  // namespace roadcase
