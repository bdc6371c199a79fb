#include "config/toml_text.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "core/text.h"

namespace roadcase::config {
namespace {

std::string escaped(char c) {
    if (c == '"' || c == '\\') return {'\\', c};
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) return {c};
    std::array<char, 8> code{};
    std::snprintf(code.data(), code.size(), "\\u%04X",
                  static_cast<unsigned int>(static_cast<unsigned char>(c)));
    return code.data();
}

std::string key_text(const std::string& key) {
    const auto is_bare = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
               c == '-';
    };
    return !key.empty() && std::all_of(key.begin(), key.end(), is_bare) ? key : toml_string(key);
}

std::string value_text(const TomlValue& value);

std::string inline_table(const TomlTable& table) {
    std::vector<std::string> pairs;
    for (const auto& [key, value] : table.entries) pairs.push_back(key_text(key) + " = " + value_text(value));
    return pairs.empty() ? "{}" : "{ " + join(pairs, ", ") + " }";
}

std::string number_text(double number) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%#.17g", number);
    return text.data();
}

struct ToText {
    std::string operator()(const std::string& text) const { return toml_string(text); }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return number_text(number); }
    std::string operator()(bool truth) const { return truth ? "true" : "false"; }
    std::string operator()(const TomlTable& table) const { return inline_table(table); }
    std::string operator()(const std::vector<TomlValue>& list) const {
        std::vector<std::string> texts;
        for (const auto& each : list) texts.push_back(value_text(each));
        return "[" + join(texts, ", ") + "]";
    }
};

std::string value_text(const TomlValue& value) {
    return std::visit(ToText{}, value.value);
}

/// Values before tables: what stands behind a header belongs to it.
void write(const TomlTable& table, std::string& text) {
    text += "[" + table.path + "]\n";
    for (const auto& [key, value] : table.entries)
        if (!std::holds_alternative<TomlTable>(value.value))
            text += key_text(key) + " = " + value_text(value) + "\n";
    for (const auto& [key, value] : table.entries) {
        const auto* below = std::get_if<TomlTable>(&value.value);
        if (below == nullptr) continue;
        auto named = *below;
        named.path = table.path + "." + key_text(key);
        text += "\n";
        write(named, text);
    }
}

}  // namespace

std::string toml_string(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) quoted += escaped(c);
    return quoted + "\"";
}

std::string toml_list(const std::vector<std::string>& texts) {
    std::vector<std::string> quoted;
    for (const auto& text : texts) quoted.push_back(toml_string(text));
    return "[" + join(quoted, ", ") + "]";
}

std::string toml_table(const TomlTable& table) {
    std::string text;
    write(table, text);
    return text;
}

}  // namespace roadcase::config
