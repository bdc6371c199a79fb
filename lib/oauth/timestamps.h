#pragma once

#include <optional>
#include <string_view>

#include "core/clock.h"

namespace roadcase::oauth {

/// "2021-09-02T12:34:56" read as UTC, with or without a fraction or a final Z. Nothing for other zones.
std::optional<Time> parse_utc(std::string_view text);

/// The three date formats of RFC 9110 §5.6.7.
std::optional<Time> parse_http_date(std::string_view text);

}  // namespace roadcase::oauth
