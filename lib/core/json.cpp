#include "core/json.h"

#include <set>
#include <vector>

#include "core/text.h"

namespace roadcase {
namespace {

constexpr std::size_t max_depth = 16;

/// Reads the text once without building anything, and stops where it is too deep (copying or dumping such a
/// tree can overflow the stack) or has a key twice (the library would silently keep the last). The library's
/// own filter, a callback, takes time that grows with the square of the number of objects.
class Watch final : public nlohmann::json_sax<Json> {
  public:
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return enter(); }
    bool key(string_t& name) override { return keys_.back().insert(name).second; }
    bool end_object() override { return leave(); }
    bool start_array(std::size_t) override { return enter(); }
    bool end_array() override { return leave(); }
    bool parse_error(std::size_t, const std::string&, const Json::exception&) override { return false; }

  private:
    bool enter() {
        keys_.emplace_back();
        return keys_.size() <= max_depth;
    }
    bool leave() {
        keys_.pop_back();
        return true;
    }

    std::vector<std::set<std::string>> keys_;  ///< of every open object; empty for an open array
};

template <class AnyJson>
std::string dump_any(const AnyJson& value) {
    return value.dump(-1, ' ', false, AnyJson::error_handler_t::replace);
}

}  // namespace

std::optional<Json> parse_json(std::string_view text) {
    if (!is_utf8(text) || text.substr(0, 3) == "\xEF\xBB\xBF") return std::nullopt;
    Watch watch;
    if (!Json::sax_parse(text, &watch)) return std::nullopt;
    auto value = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (value.is_discarded()) return std::nullopt;
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

const Json* find_at_pointer(const Json& value, std::string_view pointer) {
    try {
        const Json::json_pointer path{std::string(pointer)};
        return value.contains(path) ? &value.at(path) : nullptr;
    } catch (const Json::exception&) {
        return nullptr;  // a pointer that is no pointer finds nothing
    }
}

std::optional<std::string> text_at_pointer(const Json& value, std::string_view pointer) {
    const auto* found = find_at_pointer(value, pointer);
    if (found == nullptr) return std::nullopt;
    if (found->is_string()) return found->get<std::string>();
    if (found->is_number_integer()) return found->dump();
    return std::nullopt;
}

std::string dump(const Json& value) {
    return dump_any(value);
}
std::string dump(const OrderedJson& value) {
    return dump_any(value);
}

}  // namespace roadcase
