#pragma once

#include "practice/authorization_server.h"
#include "server/callers.h"
#include "server/router.h"

namespace roadcase::server {

/// The practice provider below /practice, on its own loopback name only, and POST /api/v1/practice, which
/// breaks it on purpose. `practice` and `callers` outlive the router.
void add_practice_routes(Router& router, practice::AuthorizationServer& practice, Callers& callers);

}  // namespace roadcase::server
