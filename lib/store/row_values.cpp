#include "store/row_values.h"

#include "core/json.h"

namespace roadcase::store {

Value value_of(const std::optional<Time>& time) {
    if (!time) return std::monostate{};
    return to_unix(*time);
}

Value unless_zero(std::int64_t number) {
    if (number == 0) return std::monostate{};
    return number;
}

Value unless_empty(const std::vector<std::string>& list) {
    if (list.empty()) return std::monostate{};
    return list_text(list);
}

std::string list_text(const std::vector<std::string>& list) {
    return dump(Json(list));
}

std::vector<std::string> list_from(std::string_view text) {
    std::vector<std::string> list;
    if (const auto json = parse_json(text); json && json->is_array())
        for (const auto& each : *json)
            if (each.is_string()) list.push_back(each.get<std::string>());
    return list;
}

}  // namespace roadcase::store
