#pragma once

#include <string>
#include <string_view>

namespace roadcase::test {

/// A test parameter as a part of a test's name: what CMake and a terminal cannot mistake.
inline std::string label(std::string_view text) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-_ ";
    std::string out;
    for (const char c : text.substr(0, 60)) out += plain.find(c) == std::string_view::npos ? '_' : c;
    return out.empty() ? "nothing" : out;
}

}  // namespace roadcase::test
