#include "dashboard/slow_finish.h"

#include <gtest/gtest.h>

#include <future>

#include "support/random.h"

namespace roadcase::dashboard {
namespace {

constexpr milliseconds forever{60'000};
constexpr milliseconds not_at_all{0};

/// Work that goes on until somebody lets it end.
struct Slow {
    std::promise<void> door;
    std::shared_future<void> open = door.get_future().share();
    SlowFinish::Work work = [this] {
        open.wait();
        return std::string("/slow");
    };
};

TEST(SlowFinish, GivesThePathOfWhatEndsInTime) {
    test::CountingRandom random;
    SlowFinish finish(random);
    EXPECT_EQ(finish.run([] { return "/quick"; }, forever).path, "/quick");
}

TEST(SlowFinish, WorkThatThrowsEndsNothingElse) {
    test::CountingRandom random;
    SlowFinish finish(random);
    const auto none = [&]() -> std::string { throw std::bad_alloc(); };
    EXPECT_EQ(finish.run(none, forever).path, "/done/lost");
}

TEST(SlowFinish, GivesAnIdToAskAgainBy) {
    test::CountingRandom random;
    Slow slow;
    SlowFinish finish(random);
    const auto early = finish.run(slow.work, not_at_all);
    EXPECT_FALSE(early.path);
    ASSERT_TRUE(finish.find(early.id));
    EXPECT_FALSE(finish.find(early.id)->path);
    slow.door.set_value();
    while (!finish.find(early.id)->path) std::this_thread::yield();
    EXPECT_EQ(finish.find(early.id)->path, "/slow");
    EXPECT_FALSE(finish.find("another"));
}

TEST(SlowFinish, HasAPlaceForEightAndTheNextOneWaits) {
    test::CountingRandom random;
    Slow slow;
    SlowFinish finish(random);
    std::string first;
    for (int i = 0; i < 8; ++i) {
        const auto run = finish.run(slow.work, not_at_all);
        if (first.empty()) first = run.id;
    }
    EXPECT_EQ(finish.run([] { return "/own"; }, not_at_all).path, "/own") << "done by the caller";
    slow.door.set_value();
    while (!finish.find(first)->path) std::this_thread::yield();
    EXPECT_EQ(finish.run([] { return "/ninth"; }, forever).path, "/ninth");
}

}  // namespace
}  // namespace roadcase::dashboard
