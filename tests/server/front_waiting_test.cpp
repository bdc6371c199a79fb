#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <mutex>
#include <thread>

#include "server/front.h"
#include "server/raw_client.h"

namespace roadcase::server {
namespace {

using test::body_of;
using test::get;
using test::RawClient;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Lines that a test puts in; shared by all streams, each with its own place in it.
class Lines {
  public:
    void add(std::string line) {
        std::lock_guard lock(mutex_);
        lines_.push_back(std::move(line));
    }
    std::optional<std::string> at(std::size_t index) const {
        std::lock_guard lock(mutex_);
        return index < lines_.size() ? std::optional(lines_[index]) : std::nullopt;
    }

  private:
    mutable std::mutex mutex_;
    std::deque<std::string> lines_;
};

/// One line a piece; "end" ends.
class LineFeed final : public Feed {
  public:
    explicit LineFeed(const Lines& lines) : lines_(lines) {}
    Piece next(bool quiet) override {
        const auto line = lines_.at(next_);
        if (!line) return {quiet ? "(alive)" : "", false, false};
        ++next_;
        if (*line == "throw") throw std::runtime_error("planted");
        return {*line, true, *line == "end"};
    }

  private:
    const Lines& lines_;
    std::size_t next_ = 0;
};

/// /wait?… waits for `done`, at most as long as `patience`; /stream streams the lines.
struct Server {
    explicit Server(FrontLimits limits = {}) : front([this](const Request& r) { return handle(r); }, limits) {
        const auto bound = front.listen_loopbacks(0);
        EXPECT_TRUE(bound) << bound.error().one_line();
        front.start();
    }

    Response handle(const Request& request) {
        if (request.path == "/stream") return stream("text/plain", std::make_shared<LineFeed>(lines));
        if (request.path != "/wait") return text(200, "quick");
        ++asked;
        if (done) return text(200, request.again ? "done" : "at once");
        const auto end = request.received + patience.load();
        if (std::chrono::steady_clock::now() >= end) return text(408, "in vain");
        if (happens_meanwhile) {
            done = true;
            front.wake("topic");
        }
        return wait_for("topic", end);
    }
    void await_asked(int times) const {
        for (int i = 0; i < 2'000 && asked < times; ++i) std::this_thread::sleep_for(milliseconds{5});
        ASSERT_GE(asked.load(), times);
    }
    /// Until the front has heard that clients are gone or there.
    void await_connections(std::size_t count) {
        for (int i = 0; i < 2'000 && front.connections() != count; ++i)
            std::this_thread::sleep_for(milliseconds{5});
        ASSERT_EQ(front.connections(), count);
    }

    std::atomic<milliseconds> patience{milliseconds{60'000}};
    std::atomic<bool> done{false};
    bool happens_meanwhile = false;  ///< after the handler has looked, before it says that it waits
    std::atomic<int> asked{0};
    Lines lines;
    Front front;
};

TEST(Waiting, IsAskedAgainWhenSomethingHappens) {
    Server server;
    RawClient client(server.front.port());
    client.send(get("/wait"));
    server.await_asked(1);
    server.front.wake("another topic");
    server.done = true;
    server.front.wake("topic");
    EXPECT_EQ(body_of(client.read_answer()), "done");
    EXPECT_EQ(body_of(client.ask(get("/wait"))), "at once") << "the connection goes on";
}

TEST(Waiting, HasAnEnd) {
    Server server;
    server.patience = milliseconds{30};
    RawClient client(server.front.port());
    EXPECT_EQ(body_of(client.ask(get("/wait"))), "in vain");
    EXPECT_EQ(server.asked, 2);
}

TEST(Waiting, HoldsNoWorker) {
    FrontLimits limits;
    limits.quick_workers = 1;
    Server server(limits);
    std::vector<std::unique_ptr<RawClient>> patient;
    for (int i = 0; i < 50; ++i) {
        patient.push_back(std::make_unique<RawClient>(server.front.port()));
        patient.back()->send(get("/wait"));
    }
    server.await_asked(50);
    EXPECT_EQ(body_of(RawClient(server.front.port()).ask(get("/"))), "quick");
    server.done = true;
    server.front.wake("");
    for (auto& client : patient) EXPECT_EQ(body_of(client->read_answer()), "done");
}

TEST(Waiting, NothingIsMissedThatHappensWhileAWorkerDecides) {
    Server server;
    server.happens_meanwhile = true;
    RawClient client(server.front.port());
    EXPECT_EQ(body_of(client.ask(get("/wait"))), "done");
    EXPECT_EQ(server.asked, 2);
}

TEST(Waiting, AClientThatIsGoneIsForgotten) {
    Server server;
    {
        RawClient client(server.front.port());
        client.send(get("/wait"));
        server.await_asked(1);
        server.await_connections(1);
    }
    server.await_connections(0);
    server.front.wake("topic");
    EXPECT_EQ(body_of(RawClient(server.front.port()).ask(get("/"))), "quick");
    EXPECT_EQ(server.asked, 1);
}

TEST(Waiting, StoppingAnswersWith503AtOnce) {
    Server server;
    RawClient client(server.front.port());
    client.send(get("/wait"));
    server.await_asked(1);
    server.front.stop();
    const auto answer = client.read_all();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 503"));
    EXPECT_THAT(answer, HasSubstr("Roadcase is stopping."));
    EXPECT_THAT(answer, HasSubstr("Connection: close"));
    EXPECT_FALSE(client.timed_out());
}

TEST(Waiting, MoreThanThereArePlacesAreRefused) {
    FrontLimits limits;
    limits.max_waiting = 2;
    Server server(limits);
    RawClient first(server.front.port());
    first.send(get("/wait"));
    RawClient second(server.front.port());
    second.send(get("/stream"));
    server.lines.add("here");
    EXPECT_THAT(second.read_until("here"), HasSubstr("here"));
    server.await_asked(1);
    RawClient third(server.front.port());
    EXPECT_THAT(third.ask(get("/stream")), StartsWith("HTTP/1.1 503"));
    EXPECT_THAT(RawClient(server.front.port()).ask(get("/wait")), StartsWith("HTTP/1.1 503"));
    EXPECT_EQ(body_of(third.ask(get("/"))), "quick") << "a refused one may go on";
}

TEST(Streams, SendWhatComesAsItComes) {
    Server server;
    server.lines.add("one,");
    RawClient client(server.front.port());
    client.send(get("/stream"));
    const auto head = client.read_until("one,");
    EXPECT_THAT(head, StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(head, HasSubstr("Connection: close"));
    EXPECT_THAT(head, Not(HasSubstr("Content-Length")));
    server.lines.add("two,");
    server.lines.add("three,");
    server.front.wake("anything");
    EXPECT_EQ(client.read_until("three,"), "two,three,");
    server.lines.add("end");
    server.front.wake("");
    EXPECT_EQ(client.read_all(), "end");
    EXPECT_FALSE(client.timed_out());
}

TEST(Streams, OutliveTheDeadlinesOfOrdinaryConnectionsAndShowThatTheyLive) {
    FrontLimits limits;
    limits.idle_deadline = limits.request_deadline = limits.write_deadline = milliseconds{20};
    limits.sign_of_life = milliseconds{50};
    Server server(limits);
    RawClient client(server.front.port());
    client.send(get("/stream"));
    client.read_until("(alive)(alive)(alive)");
    EXPECT_FALSE(client.timed_out());
    server.lines.add("end");
    server.front.wake("");
    EXPECT_THAT(client.read_all(), testing::EndsWith("end"));
}

TEST(Streams, WhoReadsNothingIsCutOffAndOthersNoticeNothing) {
    FrontLimits limits;
    limits.write_deadline = milliseconds{200};
    Server server(limits);
    RawClient deaf(server.front.port());
    deaf.send(get("/stream"));
    RawClient other(server.front.port());
    other.send(get("/stream"));
    server.await_connections(2);
    const std::string line(256 * 1024, 'x');
    for (int i = 0; i < 64; ++i) server.lines.add(line);
    server.lines.add("the last");
    server.front.wake("");
    EXPECT_THAT(other.read_until("the last"), testing::EndsWith("the last"));
    server.await_connections(1);
    EXPECT_LT(deaf.read_all().size(), 64 * line.size());
}

TEST(Streams, EndAtOnceWhenTheFrontStops) {
    Server server;
    server.lines.add("here");
    RawClient client(server.front.port());
    client.send(get("/stream"));
    client.read_until("here");
    server.front.stop();
    EXPECT_EQ(client.read_all(), "");
    EXPECT_FALSE(client.timed_out());
}

TEST(Streams, AFeedThatThrowsEndsItsStreamAlone) {
    Server server;
    server.lines.add("throw");
    RawClient client(server.front.port());
    client.send(get("/stream"));
    EXPECT_THAT(body_of(client.read_all()), "");
    EXPECT_FALSE(client.timed_out());
    EXPECT_EQ(body_of(RawClient(server.front.port()).ask(get("/"))), "quick");
}

TEST(Streams, HeadGetsTheHeadAlone) {
    Server server;
    server.lines.add("here");
    RawClient client(server.front.port());
    const auto answer = client.ask("HEAD /stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
    EXPECT_EQ(body_of(answer + client.read_all()), "");
}

TEST(Streams, AreForgottenWithTheirClients) {
    Server server;
    {
        RawClient client(server.front.port());
        client.send(get("/stream"));
        server.await_connections(1);
    }
    server.await_connections(0);
}

}  // namespace
}  // namespace roadcase::server
