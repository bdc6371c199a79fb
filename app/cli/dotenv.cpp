#include "cli/dotenv.h"

#include <algorithm>
#include <optional>

#include "core/encoding.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

/// Only a comment may follow what was quoted.
bool is_rest(std::string_view text) {
    const auto left = trim(text);
    return left.empty() || (left.front() == '#' && left.size() < text.size());
}

std::optional<char> unescaped(char c) {
    switch (c) {
        case 'n':
            return '\n';
        case 't':
            return '\t';
        case '"':
        case '\\':
        case '$':
            return c;
        default:
            return std::nullopt;
    }
}

std::optional<std::string> single_quoted(std::string_view text) {
    const auto end = text.find('\'', 1);
    if (end == std::string_view::npos || !is_rest(text.substr(end + 1))) return std::nullopt;
    return std::string(text.substr(1, end - 1));
}

std::optional<std::string> double_quoted(std::string_view text) {
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') return is_rest(text.substr(i + 1)) ? std::optional(value) : std::nullopt;
        const auto escaped = text[i] == '\\' && i + 1 < text.size() ? unescaped(text[i + 1]) : std::nullopt;
        value += escaped.value_or(text[i]);
        if (escaped) ++i;
    }
    return std::nullopt;
}

std::string unquoted(std::string_view text) {
    auto end = text.size();
    for (std::size_t i = 0; i < text.size() && end == text.size(); ++i)
        if (text[i] == '#' && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\t')) end = i;
    return std::string(trim(text.substr(0, end)));
}

std::optional<std::string> value_of(std::string_view text) {
    if (text.starts_with('\'')) return single_quoted(text);
    if (text.starts_with('"')) return double_quoted(text);
    return unquoted(text);
}

Error wrong_line(const std::string& file, std::size_t line, std::string why) {
    return make_error(ErrorKind::invalid_request, "",
                      printable(file, 200) + ", line " + std::to_string(line) + ": " + std::move(why),
                      "A line is NAME=value, NAME='value' or NAME=\"value\". Nothing was started.");
}

Result<DotenvLine> parse_line(std::string_view text, const std::string& file, std::size_t line) {
    if (text.starts_with("export ")) text = trim(text.substr(7));
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return fail(wrong_line(file, line, "there is no \"=\"."));
    const auto name = trim(text.substr(0, equals));
    if (!is_variable_name(name))
        return fail(wrong_line(file, line, "what stands before \"=\" is no name of a variable."));
    auto value = value_of(trim(text.substr(equals + 1)));
    if (!value) return fail(wrong_line(file, line, "the quotes of " + std::string(name) + " do not close."));
    return DotenvLine{std::string(name), std::move(*value), line};
}

}  // namespace

bool is_variable_name(std::string_view text) {
    const auto fits = [](char c) { return c == '_' || base62_alphabet.find(c) != std::string_view::npos; };
    const bool digit = !text.empty() && text.front() >= '0' && text.front() <= '9';
    return !text.empty() && text.size() <= 256 && !digit && std::all_of(text.begin(), text.end(), fits);
}

Result<std::vector<DotenvLine>> parse_dotenv(std::string_view text, const std::string& file) {
    std::vector<DotenvLine> lines;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (text.find('\0') != std::string_view::npos)
        return fail(wrong_line(file, 1, "this is no file of text."));
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#') continue;
        auto parsed = parse_line(line, file, number);
        if (!parsed) return fail(parsed.error());
        lines.push_back(std::move(*parsed));
    }
    return lines;
}

}  // namespace roadcase::cli
