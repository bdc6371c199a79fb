#pragma once

#include <string_view>

namespace roadcase::server {

/// RFC 9110 §15, of the statuses that bodies of other people's dialects spell out; that of 500 for all
/// others.
std::string_view reason_phrase(int status);

}  // namespace roadcase::server
