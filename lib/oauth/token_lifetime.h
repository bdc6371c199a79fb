#pragma once

#include <optional>

#include "core/clock.h"
#include "core/json.h"
#include "oauth/server.h"

namespace roadcase::oauth {

/// When the access token of this answer ends: `expires_in` from now (or the server's default, or an hour),
/// bounded by `created_at` where that is earlier. Nothing when its tokens have no end: the server's
/// default is zero and it states none, or its statement is to be ignored.
std::optional<Time> end_of_life(const Json& fields, const AuthorizationServer& server, Time now);

/// When its refresh token ends: `refresh_token_expires_in` (Google, GitHub), `refresh_expires_in` (TikTok,
/// Keycloak) or `x_refresh_token_expires_in` (Intuit). Nothing when no name is there or its value is no
/// lifetime: Keycloak's 0 means that there is no end.
std::optional<Time> end_of_refresh_token(const Json& fields, Time now);

}  // namespace roadcase::oauth
