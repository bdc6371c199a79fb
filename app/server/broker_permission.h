#pragma once

#include "brokers/permission.h"
#include "http/transport.h"

namespace roadcase::server {

/// Of the caller's header fields those that `names` lists, each once and spelled as there. Never what belongs
/// to the connection, and nothing that is for us: keys, handles, our own cookies.
http::Headers forwarded_headers(const std::vector<std::string>& names, const http::Headers& callers);

/// Asks the service or runs the command of `settings`, and waits for it, `settings.timeout` at most; less
/// when the transport closes. Errors as read_permission(). A command gets the question on its standard input
/// and the environment of hooks. Thread-safe.
Result<brokers::PermissionAnswer> ask_permission(const brokers::PermissionSettings& settings,
                                                 const brokers::PermissionQuestion& question,
                                                 const http::Headers& callers, http::Transport& transport);

}  // namespace roadcase::server
