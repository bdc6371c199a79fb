// How exchanges end when their transport closes: at once before the request left, with a last wait after.
#include "http/closing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <poll.h>
#include <unistd.h>

#include <future>

#include "http/loopback_server.h"
#include "http/resolve.h"
#include "http/transport.h"

namespace roadcase::http {
namespace {

using test::LoopbackServer;
using test::Peer;

constexpr milliseconds soon{5'000};  // far less than the deadline, far more than a slow machine needs
constexpr milliseconds long_grace{60'000};

TransportLimits patient() {
    return {.deadline = milliseconds{60'000}, .max_head = 2048, .max_body = 1000, .ca_file = ""};
}

std::future<Result<Response>> send_aside(Transport& transport, const std::string& url) {
    return std::async(std::launch::async, [&transport, url] {
        return transport.send({"POST", url, {}, "refresh_token=planted"});
    });
}

void expect_stopping(const Result<Response>& result, bool maybe_done) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(result.error().title, "Roadcase is stopping.");
    EXPECT_EQ(result.error().maybe_done, maybe_done);
}

TEST(Closing, NothingIsSentAfterIt) {
    const LoopbackServer server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    const auto transport = make_transport(patient());
    EXPECT_FALSE(transport->is_closed());
    transport->close(long_grace);
    EXPECT_TRUE(transport->is_closed());
    expect_stopping(transport->send({"GET", "http://127.0.0.1:" + server.port() + "/", {}, ""}), false);
    EXPECT_TRUE(server.requests().empty());
}

TEST(Closing, AnAnswerOnItsWayIsTaken) {
    std::promise<void> asked;
    std::promise<void> closed;
    const LoopbackServer server([&](Peer& peer) {
        peer.receive_request();
        asked.set_value();
        closed.get_future().wait();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    });
    const auto transport = make_transport(patient());
    auto result = send_aside(*transport, "http://127.0.0.1:" + server.port() + "/");
    asked.get_future().wait();
    transport->close(long_grace);
    closed.set_value();
    EXPECT_EQ(result.get()->body, "ok");
}

TEST(Closing, AnAnswerThatDoesNotComeIsCutAfterTheGrace) {
    std::promise<void> asked;
    const LoopbackServer server([&](Peer& peer) {
        peer.receive_request();
        asked.set_value();
        peer.stall();
    });
    const auto transport = make_transport(patient());
    auto result = send_aside(*transport, "http://127.0.0.1:" + server.port() + "/");
    asked.get_future().wait();
    const auto start = std::chrono::steady_clock::now();
    transport->close(milliseconds{100});
    expect_stopping(result.get(), true);
    EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds{100});
    EXPECT_LT(std::chrono::steady_clock::now() - start, soon);
}

TEST(Closing, AHandshakeIsGivenUpAtOnce) {
    std::promise<void> greeted;
    const LoopbackServer server([&](Peer& peer) {
        peer.receive();
        greeted.set_value();
        peer.stall();
    });
    const auto transport = make_transport(patient());
    auto result = send_aside(*transport, "https://localhost:" + server.port() + "/");
    greeted.get_future().wait();
    const auto start = std::chrono::steady_clock::now();
    transport->close(long_grace);
    expect_stopping(result.get(), false);
    EXPECT_LT(std::chrono::steady_clock::now() - start, soon);
}

TEST(Closing, ALookupIsGivenUpAtOnce) {
    Closing closing;
    const auto start = std::chrono::steady_clock::now();
    closing.begin(start + long_grace);
    const auto result = resolve(*parse_url("https://roadcase.invalid/"), {start + long_grace, &closing});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().title, "Roadcase is stopping.");
    EXPECT_LT(std::chrono::steady_clock::now() - start, soon);
}

TEST(Closing, AWaitIsWokenByIt) {
    const auto start = std::chrono::steady_clock::now();
    Closing closing;
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    const platform::Descriptor reading(pipe_ends[0]);
    const platform::Descriptor writing(pipe_ends[1]);
    auto waiting = std::async(std::launch::async, [&] {
        return wait_ready(reading.get(), POLLIN, Deadline(start + long_grace, &closing));
    });
    closing.begin(start + long_grace);
    EXPECT_FALSE(waiting.get());
    EXPECT_LT(std::chrono::steady_clock::now() - start, soon);
}

TEST(Closing, TheFirstCallCounts) {
    Closing closing;
    const auto now = std::chrono::steady_clock::now();
    closing.begin(now);
    closing.begin(now + long_grace);
    EXPECT_EQ(closing.last_answer(), now);
}

TEST(Closing, OnlyWhatLeftIsWaitedFor) {
    Closing closing;
    const auto now = std::chrono::steady_clock::now();
    Deadline unsent(now + long_grace, &closing);
    auto sent = unsent;
    sent.request_leaves();
    closing.begin(now + soon);
    EXPECT_TRUE(unsent.is_over());
    EXPECT_FALSE(sent.is_over());
    EXPECT_EQ(sent.at(), now + soon);
}

}  // namespace
}  // namespace roadcase::http
