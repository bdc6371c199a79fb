#pragma once

#include "core/json.h"
#include "server/routes_api.h"

namespace roadcase::server {

/// Who shall be signed in, from a request's body: `client` or `account`, `name`, `scope`; checked against
/// what exists.
Result<accounts::SignIn> sign_in_of(const ApiWorld& world, const Json& body);

/// A refresh token works only for the app that it was issued to (RFC 6749 §6): `client_id` of the body, where
/// there is one, must be that of the client.
Status check_client_id(const ApiWorld& world, const std::string& client, const Json& body);

}  // namespace roadcase::server
