#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/error.h"
#include "core/result.h"
#include "server/exchange.h"

namespace roadcase::server {

/// One API request over the server's Unix socket. What goes wrong on the way is a problem+json answer of kind
/// `unreachable`, or `timeout` when no answer came `within` its time.
Response call_unix(const std::string& socket_path, const Request& request, milliseconds within);

/// The same for an answer without an end: `begin` gets the head of a 200, `take` its bytes as they come until
/// it gives false, both on this thread. Any other answer is its Error. Success: the server ended it, or
/// `take` did. A server that shows no sign of life for 40 s is gone (`unreachable`).
struct Follower {
    std::function<void(const http::Headers&)> begin;
    std::function<bool(std::string_view)> take;
};
Status follow_unix(const std::string& socket_path, const Request& request, const Follower& follower,
                   Instant end);

/// What a caller is told whose time ran out.
Error out_of_time();

}  // namespace roadcase::server
