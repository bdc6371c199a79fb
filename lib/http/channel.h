#pragma once

#include <memory>
#include <string_view>

#include "core/result.h"
#include "http/deadline.h"
#include "http/url.h"

namespace roadcase::http {

/// Bytes to and from another server, in clear or over TLS; every call ends by the deadline. One thread.
class Channel {
  public:
    virtual ~Channel() = default;
    /// At least one byte, or 0 when the other side has ended properly.
    virtual Result<std::size_t> read(char* into, std::size_t size) = 0;
    virtual Status write(std::string_view bytes) = 0;
};

/// Looks up, connects and, for https, makes sure who answers. `ca_file`: see TransportLimits.
Result<std::unique_ptr<Channel>> open_channel(const Url& url, Deadline deadline, const std::string& ca_file);

}  // namespace roadcase::http
