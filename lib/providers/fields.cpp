#include "providers/fields.h"

#include <algorithm>

#include "core/text.h"
#include "http/url.h"

namespace roadcase::providers {
namespace {

constexpr auto not_an_endpoint = "must be an https:// URL (http:// only for localhost, 127.0.0.1 or [::1])";

/// RFC 6901 §3: every ~ begins ~0 or ~1.
bool is_pointer(std::string_view text) {
    if (text.empty() || text.front() != '/') return false;
    for (auto at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1))
        if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
    return true;
}

/// The address with something in place of its names.
std::string sample(const std::string& text, const Pairs& variables) {
    Pairs values{{"client_id", "x"}};
    for (const auto& [name, value] : variables) {
        const bool begins = text.starts_with("{" + name + "}");
        values.emplace_back(name, value.empty() ? (begins ? "https://a.example" : "x") : value);
    }
    return oauth::fill(text, values);
}

}  // namespace

bool is_token(std::string_view text) {
    constexpr std::string_view separators = "\"(),/:;<=>?@[\\]{} ";
    return is_vschar(text) && text.find_first_of(separators) == std::string_view::npos;
}

void read_line(TomlReader& reader, std::string_view key, std::string& target) {
    auto text = reader.text(key);
    if (!text) return;
    if (printable(*text, text->size()) != *text) return reader.wrong(key, "must be one line of text");
    target = std::move(*text);
}

void read_lines(TomlReader& reader, std::string_view key, std::vector<std::string>& target) {
    auto lines = reader.texts(key);
    if (!lines) return;
    for (const auto& line : *lines)
        if (printable(line, line.size()) != line) return reader.wrong(key, "must be lines of text");
    target = std::move(*lines);
}

void read_endpoint(TomlReader& reader, std::string_view key, const Pairs& variables, std::string& target) {
    auto text = reader.text(key);
    if (!text) return;
    if (!has_only_known_names(*text, {"client_id"}, variables))
        return reader.wrong(key, "may hold {client_id} and the names in variables");
    if (!text->empty() && !http::parse_endpoint(sample(*text, variables), key))
        return reader.wrong(key, not_an_endpoint);
    target = std::move(*text);
}

void read_page(TomlReader& reader, std::string_view key, const Pairs& variables, std::string& target) {
    auto text = reader.text(key);
    if (!text) return;
    const auto without_fragment = text->substr(0, text->find('#'));
    const bool is_page = has_only_known_names(*text, {}, variables) &&
                         http::parse_endpoint(sample(without_fragment, variables), key).has_value() &&
                         is_vschar(*text) && text->find(' ') == std::string::npos;
    if (!text->empty() && !is_page) return reader.wrong(key, not_an_endpoint);
    target = std::move(*text);
}

void read_pointer(TomlReader& reader, std::string_view key, std::string& target) {
    auto text = reader.text(key);
    if (!text) return;
    if (!is_pointer(*text)) return reader.wrong(key, "must be a JSON pointer such as \"/data/0/id\"");
    target = std::move(*text);
}

std::optional<std::vector<std::string>> read_pointers(TomlReader& reader, std::string_view key) {
    if (!reader.is_list(key)) {
        std::string one;
        read_pointer(reader, key, one);
        return one.empty() ? std::nullopt : std::optional(std::vector{one});
    }
    auto all = reader.texts(key);
    const bool good = all && !all->empty() && std::all_of(all->begin(), all->end(), is_pointer);
    if (all && !good) reader.wrong(key, "must be JSON pointers such as \"/data/0/id\"");
    return all;
}

Result<Pairs> read_pairs(const TomlTable* table, const PairCheck& check) {
    Pairs pairs;
    if (table == nullptr) return pairs;
    TomlReader reader(*table);
    for (const auto& [name, ignored] : table->entries) {
        auto value = reader.text(name);
        if (!value) continue;
        if (const auto problem = check(name, *value); !problem.empty()) reader.wrong(name, problem);
        pairs.emplace_back(name, std::move(*value));
    }
    return reader.finish().map([&] { return std::move(pairs); });
}

Status read_pairs(const TomlTable* table, const PairCheck& check, Pairs& target) {
    auto pairs = read_pairs(table, check);
    if (!pairs) return fail(pairs.error());
    if (table != nullptr) target = std::move(*pairs);
    return {};
}

bool has_only_known_names(std::string_view text, const std::vector<std::string_view>& allowed,
                          const Pairs& variables) {
    const auto is_known = [&](std::string_view name) {
        return std::find(allowed.begin(), allowed.end(), name) != allowed.end() ||
               std::any_of(variables.begin(), variables.end(),
                           [&](auto& pair) { return pair.first == name; });
    };
    for (auto brace = text.find_first_of("{}"); brace != std::string_view::npos;
         brace = text.find_first_of("{}")) {
        const auto close = text.find('}', brace);
        if (text[brace] == '}' || close == std::string_view::npos) return false;
        if (!is_known(text.substr(brace + 1, close - brace - 1))) return false;
        text.remove_prefix(close + 1);
    }
    return true;
}

std::string header_problem(std::string_view name, std::string_view value) {
    if (!is_token(name)) return "is no name of a header field";
    if (!has_only_known_names(value, {"access_token", "client_id"}, {}) || !is_vschar(value))
        return "may hold {access_token} and {client_id}, and no control characters";
    return {};
}

}  // namespace roadcase::providers
