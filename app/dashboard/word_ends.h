#pragma once

namespace roadcase::dashboard {

/// A letter of any alphabet (in UTF-8: a part of one), a digit or "_": a word may go on with it.
constexpr bool is_part_of_word(char c) {
    return static_cast<unsigned char>(c) >= 0x80 || c == '_' || (c >= '0' && c <= '9') ||
           (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

}  // namespace roadcase::dashboard
