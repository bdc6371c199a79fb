#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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

}  // namespace roadcase
