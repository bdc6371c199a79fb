#include "accounts/events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "support/manual_clock.h"

namespace roadcase::accounts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class EventLogTest : public testing::Test {
  protected:
    void tell(int count) {
        for (int i = 0; i < count; ++i) log.publish({"token.renewed", "twitch", "planted"});
    }
    static std::vector<std::int64_t> ids(const EventLog::Part& part) {
        std::vector<std::int64_t> found;
        for (const auto& event : part.events) found.push_back(event->id);
        return found;
    }

    test::ManualClock clock;
    EventLog log{clock, 5};
};

TEST_F(EventLogTest, NumbersRiseByOneFromWhereTheLastProcessEnded) {
    log.continue_after(1041);
    EXPECT_EQ(log.last_id(), 1041);
    const auto event = log.publish({"account.connected", "twitch", "planted"});
    EXPECT_EQ(event->id, 1042);
    EXPECT_EQ(event->at, clock.now());
    tell(2);
    EXPECT_THAT(ids(log.after(1041, 10)), ElementsAre(1042, 1043, 1044));
}

TEST_F(EventLogTest, GivesWhatCameAfterAnIdInPartsWithoutAGap) {
    tell(4);
    const auto first = log.after(1, 2);
    EXPECT_THAT(ids(first), ElementsAre(2, 3));
    EXPECT_FALSE(first.gap);
    EXPECT_EQ(first.last, 3);
    EXPECT_THAT(ids(log.after(first.last, 2)), ElementsAre(4));
    const auto nothing = log.after(4, 2);
    EXPECT_THAT(nothing.events, IsEmpty());
    EXPECT_FALSE(nothing.gap);
    EXPECT_EQ(nothing.last, 4);
}

TEST_F(EventLogTest, KeepsTheNewestAndSaysThatOthersAreGone) {
    tell(8);
    EXPECT_FALSE(log.after(3, 10).gap) << "the oldest that is kept is the very next one";
    const auto part = log.after(2, 10);
    EXPECT_TRUE(part.gap);
    EXPECT_THAT(ids(part), ElementsAre(4, 5, 6, 7, 8));
}

TEST_F(EventLogTest, AnIdThatWasNeverGivenIsAGapAndEverythingIsTold) {
    tell(2);
    const auto part = log.after(77, 10);
    EXPECT_TRUE(part.gap);
    EXPECT_THAT(ids(part), ElementsAre(1, 2));
    EXPECT_EQ(part.last, 2);
}

TEST_F(EventLogTest, AGapBeforeTheFirstEventOfAProcessIsOneToo) {
    log.continue_after(10);
    EXPECT_TRUE(log.after(9, 10).gap);
    EXPECT_FALSE(log.after(10, 10).gap);
}

TEST_F(EventLogTest, SubscribersHearEveryEventInOrderFromAllThreads) {
    std::vector<std::int64_t> heard;
    log.subscribe([&](const EventPtr& event) { heard.push_back(event->id); });
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back([this] { tell(250); });
    for (auto& thread : threads) thread.join();
    ASSERT_EQ(heard.size(), 1'000u);
    for (std::size_t i = 0; i < heard.size(); ++i) ASSERT_EQ(heard[i], static_cast<std::int64_t>(i) + 1);
}

TEST(Event, AboutAnAccountSaysWhatIsKnownOfItAndNothingSecret) {
    store::AccountRecord record;
    record.id = "acc_planted00001";
    record.client = "twitch";
    record.name = "bot";
    record.problem_code = "E404";
    record.tokens.emplace();
    record.tokens->access_token = Secret("planted-access");
    record.tokens->expires_at = from_unix(1'800'000'000);
    const auto event = about("provider.down", record, "Twitch is not answering.");
    EXPECT_EQ(event.account, "twitch/bot");
    EXPECT_EQ(event.account_id, "acc_planted00001");
    EXPECT_EQ(event.code, "E404");
    EXPECT_EQ(event.expires_at, from_unix(1'800'000'000));
}

}  // namespace
}  // namespace roadcase::accounts
