#include "server/front.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <mutex>
#include <set>
#include <thread>

#include "server/raw_client.h"

namespace roadcase::server {
namespace {

using test::body_of;
using test::get;
using test::RawClient;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// A door that handlers wait at, and that remembers how many came.
class Gate {
  public:
    void pass() {
        std::unique_lock lock(mutex_);
        ++arrived_;
        moved_.notify_all();
        moved_.wait(lock, [this] { return open_; });
    }
    void await(int count) {
        std::unique_lock lock(mutex_);
        moved_.wait(lock, [&] { return arrived_ >= count; });
    }
    void open() {
        std::lock_guard lock(mutex_);
        open_ = true;
        moved_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable moved_;
    int arrived_ = 0;
    bool open_ = false;
};

/// A front on a free port. /slow is later() and then waits at the gate; everything else echoes.
struct Server {
    explicit Server(FrontLimits limits = {}) : front([this](const Request& r) { return handle(r); }, limits) {
        const auto bound = front.listen_loopbacks(0);
        EXPECT_TRUE(bound) << bound.error().one_line();
        front.start();
    }
    ~Server() { gate.open(); }

    Response handle(const Request& request) {
        ++handled;
        if (request.path == "/slow" && !request.may_block) return later();
        if (request.path == "/slow") gate.pass();
        if (request.path == "/stuck") gate.pass();
        if (request.path == "/big") return text(200, std::string(big, 'x'));
        if (request.path == "/throw") throw std::runtime_error("planted");
        return text(200, request.method + " " + request.path + " " + request.body);
    }

    std::size_t big = 8 * 1024 * 1024;
    std::atomic<int> handled{0};
    Gate gate;
    Front front;
};

TEST(Front, AnswersOnBothLoopbacks) {
    Server server;
    EXPECT_EQ(body_of(RawClient(server.front.port()).ask(get("/a"))), "GET /a ");
    if (!server.front.has_ipv6()) GTEST_SKIP() << "no IPv6 loopback here";
    EXPECT_EQ(body_of(RawClient(server.front.port(), AF_INET6).ask(get("/b"))), "GET /b ");
}

TEST(Front, KeepsConnectionsAlive) {
    Server server;
    RawClient client(server.front.port());
    for (int i = 0; i < 20; ++i) {
        const std::string path = "/" + std::to_string(i);
        EXPECT_EQ(body_of(client.ask(get(path))), "GET " + path + " ");
    }
    const std::string last = client.ask("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(last, HasSubstr("Connection: close"));
    EXPECT_EQ(client.read_all(), "");
    EXPECT_FALSE(client.timed_out());
}

TEST(Front, EndsHttp10ConnectionsAfterTheAnswer) {
    Server server;
    RawClient client(server.front.port());
    client.send("GET /old HTTP/1.0\r\nHost: x\r\n\r\n");
    EXPECT_EQ(body_of(client.read_all()), "GET /old ");
    EXPECT_FALSE(client.timed_out());
}

TEST(Front, AnswersPipelinedRequestsInOrder) {
    Server server;
    RawClient client(server.front.port());
    const std::string post = "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
    client.send(get("/a") + post + get("/slow") + get("/d"));
    EXPECT_EQ(body_of(client.read_answer()), "GET /a ");
    EXPECT_EQ(body_of(client.read_answer()), "POST /b abc");
    server.gate.await(1);
    EXPECT_EQ(server.handled, 4) << "the fourth request must wait for the third one's answer";
    server.gate.open();
    EXPECT_EQ(body_of(client.read_answer()), "GET /slow ");
    EXPECT_EQ(body_of(client.read_answer()), "GET /d ");
}

TEST(Front, PutsDripsTogether) {
    Server server;
    RawClient client(server.front.port());
    const std::string request = "POST /drip HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
    for (const char c : request) ASSERT_TRUE(client.send(std::string_view(&c, 1)));
    EXPECT_EQ(body_of(client.read_answer()), "POST /drip hello");
}

TEST(Front, AnswersAClientThatHasStoppedSending) {
    Server server;
    RawClient client(server.front.port());
    client.send(get("/half"));
    client.end_sending();
    EXPECT_EQ(body_of(client.read_all()), "GET /half ");
    EXPECT_FALSE(client.timed_out());
}

TEST(Front, AnswersHeadWithoutBody) {
    Server server;
    RawClient client(server.front.port());
    client.send("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const std::string answer = client.read_all();
    EXPECT_THAT(answer, HasSubstr("Content-Length: 8\r\n"));
    EXPECT_EQ(body_of(answer), "");
}

TEST(Front, BlockedNetworkWorkersDoNotDelayQuickAnswers) {
    FrontLimits limits;
    limits.network_workers = 2;
    Server server(limits);
    std::vector<RawClient> slow;
    for (int i = 0; i < 6; ++i) {
        slow.emplace_back(server.front.port());
        slow.back().send(get("/slow"));
    }
    server.gate.await(2);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(body_of(RawClient(server.front.port()).ask(get("/q"))), "GET /q ");
    server.gate.open();
    for (auto& client : slow) EXPECT_EQ(body_of(client.read_answer()), "GET /slow ");
}

TEST(Front, SaysLaterWhenItsQueueIsFull) {
    FrontLimits limits;
    limits.network_workers = 1;
    limits.max_queue = 1;
    Server server(limits);
    RawClient running(server.front.port()), second(server.front.port()), third(server.front.port());
    running.send(get("/slow"));
    server.gate.await(1);
    // One of these finds the one place in the queue.
    second.send(get("/slow"));
    third.send(get("/slow"));
    pollfd either[] = {{second.fd(), POLLIN, 0}, {third.fd(), POLLIN, 0}};
    ASSERT_EQ(::poll(either, 2, 10'000), 1);
    RawClient& turned_away = either[0].revents != 0 ? second : third;
    const std::string answer = turned_away.read_answer();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 "));
    EXPECT_THAT(answer, HasSubstr("Retry-After: 1\r\n"));
    server.gate.open();
    EXPECT_EQ(body_of(running.read_answer()), "GET /slow ");
    EXPECT_EQ(body_of((&turned_away == &second ? third : second).read_answer()), "GET /slow ");
    EXPECT_EQ(body_of(turned_away.ask(get("/again"))), "GET /again ")
        << "a full queue is no reason to hang up";
}

TEST(Front, Answers500WhenAHandlerThrows) {
    Server server;
    RawClient client(server.front.port());
    const std::string answer = client.ask(get("/throw"));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 500 "));
    EXPECT_THAT(answer, Not(HasSubstr("EXCEPTION_WHAT")));
    EXPECT_THAT(answer, Not(HasSubstr("planted")));
    EXPECT_EQ(body_of(client.ask(get("/a"))), "GET /a ");
}

TEST(Front, RefusesAtOnceAndReadsNoFurther) {
    Server server;
    const std::string hidden = get("/hidden");
    const struct {
        std::string bytes;
        std::string status;
    } table[] = {
        {"GET /" + std::string(5000, 'a'), "414"},
        {"GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(5000, 'a'), "431"},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n" + hidden, "413"},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
             hidden,
         "400"},
        {"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(hidden.size()) + "\r\n\r\n" +
             hidden,
         "400"},
        {"TRACE / HTTP/1.1\r\nHost: x\r\nOrigin: http://evil.example\r\n\r\n" + hidden, "405"},
        {"nonsense\r\n\r\n" + hidden, "400"},
    };
    for (const auto& row : table) {
        RawClient client(server.front.port());
        client.send(row.bytes);
        const std::string answer = client.read_all();
        EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + row.status + " "));
        EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
        EXPECT_THAT(answer, HasSubstr("\r\nContent-Security-Policy: default-src 'none';"));
        EXPECT_THAT(answer, HasSubstr("\r\nX-Content-Type-Options: nosniff\r\n"));
        EXPECT_THAT(answer, Not(HasSubstr("Access-Control")));
        EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos) << "one answer only";
        EXPECT_FALSE(client.timed_out()) << row.status;
    }
    EXPECT_EQ(server.handled, 0);
}

TEST(Front, ExplainsRefusalsToScriptsAsProblems) {
    Server server;
    const std::string answer =
        RawClient(server.front.port()).ask("POST /api/v1/accounts HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 411 "));
    EXPECT_THAT(answer, HasSubstr("Content-Type: application/problem+json\r\n"));
    const std::string allow = RawClient(server.front.port()).ask("PUT / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(allow, HasSubstr("Allow: GET, HEAD, POST, PATCH, DELETE, OPTIONS\r\n"));
}

TEST(Front, CutsSlowRequestsAndIdleConnections) {
    FrontLimits limits;
    limits.request_deadline = milliseconds{100};
    limits.idle_deadline = milliseconds{100};
    Server server(limits);
    RawClient silent(server.front.port()), head(server.front.port()), body(server.front.port());
    head.send("GET / HT");
    body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel");
    EXPECT_THAT(head.read_all(), StartsWith("HTTP/1.1 408 "));
    EXPECT_THAT(body.read_all(), StartsWith("HTTP/1.1 408 "));
    EXPECT_EQ(silent.read_all(), "");
    EXPECT_FALSE(silent.timed_out() || head.timed_out() || body.timed_out());
    EXPECT_EQ(server.handled, 0);
}

TEST(Front, SendsBigAnswers) {
    Server server;
    EXPECT_EQ(body_of(RawClient(server.front.port()).ask(get("/big"))).size(), server.big);
}

TEST(Front, CutsWhoDoesNotReadTheAnswer) {
    FrontLimits limits;
    limits.write_deadline = milliseconds{100};
    limits.max_connections = 1;
    Server server(limits);
    RawClient sleeper(server.front.port());
    sleeper.send(get("/big"));
    pollfd begun{sleeper.fd(), POLLIN, 0};
    ASSERT_EQ(::poll(&begun, 1, 10'000), 1);
    // The only place is taken by somebody who is being answered: newcomers are turned away until he is cut.
    int turned_away = 0;
    while (RawClient(server.front.port()).ask(get("/a")).empty() && turned_away < 1'000'000) ++turned_away;
    EXPECT_GT(turned_away, 0);
    EXPECT_LT(turned_away, 1'000'000);
    EXPECT_LT(sleeper.read_all().size(), server.big);
}

TEST(Front, MakesRoomByClosingTheLongestIdle) {
    FrontLimits limits;
    limits.max_connections = 3;
    Server server(limits);
    RawClient first(server.front.port()), second(server.front.port()), third(server.front.port());
    for (auto* client : {&first, &second, &third}) EXPECT_EQ(body_of(client->ask(get("/a"))), "GET /a ");
    EXPECT_EQ(body_of(first.ask(get("/b"))), "GET /b ");

    RawClient fourth(server.front.port());
    EXPECT_EQ(body_of(fourth.ask(get("/c"))), "GET /c ");
    EXPECT_EQ(second.read_all(), "");
    EXPECT_FALSE(second.timed_out());
    EXPECT_EQ(body_of(first.ask(get("/d"))), "GET /d ");
    EXPECT_EQ(body_of(third.ask(get("/e"))), "GET /e ");
}

TEST(Front, SurvivesClientsThatLeaveWhileTheirRequestIsAnswered) {
    Server server;
    for (int i = 0; i < 8; ++i) {
        RawClient client(server.front.port());
        client.send(get("/slow"));
        server.gate.await(i + 1);
    }
    EXPECT_EQ(body_of(RawClient(server.front.port()).ask(get("/a"))), "GET /a ");
    server.gate.open();
    EXPECT_EQ(body_of(RawClient(server.front.port()).ask(get("/b"))), "GET /b ");
}

TEST(Front, StopsAfterFinishingWhatRuns) {
    Server server;
    RawClient running(server.front.port()), idle(server.front.port());
    EXPECT_EQ(body_of(idle.ask(get("/a"))), "GET /a ");
    running.send(get("/slow"));
    server.gate.await(1);
    auto stopped = std::async(std::launch::async, [&] { server.front.stop(); });
    EXPECT_EQ(idle.read_all(), "") << "idle connections go at once";
    EXPECT_FALSE(RawClient().connect(server.front.port())) << "nobody new comes in";
    server.gate.open();
    EXPECT_EQ(body_of(running.read_all()), "GET /slow ");
    EXPECT_FALSE(running.timed_out());
    stopped.get();
}

TEST(Front, StopsAfterItsGraceWhateverRuns) {
    Server server;
    RawClient running(server.front.port()), waiting(server.front.port());
    running.send(get("/slow"));
    server.gate.await(1);
    server.front.stop(milliseconds{20});
    EXPECT_EQ(running.read_all(), "");
    EXPECT_EQ(waiting.read_all(), "");
    EXPECT_FALSE(running.timed_out() || waiting.timed_out());
}

TEST(Front, KnowsThePeerOfATcpConnection) {
    std::promise<bool> same_user;
    Front front([&](const Request& request) {
        same_user.set_value(request.peer.kind == Peer::Kind::tcp && request.peer.same_user());
        return text(200, "");
    });
    ASSERT_TRUE(front.listen_loopbacks(0));
    front.start();
    RawClient client(front.port());
    client.send(get("/"));
    EXPECT_TRUE(same_user.get_future().get());
    client.read_answer();
}

}  // namespace
}  // namespace roadcase::server
