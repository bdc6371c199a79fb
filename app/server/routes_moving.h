#pragma once

#include <functional>

#include "server/routes_api.h"

namespace roadcase::server {

/// POST /api/v1/pack {"path","passphrase","accounts","copy"} and POST /api/v1/unpack
/// {"path","passphrase","replace","take_over"}: accounts into a file, and out of one. POST
/// /api/v1/accounts/ACCOUNT/release pauses the account and gives its pair of tokens. For the owner, on the
/// Unix socket or inside this process; never over TCP. `path` is absolute. `moved_in` is called when clients'
/// settings may have come along.
void add_moving_routes(Router& router, const ApiWorld& world, std::function<void()> moved_in);

}  // namespace roadcase::server
