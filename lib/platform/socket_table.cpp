#include "platform/socket_table.h"

#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fstream>
#include <vector>

#include "core/text.h"

namespace roadcase::platform {
namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr std::size_t max_rows = 200'000;

template <class Number>
std::optional<Number> number(std::string_view text, int base) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// "0100007F:0BB8": 32-bit words as this machine's numbers, then the port.
std::optional<Endpoint> parse_endpoint(std::string_view text) {
    const auto colon = text.find(':');
    if (colon != 8 && colon != 32) return std::nullopt;
    Endpoint endpoint;
    auto* out = endpoint.address.data();
    if (colon == 8) out = std::copy(mapped_prefix.begin(), mapped_prefix.end(), out);
    for (std::size_t at = 0; at < colon; at += 8, out += 4) {
        const auto word = number<std::uint32_t>(text.substr(at, 8), 16);
        if (!word) return std::nullopt;
        std::memcpy(out, &*word, 4);
    }
    const auto port = number<std::uint16_t>(text.substr(colon + 1), 16);
    if (!port) return std::nullopt;
    endpoint.port = *port;
    return endpoint;
}

}  // namespace

bool Endpoint::is_ipv4() const {
    return std::equal(mapped_prefix.begin(), mapped_prefix.end(), address.begin());
}

bool Endpoint::is_any() const {
    const auto first = address.begin() + (is_ipv4() ? mapped_prefix.size() : 0);
    return std::all_of(first, address.end(), [](auto byte) { return byte == 0; });
}

bool Endpoint::is_loopback() const {
    if (is_ipv4()) return address[12] == 127;
    return address.back() == 1 &&
           std::all_of(address.begin(), address.end() - 1, [](auto b) { return b == 0; });
}

std::optional<Endpoint> endpoint_of(const sockaddr_storage& address) {
    Endpoint endpoint;
    if (address.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        auto* out = std::copy(mapped_prefix.begin(), mapped_prefix.end(), endpoint.address.begin());
        std::memcpy(out, &v4.sin_addr, 4);
        endpoint.port = ntohs(v4.sin_port);
        return endpoint;
    }
    if (address.ss_family != AF_INET6) return std::nullopt;
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    std::memcpy(endpoint.address.data(), &v6.sin6_addr, 16);
    endpoint.port = ntohs(v6.sin6_port);
    return endpoint;
}

std::optional<SocketRow> parse_socket_row(std::string_view line) {
    constexpr std::string_view listen_state = "0A";
    const auto columns = split(line, ' ');
    if (columns.size() < 10) return std::nullopt;
    const auto local = parse_endpoint(columns[1]);
    const auto remote = parse_endpoint(columns[2]);
    const auto uid = number<unsigned int>(columns[7], 10);
    const auto inode = number<std::uint64_t>(columns[9], 10);
    if (!local || !remote || !uid || !inode) return std::nullopt;
    return SocketRow{*local, *remote, columns[3] == listen_state, *uid, *inode};
}

std::optional<SocketRow> find_socket(const std::string& file,
                                     const std::function<bool(const SocketRow&)>& wanted) {
    std::ifstream table(file);
    std::string line;
    for (std::size_t rows = 0; rows < max_rows && std::getline(table, line); ++rows)
        if (const auto row = parse_socket_row(line); row && wanted(*row)) return row;
    return std::nullopt;
}

std::optional<SocketRow> look_for_socket(const Endpoint& local, const Endpoint& remote) {
    const auto wanted = [&](const SocketRow& row) { return row.local == local && row.remote == remote; };
    // An IPv6 socket may speak IPv4, so the other family's table counts too.
    auto row = find_socket("/proc/net/tcp", wanted);
    return row ? row : find_socket("/proc/net/tcp6", wanted);
}

}  // namespace roadcase::platform
