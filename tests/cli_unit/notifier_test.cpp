#include "notifier.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "support/manual_clock.h"
#include "support/temp_dir.h"

namespace roadcase::test {
namespace {

using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Optional;

constexpr auto twitch = "Roadcase: Twitch needs you to sign in again.";

/// What is due arrives.
std::optional<std::string> tell(NotificationPace& pace, const Clock& clock) {
    auto sentence = pace.due(clock.since_boot());
    if (sentence) pace.was_told();
    return sentence;
}

TEST(NotificationPace, TellsOfAnAccountOnce) {
    ManualClock clock;
    NotificationPace pace;
    EXPECT_EQ(pace.due(clock.since_boot()), std::nullopt);
    EXPECT_EQ(pace.wait(clock.since_boot()), std::nullopt);
    pace.broke("acc_1", "Twitch");
    EXPECT_THAT(tell(pace, clock), Optional(std::string(twitch)));
    pace.broke("acc_1", "Twitch");
    clock.advance(minutes{60});
    EXPECT_EQ(pace.due(clock.since_boot()), std::nullopt);
}

TEST(NotificationPace, TellsNeverMoreThanOnceInFifteenMinutes) {
    ManualClock clock;
    NotificationPace pace;
    pace.broke("acc_1", "Twitch");
    ASSERT_TRUE(tell(pace, clock));
    clock.advance(minutes{1});
    pace.broke("acc_2", "Kick");
    EXPECT_EQ(pace.due(clock.since_boot()), std::nullopt);
    EXPECT_EQ(pace.wait(clock.since_boot()), minutes{14});
    clock.advance(minutes{14} - seconds{1});
    EXPECT_EQ(pace.due(clock.since_boot()), std::nullopt);
    clock.advance(seconds{1});
    EXPECT_THAT(tell(pace, clock), Optional(std::string("Roadcase: 2 accounts need you to sign in again.")));
    clock.advance(minutes{15});
    EXPECT_EQ(pace.due(clock.since_boot()), std::nullopt) << "nothing is new";
}

TEST(NotificationPace, WhatWasMendedMeanwhileIsNotTold) {
    ManualClock clock;
    NotificationPace pace;
    pace.broke("acc_1", "Twitch");
    ASSERT_TRUE(tell(pace, clock));
    pace.broke("acc_2", "Kick");
    pace.mended("acc_2");
    EXPECT_EQ(pace.wait(clock.since_boot()), std::nullopt);
    pace.broke("acc_3", "Spotify");
    pace.mended("acc_1");
    clock.advance(minutes{15});
    EXPECT_THAT(tell(pace, clock), Optional(std::string("Roadcase: Spotify needs you to sign in again.")));
}

TEST(NotificationPace, OneThatBreaksAnewIsTold) {
    ManualClock clock;
    NotificationPace pace;
    pace.broke("acc_1", "Twitch");
    ASSERT_TRUE(tell(pace, clock));
    pace.mended("acc_1");
    pace.broke("acc_1", "Twitch");
    EXPECT_EQ(pace.due(clock.since_boot()), std::nullopt);
    clock.advance(minutes{15});
    EXPECT_THAT(tell(pace, clock), Optional(std::string(twitch)));
}

TEST(NotificationPace, WhatDidNotArriveIsSaidAgainAfterThePause) {
    ManualClock clock;
    NotificationPace pace;
    pace.broke("acc_1", "Twitch");
    ASSERT_TRUE(pace.due(clock.since_boot()));
    EXPECT_EQ(pace.due(clock.since_boot()), std::nullopt) << "not more often than the pace";
    EXPECT_EQ(pace.wait(clock.since_boot()), minutes{15});
    clock.advance(minutes{15});
    ASSERT_TRUE(pace.due(clock.since_boot()));
    pace.broke("acc_2", "Kick");
    pace.was_told();
    clock.advance(minutes{15});
    EXPECT_THAT(tell(pace, clock), Optional(HasSubstr("2 accounts"))) << "that one was in no sentence";
    clock.advance(minutes{15});
    EXPECT_EQ(pace.due(clock.since_boot()), std::nullopt);
}

/// A Notifier whose command fails as long as there is no file "works".
struct Told : testing::Test {
    TempDir dir;
    ManualClock clock;
    std::string log = dir / "log";
    Notifier notifier{{clock, [this] { return choice(); }, [](const std::string&) { return "Twitch"; }}};

    dashboard::UiChoice choice() const {
        dashboard::UiChoice own;
        own.notifications = "command";
        own.notify_command = {
            "/bin/sh", "-c",
            "test -e '" + (dir / "works") + "'; ended=$?; echo \"$0\" >> '" + log + "'; exit $ended",
            "{title}"};
        return own;
    }
    void happens(const char* kind, const char* id) { notifier.on({1, {}, {kind, "twitch", "planted", id}}); }
    std::size_t lines() const {
        std::ifstream in(log);
        return static_cast<std::size_t>(
            std::count(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>(), '\n'));
    }
    /// Pokes it while it waits for more lines: its clock is moved by hand.
    bool comes_to(std::size_t count) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (lines() < count && std::chrono::steady_clock::now() < deadline) {
            happens("token.renewed", "acc_other");
            std::this_thread::sleep_for(milliseconds{10});
        }
        return lines() == count;
    }
};

TEST_F(Told, AnAccountIsAnnouncedOnceTheCommandWorks) {
    notifier.start();
    happens("account.needs_authorization", "acc_1");
    ASSERT_TRUE(comes_to(1));
    std::ofstream(dir / "works").close();
    clock.advance(minutes{15});
    ASSERT_TRUE(comes_to(2)) << "the first one failed";
    clock.advance(minutes{15});
    happens("account.needs_authorization", "acc_2");
    ASSERT_TRUE(comes_to(3));
    std::ifstream in(log);
    const std::string all{std::istreambuf_iterator<char>(in), {}};
    EXPECT_THAT(all, testing::EndsWith("2 accounts need you to sign in again.\n"));
}

TEST(NotifyCommand, GetsTheSentenceAsOneWord) {
    EXPECT_THAT(filled_command({"notify-send", "Roadcase", "{title}"}, twitch),
                ElementsAre("notify-send", "Roadcase", twitch));
    EXPECT_THAT(filled_command({"say", "{title} {title}", "plain"}, "a {title} b"),
                ElementsAre("say", "a {title} b a {title} b", "plain"));
}

}  // namespace
}  // namespace roadcase::test
