#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "platform/descriptor.h"
#include "platform/forked.h"
#include "platform/process.h"
#include "platform/socket_diag.h"
#include "platform/socket_table.h"
#include "platform/sockets.h"

namespace roadcase::platform {
namespace {

struct Pair {
    int server_family;
    const char* server;
    int client_family;
    const char* client;
};

TEST(Peers, TheUserOfALoopbackConnection) {
    const Pair pairs[] = {
        {AF_INET, "127.0.0.1", AF_INET, "127.0.0.1"},
        {AF_INET6, "::1", AF_INET6, "::1"},
        {AF_INET, "127.0.0.1", AF_INET6, "::ffff:127.0.0.1"},
        {AF_INET6, "::ffff:127.0.0.1", AF_INET, "127.0.0.1"},
    };
    for (const auto& pair : pairs) {
        SCOPED_TRACE(pair.client);
        const auto listening = test::listen_on(pair.server_family, pair.server);
        if (!listening) continue;  // a machine without IPv6
        auto client = test::connect_to(pair.client_family, pair.client, test::port_of(listening.get()));
        ASSERT_TRUE(client);
        const Descriptor accepted(::accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC));
        EXPECT_EQ(tcp_peer_uid(accepted.get()), ::geteuid());
        client.reset();
        EXPECT_EQ(tcp_peer_uid(accepted.get()), std::nullopt) << "a closed end belongs to nobody";
    }
}

TEST(Peers, TheKernelAndItsTableSayTheSame) {
    const auto listening = test::listen_on(AF_INET, "127.0.0.1");
    const auto port = test::port_of(listening.get());
    const auto client = test::connect_to(AF_INET, "127.0.0.1", port);
    const auto end = [](std::uint16_t number) {
        Endpoint endpoint{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127, 0, 0, 1}, number};
        return endpoint;
    };
    const auto here = end(test::port_of(client.get()));
    const auto seen = look_for_socket(here, end(port));
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->uid, ::geteuid());
    EXPECT_NE(seen->inode, 0u);
    const auto asked = ask_for_socket(here, end(port));
    if (!asked) GTEST_SKIP() << "this kernel cannot be asked";
    ASSERT_TRUE(*asked);
    EXPECT_EQ((*asked)->uid, seen->uid);
    EXPECT_EQ((*asked)->inode, seen->inode);
    EXPECT_FALSE(*ask_for_socket(end(port), end(1))) << "the listener is not the connection";
    EXPECT_FALSE(*ask_for_socket(end(1), end(port)));
    EXPECT_FALSE(look_for_socket(end(port), end(1)));
}

TEST(Peers, AnotherUserIsToldApart) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
    const auto listening = test::listen_on(AF_INET, "127.0.0.1");
    int done[2];
    ASSERT_EQ(::pipe2(done, O_CLOEXEC), 0);
    const auto child = ::fork();
    if (child == 0) {
        if (::setresuid(12345, 12345, 12345) != 0) ::_exit(1);
        const auto client = test::connect_to(AF_INET, "127.0.0.1", test::port_of(listening.get()));
        char byte = 0;
        ::_exit(::read(done[0], &byte, 1) == 1 ? 0 : 1);
    }
    const Descriptor accepted(::accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC));
    EXPECT_EQ(tcp_peer_uid(accepted.get()), 12345u);
    EXPECT_EQ(::write(done[1], "x", 1), 1);
    ::waitpid(child, nullptr, 0);
    ::close(done[0]);
    ::close(done[1]);
}

TEST(Peers, TheUserOfAUnixSocket) {
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    const Descriptor one(ends[0]);
    const Descriptor other(ends[1]);
    EXPECT_EQ(peer_uid(one.get()), ::geteuid());
}

TEST(Peers, WhatIsNoConnectionHasNoPeer) {
    const auto listening = test::listen_on(AF_INET, "127.0.0.1");
    EXPECT_EQ(peer_uid(listening.get()), std::nullopt);
    EXPECT_EQ(tcp_peer_uid(listening.get()), std::nullopt);
    EXPECT_EQ(peer_uid(-1), std::nullopt);
    EXPECT_EQ(tcp_peer_uid(-1), std::nullopt);
}

TEST(Ports, NamesTheProgramThatListens) {
    const auto listening = test::listen_on(AF_INET, "127.0.0.1");
    const auto port = test::port_of(listening.get());
    EXPECT_EQ(program_on_port(port, false), "test_platform (pid " + std::to_string(::getpid()) + ")");
    EXPECT_EQ(program_on_port(port, true), "");
}

TEST(Ports, AListenerOnEveryAddressIsInTheWayToo) {
    const auto both = test::listen_on(AF_INET6, "::");
    if (!both) GTEST_SKIP() << "no IPv6 here";
    EXPECT_NE(program_on_port(test::port_of(both.get()), false), "");
    EXPECT_NE(program_on_port(test::port_of(both.get()), true), "");
    const auto six = test::listen_on(AF_INET6, "::1");
    EXPECT_EQ(program_on_port(test::port_of(six.get()), false), "");
    EXPECT_NE(program_on_port(test::port_of(six.get()), true), "");
}

TEST(SocketTable, ReadsARow) {
    const auto row = parse_socket_row(
        "   1: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4242 1 0 "
        "100 0");
    ASSERT_TRUE(row);
    EXPECT_EQ(row->local.port, 3000);
    EXPECT_TRUE(row->local.is_loopback());
    EXPECT_TRUE(row->remote.is_any());
    EXPECT_TRUE(row->listening);
    EXPECT_EQ(row->uid, 1000u);
    EXPECT_EQ(row->inode, 4242u);
}

TEST(SocketTable, ReadsBothFamilies) {
    const auto row = parse_socket_row(
        "0: 00000000000000000000000001000000:0BB8 0000000000000000FFFF00000100007F:A1B2 01 0:0 00:0 0 0 0 7 "
        "1");
    ASSERT_TRUE(row);
    EXPECT_TRUE(row->local.is_loopback());
    EXPECT_TRUE(row->remote.is_loopback()) << "IPv4 in IPv6 clothes";
    EXPECT_FALSE(row->local == row->remote);
    EXPECT_FALSE(row->listening);
}

TEST(SocketTable, SkipsWhatIsNoRow) {
    const char* lines[] = {
        "",
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "1: 0100007F:0BB8 00000000:0000 0A 0:0 0:0 0 1000 0",
        "1: 0100007F0BB8 00000000:0000 0A 0:0 0:0 0 1000 0 4242 1",
        "1: 0100007G:0BB8 00000000:0000 0A 0:0 0:0 0 1000 0 4242 1",
        "1: 0100007F:10BB8 00000000:0000 0A 0:0 0:0 0 1000 0 4242 1",
        "1: 0100007F:0BB8 00000000:0000 0A 0:0 0:0 0 -1 0 4242 1",
    };
    for (const auto* line : lines) EXPECT_FALSE(parse_socket_row(line)) << line;
}

}  // namespace
}  // namespace roadcase::platform
