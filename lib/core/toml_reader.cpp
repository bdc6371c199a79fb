#include <algorithm>

#include "core/text.h"
#include "core/toml.h"

namespace roadcase {
namespace {

constexpr std::string_view duration_form =
    "must be a duration such as \"30s\", \"5m\", \"1h\" or \"7d\", or whole seconds";

/// "5m" → 300. At most nine digits: nothing can overflow.
std::optional<std::int64_t> parse_duration(std::string_view text) {
    if (text.size() < 2 || text.size() > 10) return std::nullopt;
    const auto unit = std::string_view("smhd").find(text.back());
    if (unit == std::string_view::npos) return std::nullopt;
    std::int64_t number = 0;
    for (const char c : text.substr(0, text.size() - 1)) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    constexpr std::int64_t seconds_in[] = {1, 60, 3600, 86400};
    return number * seconds_in[unit];
}

}  // namespace

TomlReader::TomlReader(const TomlTable& table) : table_(table) {}

bool TomlReader::has(std::string_view key) const {
    return table_.find(key) != nullptr;
}

bool TomlReader::is_list(std::string_view key) const {
    const auto* value = table_.find(key);
    return value != nullptr && std::holds_alternative<std::vector<TomlValue>>(value->value);
}

const TomlValue* TomlReader::take(std::string_view key) {
    asked_.emplace_back(key);
    return table_.find(key);
}

void TomlReader::wrong(std::string_view key, std::string_view what) {
    if (problem_) return;
    const auto* value = table_.find(key);
    const auto path = table_.path + (table_.path.empty() ? "" : ".") + printable(key, 64);
    problem_ = toml_error(table_, value != nullptr ? value->line : table_.line,
                          path + " " + std::string(what) + ".");
}

template <class T>
std::optional<T> TomlReader::exactly(std::string_view key, std::string_view what) {
    const auto* value = take(key);
    if (value == nullptr) return std::nullopt;
    if (const auto* right = std::get_if<T>(&value->value)) return *right;
    wrong(key, what);
    return std::nullopt;
}

std::optional<std::string> TomlReader::text(std::string_view key) {
    return exactly<std::string>(key, "must be text in quotes");
}

std::optional<std::string> TomlReader::word(std::string_view key,
                                            std::initializer_list<std::string_view> words) {
    auto value = text(key);
    if (!value || std::find(words.begin(), words.end(), *value) != words.end()) return value;
    std::string choice;
    for (const auto each : words) choice += (choice.empty() ? "\"" : " or \"") + std::string(each) + "\"";
    wrong(key, "must be " + choice);
    return std::nullopt;
}

std::optional<std::int64_t> TomlReader::integer(std::string_view key) {
    return exactly<std::int64_t>(key, "must be a whole number");
}

std::optional<double> TomlReader::number(std::string_view key) {
    const auto* value = table_.find(key);
    if (value != nullptr && std::holds_alternative<double>(value->value)) return exactly<double>(key, "");
    const auto whole = exactly<std::int64_t>(key, "must be a number");
    return whole ? std::optional(static_cast<double>(*whole)) : std::nullopt;
}

std::optional<bool> TomlReader::boolean(std::string_view key) {
    return exactly<bool>(key, "must be true or false");
}

std::optional<std::vector<std::string>> TomlReader::texts(std::string_view key) {
    const auto* value = take(key);
    if (value == nullptr) return std::nullopt;
    std::vector<std::string> out;
    if (const auto* list = std::get_if<std::vector<TomlValue>>(&value->value)) {
        for (const auto& each : *list)
            if (const auto* text = std::get_if<std::string>(&each.value)) out.push_back(*text);
        if (out.size() == list->size()) return out;
    }
    wrong(key, "must be a list of texts such as [\"one\", \"two\"]");
    return std::nullopt;
}

std::optional<std::int64_t> TomlReader::duration_seconds(std::string_view key) {
    const auto* value = take(key);
    if (value == nullptr) return std::nullopt;
    std::optional<std::int64_t> duration;
    if (const auto* number = std::get_if<std::int64_t>(&value->value)) {
        if (*number >= 0 && *number <= 999'999'999) duration = *number;
    } else if (const auto* text = std::get_if<std::string>(&value->value)) {
        duration = parse_duration(*text);
    }
    if (!duration) wrong(key, duration_form);
    return duration;
}

const TomlTable* TomlReader::table(std::string_view key) {
    const auto* value = take(key);
    if (value == nullptr) return nullptr;
    const auto* table = std::get_if<TomlTable>(&value->value);
    if (table == nullptr) wrong(key, "must be a table");
    return table;
}

std::vector<const TomlTable*> TomlReader::tables(std::string_view key) {
    const auto* value = take(key);
    if (value == nullptr) return {};
    std::vector<const TomlTable*> out;
    if (const auto* list = std::get_if<std::vector<TomlValue>>(&value->value)) {
        for (const auto& each : *list)
            if (const auto* table = std::get_if<TomlTable>(&each.value)) out.push_back(table);
        if (out.size() == list->size()) return out;
    }
    wrong(key, "must be a list of tables, written [[" + std::string(key) + "]]");
    return {};
}

Status TomlReader::finish() {
    if (problem_) return fail(*problem_);
    for (const auto& [key, value] : table_.entries) {
        if (std::find(asked_.begin(), asked_.end(), key) != asked_.end()) continue;
        const auto guess = did_you_mean(key, asked_);
        return fail(toml_error(table_, value.line, "unknown key `" + printable(key, 64) + "`.",
                               guess ? "Did you mean `" + *guess + "`?" : ""));
    }
    return {};
}

}  // namespace roadcase
