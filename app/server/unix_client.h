#pragma once

#include <string>

#include "core/clock.h"
#include "core/error.h"
#include "server/exchange.h"

namespace roadcase::server {

/// One API request over the server's Unix socket. What goes wrong on the way is a problem+json answer of kind
/// `unreachable`, or `timeout` when no answer came `within` its time.
Response call_unix(const std::string& socket_path, const Request& request, milliseconds within);

/// What a caller is told whose time ran out.
Error out_of_time();

}  // namespace roadcase::server
