#include "notifier.h"

#include <gmock/gmock.h>

#include "support/manual_clock.h"

namespace roadcase::test {
namespace {

using std::chrono::minutes;
using testing::ElementsAre;
using testing::Optional;

constexpr auto twitch = "Roadcase: Twitch needs you to sign in again.";

TEST(NotificationPace, TellsOfAnAccountOnce) {
    ManualClock clock;
    NotificationPace pace;
    EXPECT_EQ(pace.due(clock.since_boot()), std::nullopt);
    EXPECT_EQ(pace.wait(clock.since_boot()), std::nullopt);
    pace.broke("acc_1", "Twitch");
    EXPECT_THAT(pace.due(clock.since_boot()), Optional(std::string(twitch)));
    pace.broke("acc_1", "Twitch");
    clock.advance(minutes{60});
    EXPECT_EQ(pace.due(clock.since_boot()), std::nullopt);
}

TEST(NotificationPace, TellsNeverMoreThanOnceInFifteenMinutes) {
    ManualClock clock;
    NotificationPace pace;
    pace.broke("acc_1", "Twitch");
    ASSERT_TRUE(pace.due(clock.since_boot()));
    clock.advance(minutes{1});
    pace.broke("acc_2", "Kick");
    EXPECT_EQ(pace.due(clock.since_boot()), std::nullopt);
    EXPECT_EQ(pace.wait(clock.since_boot()), minutes{14});
    clock.advance(minutes{14} - seconds{1});
    EXPECT_EQ(pace.due(clock.since_boot()), std::nullopt);
    clock.advance(seconds{1});
    EXPECT_THAT(pace.due(clock.since_boot()),
                Optional(std::string("Roadcase: 2 accounts need you to sign in again.")));
    clock.advance(minutes{15});
    EXPECT_EQ(pace.due(clock.since_boot()), std::nullopt) << "nothing is new";
}

TEST(NotificationPace, WhatWasMendedMeanwhileIsNotTold) {
    ManualClock clock;
    NotificationPace pace;
    pace.broke("acc_1", "Twitch");
    ASSERT_TRUE(pace.due(clock.since_boot()));
    pace.broke("acc_2", "Kick");
    pace.mended("acc_2");
    EXPECT_EQ(pace.wait(clock.since_boot()), std::nullopt);
    pace.broke("acc_3", "Spotify");
    pace.mended("acc_1");
    clock.advance(minutes{15});
    EXPECT_THAT(pace.due(clock.since_boot()),
                Optional(std::string("Roadcase: Spotify needs you to sign in again.")));
}

TEST(NotificationPace, OneThatBreaksAnewIsTold) {
    ManualClock clock;
    NotificationPace pace;
    pace.broke("acc_1", "Twitch");
    ASSERT_TRUE(pace.due(clock.since_boot()));
    pace.mended("acc_1");
    pace.broke("acc_1", "Twitch");
    EXPECT_EQ(pace.due(clock.since_boot()), std::nullopt);
    clock.advance(minutes{15});
    EXPECT_THAT(pace.due(clock.since_boot()), Optional(std::string(twitch)));
}

TEST(NotifyCommand, GetsTheSentenceAsOneWord) {
    EXPECT_THAT(filled_command({"notify-send", "Roadcase", "{title}"}, twitch),
                ElementsAre("notify-send", "Roadcase", twitch));
    EXPECT_THAT(filled_command({"say", "{title} {title}", "plain"}, "a {title} b"),
                ElementsAre("say", "a {title} b a {title} b", "plain"));
}

}  // namespace
}  // namespace roadcase::test
