#pragma once

#include <memory>
#include <string>

#include "core/clock.h"
#include "core/result.h"
#include "http/message.h"

namespace roadcase::http {

/// The way to other servers: one verb. Thread-safe.
class Transport {
  public:
    virtual ~Transport() = default;
    /// Sends the request and reads the whole answer. Any HTTP status is an answer. Failures are of kind
    /// `unavailable` (network, DNS, deadline, limits; code E404) or `rejected` (certificate not valid, E306).
    /// `maybe_done` says that the request left. Never follows a redirect. No message holds a part of the
    /// request.
    virtual Result<Response> send(const Request& request) = 0;
    /// No answer comes any more, and that says nothing about the other server: this process is ending.
    virtual bool is_closed() const { return false; }
};

/// A transport whose process can end in time. Thread-safe.
class ClosableTransport : public Transport {
  public:
    /// From now on a request that has not left is given up at once, in whatever it is (lookup, connection,
    /// handshake), and a new one is refused; both fail as `unavailable`, not maybe_done. One that has left
    /// may be answered for `grace` more, then it fails as maybe_done. The first call counts.
    virtual void close(milliseconds grace) = 0;
};

/// The limits of one exchange with another server.
struct TransportLimits {
    milliseconds deadline{15'000};       ///< absolute: DNS, connect, TLS, request and answer together
    std::size_t max_head = 32 * 1024;    ///< bytes of status line and header fields
    std::size_t max_body = 1024 * 1024;  ///< bytes of the body
    std::string ca_file;                 ///< PEM bundle instead of the system's (SSL_CERT_FILE); may be empty
};

/// The real one. TLS 1.2 or newer, certificate and name always verified; http only to loopback hosts; no
/// proxy, no redirect, no decompression (an encoded answer is refused). cpp-httplib writes and parses the
/// messages on a stream that enforces the limits.
std::unique_ptr<ClosableTransport> make_transport(TransportLimits limits = {});

}  // namespace roadcase::http
