#pragma once

#include <string>

#include "practice/authorization_server.h"
#include "server/callers.h"
#include "server/router.h"

namespace roadcase::server {

/// A practice provider's endpoints below `prefix` ("/practice"), on its own loopback name only. `practice`
/// outlives the router.
void add_practice_routes(Router& router, const std::string& prefix, practice::AuthorizationServer& practice);

/// POST /api/v1/practice, which breaks it on purpose. `practice` and `callers` outlive the router.
void add_practice_faults(Router& router, practice::AuthorizationServer& practice, Callers& callers);

}  // namespace roadcase::server
