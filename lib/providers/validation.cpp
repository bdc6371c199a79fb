#include "core/json.h"
#include "providers/provider.h"

namespace roadcase::providers {

std::optional<bool> says_alive(const Validation& validation, const http::Response& response) {
    // Where the client proves itself, too, nobody knows which of the two was refused.
    if (response.status == 401 && !oauth::carries_secret(validation.request)) return false;
    if (response.status != 200) return std::nullopt;
    if (validation.active.empty()) return true;
    const auto answer = parse_json(response.body);
    const auto* active = answer ? find_at_pointer(*answer, validation.active) : nullptr;
    return active != nullptr && active->is_boolean() ? std::optional(active->get<bool>()) : std::nullopt;
}

}  // namespace roadcase::providers
