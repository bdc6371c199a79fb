#include "server/http1_grammar.h"

#include <algorithm>

#include "core/encoding.h"
#include "core/text.h"

namespace roadcase::server {
namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_token_character(char c) {
    if (is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return true;
    return c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != npos;
}

bool has_plain_segments(std::string_view path) {
    for (path.remove_prefix(1);;) {
        const auto slash = path.find('/');
        const std::string_view segment = path.substr(0, slash);
        if (segment == "." || segment == "..") return false;
        if (slash == npos) return true;
        if (segment.empty()) return false;
        path.remove_prefix(slash + 1);
    }
}

}  // namespace

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

bool is_field_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
    });
}

bool is_visible_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

std::string_view trim_blanks(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::string> decode_path(std::string_view raw) {
    if (raw.find("%2F") != npos || raw.find("%2f") != npos) return std::nullopt;
    auto path = percent_decode(raw);
    if (!path || !is_utf8(*path) || path->find('\\') != npos) return std::nullopt;
    if (!is_field_value(*path) || path->find('\t') != npos) return std::nullopt;
    if (!has_plain_segments(*path)) return std::nullopt;
    return path;
}

std::optional<std::size_t> decimal(std::string_view text) {
    if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
    constexpr std::size_t ceiling = std::size_t{1} << 40;
    std::size_t value = 0;
    for (const char c : text) value = std::min(ceiling, value * 10 + static_cast<std::size_t>(c - '0'));
    return value;
}

}  // namespace roadcase::server
