#include "handout/env_lines.h"

#include <algorithm>
#include <optional>

#include "core/text.h"

namespace roadcase::handout {
namespace {

constexpr std::size_t most_lines = 1000;

tl::unexpected<Error> wrong_line(int line, const std::string& what) {
    return fail(ErrorKind::invalid_request, "", "Line " + std::to_string(line) + " " + what + ".",
                "A line is NAME=VALUE, empty, or a comment after #.", "");
}

bool is_env_name(std::string_view name) {
    const auto fits = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '.';
    };
    return !name.empty() && name.size() <= 128 && std::all_of(name.begin(), name.end(), fits);
}

/// What comes after a closing quote may only be a comment.
bool is_rest(std::string_view rest) {
    rest = trim(rest);
    return rest.empty() || rest.front() == '#';
}

std::optional<std::string> double_quoted(std::string_view text) {
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') return is_rest(text.substr(i + 1)) ? std::optional(value) : std::nullopt;
        const bool escape = text[i] == '\\' && i + 1 < text.size();
        if (escape) ++i;
        value += escape && text[i] == 'n' ? '\n' : text[i];
    }
    return std::nullopt;
}

std::optional<std::string> value_of(std::string_view text) {
    text = trim(text);
    if (text.starts_with('"')) return double_quoted(text);
    if (text.starts_with('\'')) {
        const auto end = text.find('\'', 1);
        if (end == std::string_view::npos || !is_rest(text.substr(end + 1))) return std::nullopt;
        return std::string(text.substr(1, end - 1));
    }
    return std::string(trim(text.substr(0, text.find(" #"))));
}

}  // namespace

Result<std::vector<EnvLine>> read_env_lines(std::string_view text) {
    std::vector<EnvLine> lines;
    for (int number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#') continue;
        if (line.starts_with("export ")) line = trim(line.substr(7));
        const auto equals = line.find('=');
        const auto name = trim(line.substr(0, equals));
        if (equals == std::string_view::npos || !is_env_name(name))
            return wrong_line(number, "is no NAME=VALUE");
        auto value = value_of(line.substr(equals + 1));
        if (!value) return wrong_line(number, "has a quote that does not end, or something after it");
        const bool again =
            std::any_of(lines.begin(), lines.end(), [&](const EnvLine& each) { return each.name == name; });
        if (again) return wrong_line(number, "names something for the second time");
        if (lines.size() == most_lines) return wrong_line(number, "is one too many");
        lines.push_back({std::string(name), Secret(std::move(*value)), number});
    }
    return lines;
}

}  // namespace roadcase::handout
