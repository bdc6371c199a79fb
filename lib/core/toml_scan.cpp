#include "core/toml_scan.h"

#include <algorithm>
#include <string>

namespace roadcase {
namespace {

constexpr int max_key_segments = 16;

/// The position behind the string that begins at `begin`. What the library would refuse (a line end in a
/// one-line string) may end anywhere: nothing behind it is parsed.
std::size_t behind_string(std::string_view text, std::size_t begin) {
    const char quote = text[begin];
    const std::string triple(3, quote);
    const bool multi_line = text.substr(begin, 3) == triple;
    auto i = begin + (multi_line ? 3 : 1);
    while (i < text.size()) {
        if (text[i] == '\\' && quote == '"') {
            i += 2;
        } else if (multi_line && text.substr(i, 3) == triple) {
            // Two more quotes may stand right before the closing three.
            const auto last = std::min(i + 5, text.size());
            for (i += 3; i < last && text[i] == quote;) ++i;
            return i;
        } else if (!multi_line && (text[i] == quote || text[i] == '\n')) {
            return i + (text[i] == quote ? 1 : 0);
        } else {
            ++i;
        }
    }
    return text.size();
}

}  // namespace

int line_of_overlong_key(std::string_view text) {
    constexpr std::string_view ends_a_key = "\n=,{}[]";
    int segments = 1;
    std::size_t i = 0;
    while (i < text.size()) {
        const char c = text[i];
        if (c == '"' || c == '\'') {
            i = behind_string(text, i);
            continue;
        }
        if (c == '#') {
            i = std::min(text.find('\n', i), text.size());
            continue;
        }
        if (ends_a_key.find(c) != std::string_view::npos) segments = 1;
        if (c == '.' && ++segments > max_key_segments)
            return static_cast<int>(1 + std::count(text.begin(), text.begin() + static_cast<long>(i), '\n'));
        ++i;
    }
    return 0;
}

}  // namespace roadcase
