#include "brokers/service_pace.h"

#include <gtest/gtest.h>

#include <vector>

namespace roadcase::brokers {
namespace {

constexpr milliseconds start{100'000};

milliseconds begins(ServicePace& pace, milliseconds now) {
    const auto turn = pace.take("s", now);
    EXPECT_TRUE(turn.given);
    return now + turn.wait;
}

TEST(ServicePace, NoSecondHoldsMoreThanTheNumber) {
    ServicePace pace(10);
    std::vector<milliseconds> all;
    for (auto now = start; now < start + seconds{20}; now += milliseconds{37})
        if (const auto turn = pace.take("s", now); turn.given) all.push_back(now + turn.wait);
    ASSERT_GT(all.size(), 180u) << "and it is used";
    for (std::size_t i = 10; i < all.size(); ++i) {
        EXPECT_GE(all[i], all[i - 1]);
        EXPECT_GE(all[i] - all[i - 10], seconds{1}) << i;
    }
}

TEST(ServicePace, TheEleventhWaitsAndTheTwentyFirstIsToldTo) {
    ServicePace pace(10);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(begins(pace, start), start);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(begins(pace, start), start + seconds{1});
    const auto turn = pace.take("s", start);
    EXPECT_FALSE(turn.given);
    EXPECT_EQ(turn.wait, seconds{2});
    EXPECT_TRUE(pace.take("other", start).given);
    EXPECT_EQ(begins(pace, start + seconds{1}), start + seconds{2}) << "who was refused took no turn";
}

TEST(ServicePace, AServiceThatAsksForRestGetsIt) {
    ServicePace pace(10);
    pace.told_to_wait("s", start, seconds{30});
    pace.told_to_wait("s", start, seconds{3});
    const auto turn = pace.take("s", start);
    EXPECT_FALSE(turn.given);
    EXPECT_EQ(turn.wait, seconds{30});
    EXPECT_EQ(begins(pace, start + milliseconds{29'500}), start + seconds{30});
    EXPECT_EQ(begins(pace, start + seconds{31}), start + seconds{31});
}

}  // namespace
}  // namespace roadcase::brokers
