#include "core/json.h"

#include <set>
#include <vector>

#include "core/encoding.h"

namespace roadcase {
namespace {

constexpr int max_depth = 16;

/// Watches the parse as it goes: a tree that is too deep is never built, because copying or dumping one can
/// overflow the stack; and of two equal keys the library would silently keep the last.
struct Watch {
    bool refused = false;
    std::vector<std::set<std::string>> keys;

    bool operator()(int depth, Json::parse_event_t event, Json& parsed) {
        using Event = Json::parse_event_t;
        if (depth > max_depth) refused = true;
        if (refused) return false;
        if (event == Event::object_start) keys.emplace_back();
        if (event == Event::object_end) keys.pop_back();
        if (event == Event::key && !keys.back().insert(parsed.get<std::string>()).second) refused = true;
        return !refused;
    }
};

template <class AnyJson>
std::string dump_any(const AnyJson& value) {
    return value.dump(-1, ' ', false, AnyJson::error_handler_t::replace);
}

}  // namespace

std::optional<Json> parse_json(std::string_view text) {
    if (!is_utf8(text) || text.substr(0, 3) == "\xEF\xBB\xBF") return std::nullopt;
    Watch watch;
    auto value = Json::parse(text, std::ref(watch), /*allow_exceptions=*/false);
    if (watch.refused || value.is_discarded()) return std::nullopt;
    return value;
}

const Json* find(const Json& object, std::string_view key) {
    if (!object.is_object()) return nullptr;
    const auto it = object.find(std::string(key));
    return it == object.end() ? nullptr : &*it;
}

std::optional<std::string> string_at(const Json& object, std::string_view key) {
    const auto* value = find(object, key);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return value->get<std::string>();
}

std::optional<std::string> text_at_pointer(const Json& value, std::string_view pointer) {
    try {
        const Json::json_pointer path{std::string(pointer)};
        if (!value.contains(path)) return std::nullopt;
        const auto& found = value.at(path);
        if (found.is_string()) return found.get<std::string>();
        if (found.is_number_integer()) return found.dump();
    } catch (const Json::exception&) {
        // A pointer that is no pointer finds nothing.
    }
    return std::nullopt;
}

std::string dump(const Json& value) { return dump_any(value); }
std::string dump(const OrderedJson& value) { return dump_any(value); }

}  // namespace roadcase
