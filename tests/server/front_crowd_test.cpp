#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <future>
#include <thread>

#include "server/front.h"
#include "server/raw_client.h"

namespace roadcase::server {
namespace {

using test::body_of;
using test::get;
using test::RawClient;

double milliseconds_for(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

TEST(FrontCrowd, AnswersHonestClientsAmongIdleAndDrippingOnes) {
    Front front([](const Request& request) { return text(200, request.path); });
    ASSERT_TRUE(front.listen_loopbacks(0));
    front.start();

    std::deque<RawClient> idle, dripping;
    for (int i = 0; i < 500; ++i) idle.emplace_back(front.port());
    for (int i = 0; i < 64; ++i) {
        dripping.emplace_back(front.port());
        ASSERT_TRUE(dripping.back().send("GET /drip HTTP/1.1\r\nHost: x\r\nX-Drip: "));
    }
    std::atomic<bool> over{false};
    auto drips = std::async(std::launch::async, [&] {
        while (!over)
            for (auto& client : dripping) client.send("x");
    });

    double slowest = 0;
    for (const std::string path : {"/auth", "/success", "/healthz"}) {
        for (int i = 0; i < 20; ++i) {
            std::string answer;
            slowest =
                std::max(slowest, milliseconds_for([&] { answer = RawClient(front.port()).ask(get(path)); }));
            EXPECT_EQ(body_of(answer), path);
        }
    }
    over = true;
    drips.get();
    std::printf("slowest of 60 honest answers among 564 others: %.2f ms\n", slowest);
    EXPECT_EQ(body_of(idle.front().ask(get("/idle"))), "/idle") << "who was idle may still ask";
}

TEST(FrontCrowd, ServesManyKeepAliveClientsAtOnce) {
    Front front([](const Request& request) { return request.may_block ? text(200, request.path) : later(); });
    ASSERT_TRUE(front.listen_loopbacks(0));
    front.start();
    std::vector<std::future<int>> clients;
    for (int thread = 0; thread < 8; ++thread)
        clients.push_back(std::async(std::launch::async, [&] {
            int right = 0;
            std::deque<RawClient> own;
            for (int i = 0; i < 8; ++i) own.emplace_back(front.port());
            for (int round = 0; round < 20; ++round)
                for (auto& client : own) {
                    const std::string path = "/" + std::to_string(round);
                    right += body_of(client.ask(get(path))) == path;
                }
            return right;
        }));
    for (auto& client : clients) EXPECT_EQ(client.get(), 8 * 20);
}

/// Uses up every descriptor of this process, and gives them back.
class NoDescriptorsLeft {
  public:
    NoDescriptorsLeft() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        rlimit low = before_;
        low.rlim_cur = 64;
        ::setrlimit(RLIMIT_NOFILE, &low);
        for (int fd = ::dup(0); fd >= 0; fd = ::dup(0)) held_.emplace_back(fd);
    }
    ~NoDescriptorsLeft() { ::setrlimit(RLIMIT_NOFILE, &before_); }

  private:
    rlimit before_{};
    std::vector<Descriptor> held_;
};

TEST(FrontCrowd, OutlivesALackOfDescriptors) {
    FrontLimits limits;
    limits.request_deadline = milliseconds{400};
    std::promise<void> arrived, leave;
    auto left = leave.get_future().share();
    Front front(
        [&](const Request& request) {
            if (request.path != "/stay") return text(200, request.path);
            arrived.set_value();
            left.wait();
            return text(200, "left");
        },
        limits);
    ASSERT_TRUE(front.listen_loopbacks(0));
    front.start();

    RawClient idle(front.port()), busy, late;
    EXPECT_EQ(body_of(idle.ask(get("/a"))), "/a");
    {
        const NoDescriptorsLeft none;
        ASSERT_TRUE(busy.connect(front.port()));
        busy.send(get("/stay"));
        arrived.get_future().wait();
        EXPECT_EQ(idle.read_all(), "") << "the idle one made room";
        // Nobody is idle now: this one waits in the kernel's queue until descriptors are back.
        ASSERT_TRUE(late.connect(front.port()));
        late.send(get("/late"));
    }
    EXPECT_EQ(body_of(late.read_answer()), "/late");
    leave.set_value();
    EXPECT_EQ(body_of(busy.read_answer()), "left");
}

}  // namespace
}  // namespace roadcase::server
