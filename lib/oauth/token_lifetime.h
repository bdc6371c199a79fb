#pragma once

#include <optional>

#include "core/clock.h"
#include "core/json.h"
#include "oauth/server.h"

namespace roadcase::oauth {

/// When the access token of this answer ends: `expires_in` from now (or the server's default, or an hour),
/// bounded by `created_at` where that is earlier. Nothing when the server's default is zero: its tokens have
/// no end.
std::optional<Time> end_of_life(const Json& fields, const AuthorizationServer& server, Time now);

}  // namespace roadcase::oauth
