#include "http/connect.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <cstring>

namespace roadcase::http {
namespace {

using platform::Descriptor;

Deadline in(int ms) {
    return std::chrono::steady_clock::now() + std::chrono::milliseconds{ms};
}

Address loopback(std::uint16_t port) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    Address address;
    std::memcpy(&address.storage, &v4, address.size = sizeof v4);
    return address;
}

const sockaddr* raw(const Address& address) {
    return reinterpret_cast<const sockaddr*>(&address.storage);
}

Address name_of(int socket) {
    Address address;
    address.size = sizeof address.storage;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address.storage), &address.size);
    return address;
}

Address peer_of(int socket) {
    Address address;
    address.size = sizeof address.storage;
    ::getpeername(socket, reinterpret_cast<sockaddr*>(&address.storage), &address.size);
    return address;
}

bool same(const Address& a, const Address& b) {
    return a.size == b.size && std::memcmp(&a.storage, &b.storage, a.size) == 0;
}

Descriptor open_socket() {
    return Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

Descriptor listener(int backlog) {
    auto socket = open_socket();
    const auto any_port = loopback(0);
    ::bind(socket.get(), raw(any_port), any_port.size);
    ::listen(socket.get(), backlog);
    return socket;
}

/// Connections nobody accepts, until the kernel lets the next one wait without an answer.
std::vector<Descriptor> fill(const Address& address) {
    std::vector<Descriptor> waiting;
    for (int i = 0; i < 64; ++i) {
        waiting.push_back(open_socket());
        ::connect(waiting.back().get(), raw(address), address.size);
        pollfd entry{waiting.back().get(), POLLOUT, 0};
        if (::poll(&entry, 1, 100) == 0) break;
    }
    return waiting;
}

/// An address where nobody listens: its socket is bound, no more.
Descriptor refusing() {
    auto socket = open_socket();
    const auto any_port = loopback(0);
    ::bind(socket.get(), raw(any_port), any_port.size);
    return socket;
}

TEST(Connect, GoesOnAfterARefusal) {
    const auto closed = refusing();
    const auto good = listener(16);
    const auto wanted = name_of(good.get());
    const auto socket = connect_to_any("h", {name_of(closed.get()), wanted}, in(10'000));
    ASSERT_TRUE(socket);
    EXPECT_TRUE(same(peer_of(socket->get()), wanted));
}

TEST(Connect, DoesNotWaitForASilentAddress) {
    const auto silent = listener(0);
    const auto crowd = fill(name_of(silent.get()));
    const auto good = listener(16);
    const auto wanted = name_of(good.get());
    const auto socket = connect_to_any("h", {name_of(silent.get()), wanted}, in(10'000));
    ASSERT_TRUE(socket);
    EXPECT_TRUE(same(peer_of(socket->get()), wanted));
}

TEST(Connect, ASilentAddressAloneEndsAtTheDeadline) {
    const auto silent = listener(0);
    const auto crowd = fill(name_of(silent.get()));
    const auto result = connect_to_any("h", {name_of(silent.get())}, in(100));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().detail, "Connecting took too long.");
}

TEST(Connect, SaysWhyWhenNobodyAnswers) {
    const auto closed = refusing();
    EXPECT_EQ(connect_to_any("h", {name_of(closed.get())}, in(10'000)).error().detail, "Connection refused.");
    EXPECT_EQ(connect_to_any("h", {}, in(10'000)).error().detail, "It has no address.");
}

std::vector<int> families_of(const char* url) {
    std::vector<int> families;
    const auto addresses = resolve(*parse_url(url), in(10'000));
    if (addresses)
        for (const auto& address : *addresses) families.push_back(address.storage.ss_family);
    return families;
}

TEST(Resolve, LocalhostIsBothFamiliesAndLiteralsAreThemselves) {
    EXPECT_EQ(families_of("http://localhost:3000/"), (std::vector<int>{AF_INET, AF_INET6}));
    EXPECT_EQ(families_of("http://127.0.0.1:3000/"), (std::vector<int>{AF_INET}));
    EXPECT_EQ(families_of("http://[::1]:3000/"), (std::vector<int>{AF_INET6}));
    EXPECT_TRUE(same(resolve(*parse_url("http://127.0.0.1:3000/"), in(10'000))->at(0), loopback(3000)));
}

TEST(Resolve, ALookupThatIsTooSlowIsLeftBehind) {
    const auto late = resolve(*parse_url("https://roadcase.invalid/"), in(-1));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace roadcase::http
