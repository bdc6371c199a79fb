#pragma once

#include <string>

#include "core/result.h"
#include "server/exchange.h"
#include "server/unix_client.h"

namespace roadcase::cli {

/// The one way in which commands reach accounts: an API request, answered by the running server over its Unix
/// socket, or by the same routes inside this process while it holds the process lock. Commands cannot tell
/// which.
class Backend {
  public:
    virtual ~Backend() = default;
    /// Never fails as a call: what went wrong is a problem+json answer.
    virtual server::Response call(const server::Request& request) = 0;
    /// "http://localhost:3000": where a browser reaches us. Starts a server inside this process when none
    /// runs
    /// (`any_port`: on a free port when the configured one is taken).
    virtual Result<std::string> reachable(bool any_port) = 0;

    /// Where programs that this command starts reach the API.
    struct Host {
        std::string url;
        std::string socket;  ///< the Unix socket; empty: not known
    };
    /// As reachable() on any port, for as long as this lives: accounts renew themselves, nothing ends by
    /// --timeout any more, and from now on signals are the caller's.
    virtual Result<Host> host() {
        return reachable(true).map([](std::string url) { return Host{std::move(url), {}}; });
    }

    /// An answer without an end, of a server that runs (`unreachable` when none does); see
    /// server::follow_unix.
    virtual Status follow(const server::Request& request, const server::Follower& follower);
};

}  // namespace roadcase::cli
