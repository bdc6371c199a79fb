#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/result.h"
#include "server/descriptor.h"

namespace roadcase::server {

inline constexpr int listen_backlog = 511;

/// The name of a Unix socket in its directory; removed when this dies.
class SocketFile {
  public:
    SocketFile(Descriptor directory, std::string name)
        : directory_(std::move(directory)), name_(std::move(name)) {}
    SocketFile(const SocketFile&) = delete;
    SocketFile& operator=(const SocketFile&) = delete;
    ~SocketFile();

  private:
    Descriptor directory_;
    std::string name_;
};

/// A socket that listens, non-blocking.
struct Listener {
    Descriptor socket;
    std::uint16_t port = 0;            ///< TCP
    std::unique_ptr<SocketFile> file;  ///< Unix; null for TCP
};

struct Loopbacks {
    Listener ipv4;
    std::optional<Listener> ipv6;  ///< nothing on a machine without ::1
};

/// Both loopback families on one port, or none (E101, E102). Port 0 takes one that is free on both.
Result<Loopbacks> open_loopbacks(std::uint16_t port);
/// "127.0.0.1:3000", "[::1]:3000"; any other kind of address is an error of kind `config`.
Result<Listener> open_address(const std::string& address);
/// See Front::listen_unix.
Result<Listener> open_unix(const std::string& path);

}  // namespace roadcase::server
