#include <algorithm>

#include "core/json.h"
#include "providers/provider.h"

namespace roadcase::providers {

std::optional<bool> says_alive(const Validation& validation, const http::Response& response) {
    const auto& dead = validation.dead;
    // Where the client proves itself, too, nobody knows which of the two a 401 refused.
    const bool of_client = response.status == 401 && oauth::carries_secret(validation.request);
    if (!of_client && std::find(dead.begin(), dead.end(), response.status) != dead.end()) return false;
    if (response.status != 200) return std::nullopt;
    if (validation.active.empty()) return true;
    const auto answer = parse_json(response.body);
    const auto* active = answer ? find_at_pointer(*answer, validation.active) : nullptr;
    return active != nullptr && active->is_boolean() ? std::optional(active->get<bool>()) : std::nullopt;
}

}  // namespace roadcase::providers
