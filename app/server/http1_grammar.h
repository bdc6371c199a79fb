#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace roadcase::server {

/// The character rules of an HTTP/1 message head, as functions of text.

bool is_digit(char c);
/// RFC 9110 §5.6.2.
bool is_token(std::string_view text);
/// No control characters but tabs. Bytes beyond ASCII are allowed (RFC 9110 §5.5): other programs' cookies
/// hold them.
bool is_field_value(std::string_view text);
bool is_visible_ascii(std::string_view text);
/// RFC 9110 §5.6.3.
std::string_view trim_blanks(std::string_view text);
/// The path of a request target decoded, once; nothing when it is none, or has a second spelling: an empty,
/// "." or
/// ".." segment, an escaped slash, a backslash. `raw` begins with "/".
std::optional<std::string> decode_path(std::string_view raw);
/// 1*DIGIT; a number beyond 2^40 is given as 2^40.
std::optional<std::size_t> decimal(std::string_view text);

}  // namespace roadcase::server
