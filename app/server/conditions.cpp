#include "server/conditions.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace roadcase::server {
namespace {

/// The elements of all fields of that name, separated by commas.
std::vector<std::string> elements(const Request& request, std::string_view name) {
    std::vector<std::string> found;
    for (const auto& [field, value] : request.headers) {
        if (!iequals(field, name)) continue;
        for (const auto& part : split(value, ',')) found.emplace_back(trim(part));
    }
    return found;
}

std::string_view without_parameters(std::string_view element) {
    return trim(element.substr(0, element.find(';')));
}

}  // namespace

std::string_view chosen_type(const Request& request, std::initializer_list<std::string_view> offered) {
    for (const auto& element : elements(request, "Accept"))
        for (const auto type : offered)
            if (iequals(without_parameters(element), type)) return type;
    return *offered.begin();
}

bool has_entity_tag(const Request& request, std::string_view tag) {
    const auto known = elements(request, "If-None-Match");
    return std::any_of(known.begin(), known.end(), [&](std::string_view one) {
        if (one.starts_with("W/")) one.remove_prefix(2);
        return one == "*" || one == tag;
    });
}

seconds preferred_wait(const Request& request, seconds longest) {
    constexpr std::string_view wait = "wait=";
    for (const auto& element : elements(request, "Prefer")) {
        const auto preference = without_parameters(element);
        if (!iequals(preference.substr(0, wait.size()), wait)) continue;
        const auto digits = preference.substr(wait.size());
        std::uint32_t value = 0;
        const auto* end = digits.data() + digits.size();
        const auto [rest, error] = std::from_chars(digits.data(), end, value);
        if (error == std::errc::result_out_of_range) return longest;
        if (error == std::errc() && rest == end) return std::min(seconds{value}, longest);
    }
    return seconds{0};
}

}  // namespace roadcase::server
