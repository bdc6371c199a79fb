#include "providers/fields.h"

#include <algorithm>

#include "core/text.h"
#include "http/url.h"

namespace roadcase::providers {
namespace {

/// Only the two placeholders that are filled in.
bool is_template(std::string value) {
    for (const std::string_view known : {"{access_token}", "{client_id}"})
        for (auto at = value.find(known); at != std::string::npos; at = value.find(known))
            value.replace(at, known.size(), "x");
    return is_vschar(value) && value.find_first_of("{}") == std::string::npos;
}

/// RFC 6901 §3: every ~ begins ~0 or ~1.
bool is_pointer(std::string_view text) {
    if (text.empty() || text.front() != '/') return false;
    for (auto at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1))
        if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
    return true;
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

void read_endpoint(TomlReader& reader, std::string_view key, std::string& target) {
    auto text = reader.text(key);
    if (!text) return;
    if (!text->empty() && !http::parse_endpoint(*text, key))
        return reader.wrong(key, "must be an https:// URL (http:// only for localhost, 127.0.0.1 or [::1])");
    target = std::move(*text);
}

void read_pointer(TomlReader& reader, std::string_view key, std::string& target) {
    auto text = reader.text(key);
    if (!text) return;
    if (!is_pointer(*text)) return reader.wrong(key, "must be a JSON pointer such as \"/data/0/id\"");
    target = std::move(*text);
}

Status read_pairs(const TomlTable* table, PairCheck check, Pairs& target) {
    if (table == nullptr) return {};
    TomlReader reader(*table);
    Pairs pairs;
    for (const auto& [name, ignored] : table->entries) {
        auto value = reader.text(name);
        if (!value) continue;
        if (const auto problem = check(name, *value); !problem.empty()) reader.wrong(name, problem);
        pairs.emplace_back(name, std::move(*value));
    }
    return reader.finish().map([&] { target = std::move(pairs); });
}

std::string header_problem(std::string_view name, std::string_view value) {
    if (!is_token(name)) return "is no name of a header field";
    if (!is_template(std::string(value)))
        return "may hold {access_token} and {client_id}, and no control characters";
    return {};
}

}  // namespace roadcase::providers
