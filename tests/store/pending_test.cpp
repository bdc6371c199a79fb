#include <atomic>
#include <thread>

#include "store/home.h"

namespace roadcase::store {
namespace {

struct Pending : testing::Test {
    Home home;
    std::unique_ptr<Store> store = home.open();
    bool has(const std::string& hash) { return described(store->pending(hash)) != "nothing"; }
};

TEST_F(Pending, LookingDoesNotTake) {
    ASSERT_TRUE(store->put_pending(sample_pending("a"), 10));
    EXPECT_TRUE(has("a"));
    EXPECT_EQ(described(store->take_pending("a")), described(sample_pending("a")));
    EXPECT_FALSE(has("a"));
    EXPECT_EQ(described(store->take_pending("a")), "nothing");
}

TEST_F(Pending, BeyondTheLimitTheOldestGo) {
    for (const auto* hash : {"a", "b", "c", "d"}) ASSERT_TRUE(store->put_pending(sample_pending(hash), 3));
    EXPECT_FALSE(has("a"));
    for (const auto* hash : {"b", "c", "d"}) EXPECT_TRUE(has(hash)) << hash;
}

TEST_F(Pending, AClockSetBackDoesNotPushOutTheNewest) {
    ASSERT_TRUE(store->put_pending(sample_pending("before"), 1));
    auto after = sample_pending("after");
    after.created_at = from_unix(5);
    ASSERT_TRUE(store->put_pending(after, 1));
    EXPECT_TRUE(has("after"));
    EXPECT_FALSE(has("before"));
}

TEST_F(Pending, OldOnesAreDropped) {
    auto old = sample_pending("old");
    old.created_at = from_unix(99);
    auto young = sample_pending("young");
    young.created_at = from_unix(100);
    ASSERT_TRUE(store->put_pending(old, 10));
    ASSERT_TRUE(store->put_pending(young, 10));
    ASSERT_TRUE(store->drop_pending_before(from_unix(100)));
    EXPECT_FALSE(has("old"));
    EXPECT_TRUE(has("young"));
}

/// How many of eight threads get the one authorization; half of them use another connection.
int takers(Store& one, Store& other) {
    std::atomic<int> got{0};
    std::atomic<bool> go{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&, i] {
            while (!go) std::this_thread::yield();
            const auto taken = (i % 2 == 0 ? one : other).take_pending("a");
            if (taken && taken->has_value()) ++got;
        });
    go = true;
    for (auto& thread : threads) thread.join();
    return got;
}

TEST_F(Pending, EightThreadsTakeItOnce) {
    const auto other = home.open();
    for (int round = 0; round < 20; ++round) {
        ASSERT_TRUE(store->put_pending(sample_pending("a"), 10));
        EXPECT_EQ(takers(*store, *other), 1);
    }
}

}  // namespace
}  // namespace roadcase::store
