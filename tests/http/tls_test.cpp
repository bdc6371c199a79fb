#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "http/loopback_server.h"
#include "http/transport.h"
#include "support/temp_dir.h"

namespace roadcase::http {
namespace {

using test::CertificateWish;
using test::Identity;
using test::LoopbackServer;
using test::make_identity;
using test::Peer;
using testing::HasSubstr;

constexpr const char* ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

class Tls : public testing::Test {
  protected:
    Tls() { std::ofstream(limits.ca_file) << authority.pem(); }

    Identity signed_for(const std::string& names) const {
        return make_identity({.common_name = "leaf.test", .alternative_names = names}, &authority);
    }
    Result<Response> get(const LoopbackServer& server, const std::string& host = "localhost") const {
        return make_transport(limits)->send(
            {"GET", "https://" + host + ":" + server.port() + "/?secret=hunter2", {}, ""});
    }
    void expect_refused(const Identity& identity, const std::string& host, const std::string& why) const {
        const LoopbackServer server(ok, identity);
        const auto result = get(server, host);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().kind, ErrorKind::rejected);
        EXPECT_EQ(result.error().code, "E306");
        EXPECT_EQ(result.error().title, "The connection to " + host + " is not secure.");
        EXPECT_THAT(result.error().detail, HasSubstr(why));
        EXPECT_FALSE(result.error().next.empty());
        EXPECT_THAT(result.error().one_line(), testing::Not(HasSubstr("hunter2")));
        EXPECT_TRUE(server.requests().empty()) << "nothing was sent";
    }

    const Identity authority = make_identity({.common_name = "Test authority", .alternative_names = ""});
    test::TempDir temp;
    TransportLimits limits{.deadline = milliseconds{10'000}, .ca_file = temp / "ca.pem"};
};

TEST_F(Tls, ACertificateOfTheAuthorityIsTaken) {
    const LoopbackServer server(ok, signed_for("DNS:localhost,IP:127.0.0.1"));
    for (const auto* host : {"localhost", "127.0.0.1"}) {
        const auto response = get(server, host);
        ASSERT_TRUE(response) << response.error().one_line();
        EXPECT_EQ(response->body, "hello");
    }
    EXPECT_THAT(server.requests()[0], testing::StartsWith("GET /?secret=hunter2 HTTP/1.1\r\n"));
}

TEST_F(Tls, LargeMessagesPass) {
    const std::string large(200'000, 'x');
    const LoopbackServer server("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + large,
                                signed_for("DNS:localhost"));
    const auto response =
        make_transport(limits)->send({"POST", "https://localhost:" + server.port() + "/", {}, large});
    ASSERT_TRUE(response) << response.error().one_line();
    EXPECT_EQ(response->body, large);
    EXPECT_THAT(server.requests()[0], testing::EndsWith("\r\n\r\n" + large));
}

TEST_F(Tls, ASelfSignedCertificateIsRefused) {
    expect_refused(make_identity({.common_name = "localhost", .alternative_names = "DNS:localhost"}),
                   "localhost", "The certificate for localhost is refused: self-signed certificate");
}

TEST_F(Tls, ACertificateOfAnotherAuthorityIsRefused) {
    const auto other = make_identity({.common_name = "Other authority", .alternative_names = ""});
    expect_refused(make_identity({.common_name = "x", .alternative_names = "DNS:localhost"}, &other),
                   "localhost", "issuer certificate");
}

TEST_F(Tls, ACertificateForAnotherNameIsRefused) {
    expect_refused(signed_for("DNS:gateway.local"), "localhost",
                   "The certificate for gateway.local is refused: hostname mismatch");
    expect_refused(signed_for("DNS:*.localhost"), "localhost", "hostname mismatch");
    expect_refused(signed_for("DNS:localhost"), "127.0.0.1", "IP address mismatch");
    expect_refused(signed_for("DNS:127.0.0.1"), "127.0.0.1", "IP address mismatch");
}

TEST_F(Tls, ACertificateOutOfItsTimeIsRefused) {
    const auto made = [&](long from, long until) {
        return make_identity({"leaf.test", "DNS:localhost", from, until}, &authority);
    };
    expect_refused(made(-7200, -3600), "localhost", "certificate has expired");
    expect_refused(made(3600, 7200), "localhost", "not yet valid");
}

TEST_F(Tls, TheSystemsAuthoritiesDoNotKnowOurs) {
    limits.ca_file.clear();
    expect_refused(signed_for("DNS:localhost"), "localhost", "certificate");
}

TEST_F(Tls, AFileWithoutCertificatesIsNamed) {
    const LoopbackServer server(ok, signed_for("DNS:localhost"));
    for (const auto& file : {temp / "missing.pem", temp / "empty.pem"}) {
        if (file.ends_with("empty.pem")) std::ofstream(file) << "nothing\n";
        limits.ca_file = file;
        const auto result = get(server);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, "E306");
        EXPECT_THAT(result.error().detail, HasSubstr(file));
    }
}

TEST_F(Tls, OldVersionsAreRefused) {
    const LoopbackServer::Behaviour never = [](Peer& peer) { peer.send(ok); };
    const LoopbackServer old(never, signed_for("DNS:localhost"), TLS1_1_VERSION);
    const auto refused = get(old);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "E404");
    EXPECT_THAT(refused.error().detail, HasSubstr("TLS failed"));
    const LoopbackServer oldest_good(
        [](Peer& peer) {
            peer.receive_request();
            peer.send(ok);
        },
        signed_for("DNS:localhost"), TLS1_2_VERSION);
    EXPECT_TRUE(get(oldest_good));
}

TEST_F(Tls, AnAnswerCutOffIsAnError) {
    const LoopbackServer server(
        [](Peer& peer) {
            peer.receive_request();
            peer.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
            peer.cut();
        },
        signed_for("DNS:localhost"));
    const auto result = get(server);
    ASSERT_FALSE(result) << "without the goodbye of TLS nobody knows that this was all";
    EXPECT_EQ(result.error().code, "E404");

    const LoopbackServer polite("HTTP/1.1 200 OK\r\n\r\nuntil the end", signed_for("DNS:localhost"));
    EXPECT_EQ(get(polite)->body, "until the end");
}

TEST_F(Tls, StallsEndAtTheDeadline) {
    limits.deadline = milliseconds{200};
    const LoopbackServer after_handshake([](Peer& peer) { peer.stall(); }, signed_for("DNS:localhost"));
    EXPECT_THAT(get(after_handshake).error().detail, HasSubstr("Its answer took too long."));
    const LoopbackServer no_tls_at_all([](Peer& peer) { peer.stall(); });
    EXPECT_THAT(get(no_tls_at_all).error().detail, HasSubstr("The handshake took too long."));
}

TEST_F(Tls, AServerThatLeavesEarlyDoesNotEndUs) {
    const LoopbackServer server([](Peer& peer) { peer.cut(); }, signed_for("DNS:localhost"));
    const auto result = make_transport(limits)->send(
        {"POST", "https://localhost:" + server.port() + "/", {}, std::string(4 << 20, 'x')});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "E404");
}

TEST_F(Tls, PlainHttpOnTheOtherEndIsNoTls) {
    const LoopbackServer server([](Peer& peer) {
        peer.receive();
        peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    const auto result = get(server);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace roadcase::http
