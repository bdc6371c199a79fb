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

std::string curl_quoted(std::string_view value) {
    std::string quoted;
    for (const char c : value) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted;
}

}  // namespace roadcase::handout
