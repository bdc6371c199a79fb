#include "accounts/pace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace roadcase::accounts {
namespace {

using testing::ElementsAre;

constexpr milliseconds start{1'000'000};

int turns(Pace& pace, milliseconds now, double per_second) {
    int count = 0;
    while (pace.take_turn("a", now, per_second)) {
        pace.end_turn("a");
        ++count;
    }
    return count;
}

TEST(Pace, GivesARateAndNoMoreThanASecondsWorthAtOnce) {
    Pace pace;
    EXPECT_EQ(turns(pace, start, 10), 10);
    EXPECT_EQ(turns(pace, start + milliseconds{100}, 10), 1);
    EXPECT_EQ(turns(pace, start + milliseconds{350}, 10), 2);
    EXPECT_EQ(turns(pace, start + milliseconds{3'600'000}, 10), 10);
}

TEST(Pace, SlowerThanOneInASecond) {
    Pace pace;
    EXPECT_EQ(turns(pace, start, 0.1), 1);
    EXPECT_EQ(turns(pace, start + milliseconds{9'000}, 0.1), 0);
    EXPECT_EQ(turns(pace, start + milliseconds{10'001}, 0.1), 1);
}

TEST(Pace, AFewAtATime) {
    Pace pace;
    for (int i = 0; i < Pace::most_at_once; ++i) EXPECT_TRUE(pace.take_turn("a", start, 100));
    EXPECT_FALSE(pace.take_turn("a", start, 100));
    EXPECT_TRUE(pace.take_turn("b", start, 100)) << "another provider is not held up";
    pace.end_turn("a");
    EXPECT_TRUE(pace.take_turn("a", start, 100));
}

TEST(Pace, WhoWaitsIsNotHeldBackAndIsCounted) {
    Pace pace;
    for (int i = 0; i < 15; ++i) pace.count("a", start, 10);
    EXPECT_FALSE(pace.take_turn("a", start + milliseconds{500}, 10));
    EXPECT_TRUE(pace.take_turn("a", start + milliseconds{700}, 10));
    for (int i = 0; i < 1000; ++i) pace.count("b", start, 10);
    EXPECT_TRUE(pace.take_turn("b", start + milliseconds{1'200}, 10)) << "the debt is bounded";
}

TEST(Pace, OneThatIsDownRestsLongerEachTimeAndIsTriedByOne) {
    Pace pace;
    pace.failed("a", start, 1);
    pace.failed("a", start, 1);
    EXPECT_TRUE(pace.resting(start, 10).empty()) << "two failures are no outage";
    pace.failed("a", start, 1);
    EXPECT_THAT(pace.resting(start + milliseconds{4'999}, 10), ElementsAre("a"));
    EXPECT_TRUE(pace.resting(start + milliseconds{5'000}, 10).empty());
    EXPECT_TRUE(pace.take_turn("a", start + milliseconds{5'000}, 10));
    EXPECT_FALSE(pace.take_turn("a", start + milliseconds{5'000}, 10)) << "one asks for all";
    pace.end_turn("a");
    for (int i = 0; i < 20; ++i) pace.failed("a", start, 1);
    EXPECT_FALSE(pace.resting(start + milliseconds{59'999}, 10).empty());
    EXPECT_TRUE(pace.resting(start + milliseconds{60'000}, 10).empty());
    pace.answered("a");
    EXPECT_TRUE(pace.resting(start + milliseconds{5'000}, 10).empty());
}

TEST(Pace, AWishToWaitHoldsForEverybody) {
    Pace pace;
    EXPECT_FALSE(pace.must_wait("a", start));
    pace.told_to_wait("a", start, seconds{30});
    EXPECT_EQ(pace.must_wait("a", start + milliseconds{500}), seconds{30});
    EXPECT_FALSE(pace.take_turn("a", start + milliseconds{29'000}, 10));
    EXPECT_FALSE(pace.must_wait("b", start));
    EXPECT_FALSE(pace.must_wait("a", start + milliseconds{30'000}));
    EXPECT_TRUE(pace.take_turn("a", start + milliseconds{30'000}, 10));
}

}  // namespace
}  // namespace roadcase::accounts
