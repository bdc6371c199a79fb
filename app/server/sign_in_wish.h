#pragma once

#include "core/json.h"
#include "server/routes_api.h"

namespace roadcase::server {

/// Who shall be signed in, from a request's body: `client` or `account`, `name`, `scope`; checked against
/// what exists.
Result<accounts::SignIn> sign_in_of(const ApiWorld& world, const Json& body);

}  // namespace roadcase::server
