#include "dashboard/app_names.h"

#include <algorithm>

#include "accounts/reference.h"
#include "core/encoding.h"

namespace roadcase::dashboard {
namespace {

constexpr std::size_t end_length = 3;
constexpr std::size_t longest_person = 30;

}  // namespace

AppNames::AppNames(Random& random) {
    // Without a generator the name is less unusual, and nothing else depends on it.
    end_ = hex_encode(random.bytes(2).value_or(std::string(2, '\0'))).substr(0, end_length);
}

std::string AppNames::suggest(std::string_view person) const {
    const bool fits = accounts::is_name(person) && person.size() <= longest_person;
    return (fits ? std::string(person) : "my") + "-roadcase-" + end_;
}

}  // namespace roadcase::dashboard
