#include "server/front_listeners.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include "platform/process.h"

namespace roadcase::server {
namespace {

struct Address {
    sockaddr_storage storage{};
    socklen_t size = 0;
    bool ipv6() const { return storage.ss_family == AF_INET6; }
    const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

/// A socket or the errno that kept us from it.
struct Attempt {
    Listener listener;
    int error = 0;
};

/// "127.0.0.1" or "::1"; nothing when the text is no address.
std::optional<Address> address_of(const std::string& host, std::uint16_t port) {
    Address address;
    auto* ipv4 = reinterpret_cast<sockaddr_in*>(&address.storage);
    if (inet_pton(AF_INET, host.c_str(), &ipv4->sin_addr) == 1) {
        ipv4->sin_family = AF_INET;
        ipv4->sin_port = htons(port);
        address.size = sizeof(sockaddr_in);
        return address;
    }
    auto* ipv6 = reinterpret_cast<sockaddr_in6*>(&address.storage);
    if (inet_pton(AF_INET6, host.c_str(), &ipv6->sin6_addr) != 1) return std::nullopt;
    ipv6->sin6_family = AF_INET6;
    ipv6->sin6_port = htons(port);
    address.size = sizeof(sockaddr_in6);
    return address;
}

bool is_loopback(const Address& address) {
    if (!address.ipv6()) {
        const auto* ipv4 = reinterpret_cast<const sockaddr_in*>(&address.storage);
        return ntohl(ipv4->sin_addr.s_addr) >> 24 == 127;
    }
    const auto* ipv6 = reinterpret_cast<const sockaddr_in6*>(&address.storage);
    return IN6_IS_ADDR_LOOPBACK(&ipv6->sin6_addr);
}

std::uint16_t bound_port(int fd) {
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    if (::getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size) != 0) return 0;
    // sin_port and sin6_port stand at the same place.
    return ntohs(reinterpret_cast<const sockaddr_in*>(&bound)->sin_port);
}

Attempt listen_tcp(const Address& address) {
    Attempt attempt;
    Descriptor fd(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int on = 1;
    // Connections inherit TCP_NODELAY. SO_REUSEPORT stays off: it would let a second program share the port.
    const bool ready =
        fd && ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
        ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 &&
        (!address.ipv6() || ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) == 0) &&
        ::bind(fd.get(), address.get(), address.size) == 0 && ::listen(fd.get(), listen_backlog) == 0;
    if (!ready) {
        attempt.error = errno;
        return attempt;
    }
    attempt.listener.port = bound_port(fd.get());
    attempt.listener.socket = std::move(fd);
    return attempt;
}

Attempt listen_loopback(const char* host, std::uint16_t port) {
    return listen_tcp(*address_of(host, port));
}

std::string holder(std::uint16_t port, bool ipv6) {
    const std::string program = platform::program_on_port(port, ipv6);
    return program.empty() ? "another program" : program;
}

Error port_taken(std::uint16_t port, bool ipv6) {
    const std::string number = std::to_string(port);
    return make_error(ErrorKind::config, "E101",
                      "Port " + number + " is taken by " + holder(port, ipv6) + ".",
                      "Roadcase must hold the port alone: sign-ins come back to it.",
                      "Stop that program, or set another server.port in config.toml and register the new "
                      "redirect address at each provider.");
}

Error half_taken(std::uint16_t port, bool ipv6) {
    const std::string address = (ipv6 ? "[::1]:" : "127.0.0.1:") + std::to_string(port);
    return make_error(
        ErrorKind::config, "E102", "Another program answers on " + address + ".",
        "It is " + holder(port, ipv6) + ". Your browser would send sign-ins to it, not to Roadcase.",
        "Stop that program, or set another server.port in config.toml.");
}

Error cannot_listen(const std::string& where, int error) {
    return make_error(ErrorKind::config, "", "Roadcase cannot listen on " + where + ".",
                      std::string(std::strerror(error)) + ".", "Choose another address in config.toml.");
}

bool lacks_family(int error) {
    return error == EAFNOSUPPORT || error == EADDRNOTAVAIL;
}

/// What keeps both from being held; nothing when both are, or IPv6 does not exist.
std::optional<Error> loopback_problem(const Attempt& ipv4, const Attempt& ipv6, std::uint16_t port) {
    const bool taken4 = ipv4.error == EADDRINUSE;
    const bool taken6 = ipv6.error == EADDRINUSE;
    if (taken4 && (taken6 || ipv6.error != 0)) return port_taken(port, false);
    if (taken4 || taken6) return half_taken(port, taken6);
    if (ipv4.error != 0) return cannot_listen("127.0.0.1:" + std::to_string(port), ipv4.error);
    if (ipv6.error != 0 && !lacks_family(ipv6.error))
        return cannot_listen("[::1]:" + std::to_string(port), ipv6.error);
    return std::nullopt;
}

}  // namespace

Result<Loopbacks> open_loopbacks(std::uint16_t port) {
    // A port that IPv4 finds free may be taken on IPv6; only a caller who asked for any port may get another.
    for (int attempts_left = port == 0 ? 32 : 1;;) {
        Attempt ipv4 = listen_loopback("127.0.0.1", port);
        const std::uint16_t chosen = ipv4.error == 0 ? ipv4.listener.port : port;
        Attempt ipv6 = listen_loopback("::1", chosen);
        if (const auto problem = loopback_problem(ipv4, ipv6, chosen)) {
            if (--attempts_left == 0) return fail(*problem);
            continue;
        }
        Loopbacks both{std::move(ipv4.listener), std::nullopt};
        if (ipv6.error == 0) both.ipv6 = std::move(ipv6.listener);
        return both;
    }
}

Result<Listener> open_address(const std::string& text) {
    const auto refused = [&] {
        return fail(ErrorKind::config, "", "Roadcase cannot listen on \"" + text + "\".",
                    "Only loopback addresses are served: other machines must not reach your tokens.",
                    "Write it like 127.0.0.1:3000 or [::1]:3000.");
    };
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) return refused();
    std::string host = text.substr(0, colon);
    const bool bracketed = host.starts_with('[') && host.ends_with(']');
    if (bracketed) host = host.substr(1, host.size() - 2);

    std::uint16_t port = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + colon + 1, end, port);
    const auto address = address_of(host, port);
    if (parsed.ec != std::errc{} || parsed.ptr != end || !address || address->ipv6() != bracketed ||
        !is_loopback(*address))
        return refused();

    Attempt attempt = listen_tcp(*address);
    if (attempt.error == EADDRINUSE) return fail(port_taken(port, address->ipv6()));
    if (attempt.error != 0) return fail(cannot_listen(text, attempt.error));
    return std::move(attempt.listener);
}

}  // namespace roadcase::server
