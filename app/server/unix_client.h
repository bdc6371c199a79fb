#pragma once

#include <string>

#include "server/exchange.h"

namespace roadcase::server {

/// One API request over the server's Unix socket. What goes wrong on the way is a problem+json answer of kind
/// `unreachable`. Waits at most two minutes: a renewal may be on its way.
Response call_unix(const std::string& socket_path, const Request& request);

}  // namespace roadcase::server
