#pragma once

#include <string_view>

namespace roadcase {

/// The first line that holds a key of more than 16 segments; 0 when there is none. toml++ recurses over
/// segments (100,000 of them end the process), so they are counted before it sees the text.
int line_of_overlong_key(std::string_view text);

}  // namespace roadcase
