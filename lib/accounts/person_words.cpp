#include "accounts/person_words.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "core/text.h"

namespace roadcase::accounts {
namespace {

constexpr std::size_t longest_name = 80;
constexpr auto unlimited = std::numeric_limits<std::size_t>::max();
constexpr std::string_view covered = "•••";
/// What may stand around an address: "Nova <nova@example.org>".
constexpr std::string_view around = " <>()[]{},;:|";

struct Range {
    std::uint32_t first, last;
};

/// Format characters (Unicode Cf) and separators of lines: they are not seen, join what looks apart, hide an
/// @ from a search, and let one name look like another.
constexpr auto unseen = std::to_array<Range>({{0xAD, 0xAD},
                                              {0x61C, 0x61C},
                                              {0x180E, 0x180E},
                                              {0x200B, 0x200F},
                                              {0x2028, 0x202E},
                                              {0x2060, 0x206F},
                                              {0xFEFF, 0xFEFF},
                                              {0xFFF9, 0xFFFB},
                                              {0x1D173, 0x1D17A},
                                              {0xE0000, 0xE007F}});

bool continues(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// The first character, whole also when it takes several bytes.
std::string_view first_character(std::string_view text) {
    std::size_t end = text.empty() ? 0 : 1;
    while (end < text.size() && continues(text[end])) ++end;
    return text.substr(0, end);
}

std::uint32_t code_point(std::string_view character) {
    const auto byte = [&](std::size_t at) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(character[at]));
    };
    if (character.size() < 2 || character.size() > 4) return byte(0);
    auto code = byte(0) & (0x7FU >> character.size());
    for (std::size_t at = 1; at < character.size(); ++at) code = code << 6U | (byte(at) & 0x3FU);
    return code;
}

bool is_unseen(std::string_view character) {
    const auto code = code_point(character);
    return std::any_of(unseen.begin(), unseen.end(),
                       [&](const Range& range) { return code >= range.first && code <= range.last; });
}

std::string without_unseen(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto character = first_character(text);
        if (!is_unseen(character)) out += character;
        text.remove_prefix(character.size());
    }
    return out;
}

std::string masked(std::string_view user, std::string_view domain) {
    const auto dot = domain.rfind('.');
    const auto ending = dot == std::string_view::npos ? std::string_view() : domain.substr(dot);
    return std::string(first_character(user))
        .append(covered)
        .append("@")
        .append(first_character(domain))
        .append(covered)
        .append(ending);
}

/// A name that begins with @ is a handle.
std::string without_address(std::string_view run) {
    const auto at = run.find('@', 1);
    if (at == std::string_view::npos || at + 1 == run.size()) return std::string(run);
    return masked(run.substr(0, at), run.substr(at + 1));
}

std::string without_addresses(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find_first_of(around, at), text.size());
        if (end > at) out += without_address(text.substr(at, end - at));
        if (end < text.size()) out += text[end];
        at = end + 1;
    }
    return out;
}

}  // namespace

std::string person_words(std::string_view name) {
    // Whole characters first, or what is left out could leave halves that make one. Cut last: half an address
    // is none.
    return printable(without_addresses(without_unseen(printable(name, unlimited))), longest_name);
}

}  // namespace roadcase::accounts
