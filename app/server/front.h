#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "server/error_pages.h"

namespace roadcase::server {

/// Limits of one connection and of all; the defaults are what the threat model asks for.
struct FrontLimits {
    std::size_t max_line = 4 * 1024;
    std::size_t max_head = 8 * 1024;
    std::size_t max_headers = 64;
    std::size_t max_body = 16 * 1024;
    std::size_t max_connections = 4096;
    milliseconds request_deadline{8'000};  ///< first byte to last byte of one request
    milliseconds idle_deadline{60'000};    ///< connection without a request
    milliseconds write_deadline{10'000};
    std::size_t quick_workers = 2;
    std::size_t network_workers = 16;
    std::size_t max_queue = 1024;  ///< requests waiting for a worker; beyond: 503
    /// Requests that wait for something to happen, and streams; beyond: 503.
    std::size_t max_waiting = 1024;
    /// A stream that has nothing to say shows so often that it is alive.
    milliseconds sign_of_life{15'000};
};

/// Owns the listening sockets. One epoll thread accepts, frames, limits and times every request; a refused
/// one is answered and its connection closed without reading on. Clean requests go to quick workers, and to
/// network workers when the handler says later(). A request whose handler says wait_for() and a stream() hold
/// no worker: one thread of their own asks them again. Handlers are called from many threads at once and must
/// not throw (one that does is answered 500, without a word of it). cpp-httplib turns the answer into bytes,
/// in memory. The soft limit of open files is raised to hold max_connections; where it cannot be, fewer are
/// held, longest idle first to go, and some descriptors always stay for the rest of the program.
class Front {
  public:
    Front(Handler handler, FrontLimits limits = {});
    ~Front();

    // Listening comes before start().

    /// Binds without SO_REUSEPORT. Port 0 takes a free one. E101 names the program that holds the port (E102
    /// when only one loopback is taken); nothing stays bound then.
    Status listen_loopbacks(std::uint16_t port);
    /// One explicit loopback address, "127.0.0.1:3000" or "[::1]:3000"; any other is a `config` error.
    Status listen(const std::string& address);
    /// A socket file, 0600, in a directory that only this user may enter (E105), of any length of path. A
    /// stale socket is replaced; one that answers is E103; anything else of that name is left alone. Removed
    /// by stop().
    Status listen_unix(const std::string& path);

    std::uint16_t port() const;  ///< the first bound TCP port
    bool has_ipv6() const;       ///< false on a machine without IPv6 loopback

    /// Before start(). Told once, on the front's own thread, when a socket that should listen is dead: no
    /// request can come any more, so the process should end and be started again.
    void on_failure(std::function<void(const Error&)> tell);

    /// Before start(): how a browser sees that its request was refused; otherwise a line of text. Called from
    /// any thread.
    void show_errors_with(ErrorPage page);

    void start();
    /// Something happened to this topic (empty: to everything): requests that wait for it are asked again,
    /// and every stream for its next bytes. From any thread; cheap.
    void wake(std::string topic);
    /// Connections that are open now.
    std::size_t connections() const;
    /// Begins what stop() does, without waiting.
    void begin_stop(milliseconds grace);
    /// Stops accepting, finishes what runs, ends streams, answers what waits with 503, closes everything;
    /// returns after `grace` at the latest (that of
    /// begin_stop, when it was called). A handler that still runs then loses its client, and the destructor
    /// waits for it.
    void stop(milliseconds grace = milliseconds{8'000});

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace roadcase::server
