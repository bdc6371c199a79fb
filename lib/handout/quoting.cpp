#include "handout/quoting.h"

#include <algorithm>

#include "core/text.h"

namespace roadcase::handout {
namespace {

bool is_alnum(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Without quotes in a shell and in a .env file alike.
bool is_harmless(std::string_view value) {
    return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
        return is_alnum(c) || std::string_view("_-.,:/@%+=").find(c) != std::string_view::npos;
    });
}

}  // namespace

std::string env_prefix(std::string_view account) {
    std::string prefix;
    for (const char c : account) {
        const bool lower = c >= 'a' && c <= 'z';
        prefix += lower ? static_cast<char>(c - 'a' + 'A') : is_alnum(c) ? c : '_';
    }
    // A name may not begin with a digit.
    return !prefix.empty() && prefix.front() >= '0' && prefix.front() <= '9' ? "_" + prefix : prefix;
}

std::string shell_quoted(std::string_view value) {
    if (is_harmless(value)) return std::string(value);
    std::string quoted = "'";
    for (const char c : value) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

std::optional<std::string> dotenv_quoted(std::string_view value) {
    if (is_harmless(value)) return std::string(value);
    // Between single quotes nothing is expanded, and readers differ about what a backslash does there.
    if (!is_vschar(value) || value.find_first_of("'\\") != std::string_view::npos) return std::nullopt;
    return "'" + std::string(value) + "'";
}

std::string powershell_quoted(std::string_view value) {
    // Its single quotes are five characters: ' and U+2018 to U+201B. Twice, each stands for itself.
    constexpr std::string_view typographic = "\xE2\x80";
    std::string quoted = "'";
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto last = value.substr(i).starts_with(typographic) && i + 2 < value.size()
                              ? static_cast<unsigned char>(value[i + 2])
                              : 0;
        const auto size = last >= 0x98 && last <= 0x9B ? 3U : 1U;
        const auto character = value.substr(i, size);
        quoted += character;
        if (size == 3 || value[i] == '\'') quoted += character;
        i += size - 1;
    }
    return quoted + "'";
}

std::string curl_quoted(std::string_view value) {
    std::string quoted;
    for (const char c : value) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted;
}

}  // namespace roadcase::handout
