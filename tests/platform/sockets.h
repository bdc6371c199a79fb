#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>

#include <cstdint>
#include <cstring>

#include "platform/descriptor.h"

namespace roadcase::test {

/// A loopback TCP address of either family, as the socket calls want it.
struct Loopback {
    sockaddr_storage storage{};
    socklen_t size = 0;

    Loopback(int family, const char* text, std::uint16_t port) {
        if (family == AF_INET) {
            sockaddr_in v4{};
            v4.sin_family = AF_INET;
            v4.sin_port = htons(port);
            ::inet_pton(AF_INET, text, &v4.sin_addr);
            std::memcpy(&storage, &v4, size = sizeof v4);
        } else {
            sockaddr_in6 v6{};
            v6.sin6_family = AF_INET6;
            v6.sin6_port = htons(port);
            ::inet_pton(AF_INET6, text, &v6.sin6_addr);
            std::memcpy(&storage, &v6, size = sizeof v6);
        }
    }
    const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

inline std::uint16_t port_of(int socket) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&storage), &size);
    sockaddr_in v4{};  // both families keep the port in the same place
    std::memcpy(&v4, &storage, sizeof v4);
    return ntohs(v4.sin_port);
}

/// A listening socket on a free port; empty when the family is missing here.
inline platform::Descriptor listen_on(int family, const char* text) {
    platform::Descriptor socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const Loopback address(family, text, 0);
    if (!socket || ::bind(socket.get(), address.get(), address.size) != 0 || ::listen(socket.get(), 16) != 0)
        return {};
    return socket;
}

inline platform::Descriptor connect_to(int family, const char* text, std::uint16_t port) {
    platform::Descriptor socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const Loopback address(family, text, port);
    if (!socket || ::connect(socket.get(), address.get(), address.size) != 0) return {};
    return socket;
}

}  // namespace roadcase::test
