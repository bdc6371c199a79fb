#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

struct sockaddr_storage;

namespace roadcase::platform {

/// One end of a TCP connection. IPv4 stands as ::ffff:a.b.c.d, so that both families compare.
struct Endpoint {
    std::array<std::uint8_t, 16> address{};
    std::uint16_t port = 0;

    bool is_ipv4() const;
    bool is_any() const;
    bool is_loopback() const;
    bool operator==(const Endpoint&) const = default;
};

/// Nothing when it is no internet address.
std::optional<Endpoint> endpoint_of(const sockaddr_storage& address);

/// A row of /proc/net/tcp or tcp6.
struct SocketRow {
    Endpoint local;
    Endpoint remote;
    bool listening = false;
    unsigned int uid = 0;
    std::uint64_t inode = 0;  ///< 0 for a connection its program has closed: then uid says nothing
};

std::optional<SocketRow> parse_socket_row(std::string_view line);

/// The first row of that file for which `wanted` holds.
std::optional<SocketRow> find_socket(const std::string& file,
                                     const std::function<bool(const SocketRow&)>& wanted);

/// The connection between these two ends, from either file.
std::optional<SocketRow> look_for_socket(const Endpoint& local, const Endpoint& remote);

}  // namespace roadcase::platform
