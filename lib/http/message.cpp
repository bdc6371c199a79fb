#include "http/message.h"

#include <algorithm>

#include "core/text.h"

namespace roadcase::http {
namespace {

auto named(std::string_view name) {
    return
        [name](const auto& field) { return field.first.size() == name.size() && iequals(field.first, name); };
}

}  // namespace

void Headers::set(std::string name, std::string value) {
    std::erase_if(fields_, named(name));
    add(std::move(name), std::move(value));
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    const auto field = std::find_if(begin(), end(), named(name));
    if (field == end()) return std::nullopt;
    return field->second;
}

std::size_t Headers::count(std::string_view name) const {
    return static_cast<std::size_t>(std::count_if(begin(), end(), named(name)));
}

}  // namespace roadcase::http
