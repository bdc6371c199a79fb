#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "http/message.h"

namespace roadcase::http {

inline constexpr std::size_t max_status_line = 1024;

/// Status line and fields of an answer, checked (RFC 9112 §4, §5, §6).
struct AnswerHead {
    int status = 0;
    Headers headers;
    std::optional<std::size_t> content_length;
    bool chunked = false;

    /// A final answer follows (RFC 9110 §15.2).
    bool is_interim() const { return status < 200; }
    /// No content whatever the fields say (RFC 9112 §6.3).
    bool is_empty() const { return status == 204 || status == 304; }
};

/// `text` is everything up to and with the empty line. A malformed or folded line, a framing that contradicts
/// itself or is unknown, encoded content and 101 are refused, not repaired: the sentence says which it was.
tl::expected<AnswerHead, std::string> parse_answer_head(std::string_view text);

/// A field name (RFC 9110 §5.1), and a method: 1*tchar.
bool is_token(std::string_view text);
/// A field value: no CR, LF, NUL or other control character but the tab.
bool is_field_value(std::string_view text);

}  // namespace roadcase::http
