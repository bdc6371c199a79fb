#include "accounts/clock_watch.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "support/fake_transport.h"
#include "support/manual_clock.h"

namespace roadcase::accounts {
namespace {

// Of the ManualClock below: Fri, 15 Jan 2027 08:00:00 GMT.
constexpr std::int64_t start = 1'800'000'000;

/// The Date header of a server whose clock is right while ours is `ahead` of it.
std::string date(Time ours, seconds ahead) {
    const auto t = std::chrono::system_clock::to_time_t(ours - ahead);
    std::tm parts{};
    gmtime_r(&t, &parts);
    char text[40];
    return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

class Watch : public testing::Test {
  protected:
    void note(const char* host, seconds ahead) { watch.note(host, date(clock.now(), ahead)); }

    test::ManualClock clock{from_unix(start)};
    std::vector<std::string> told;
    ClockWatch watch{clock, seconds{30}, [this](const Error& error) { told.push_back(error.one_line()); }};
};

TEST_F(Watch, BelievesTwoHostsThatAgree) {
    note("a.example", seconds{-360});
    EXPECT_EQ(watch.skew(), std::nullopt);
    note("b.example", seconds{-330});
    ASSERT_TRUE(watch.skew());
    EXPECT_LE(*watch.skew(), seconds{-330});
    EXPECT_GE(*watch.skew(), seconds{-360});
}

TEST_F(Watch, BelievesOneHostAtTheThirdTime) {
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(watch.skew(), std::nullopt) << i;
        note("a.example", seconds{95});
        clock.advance(seconds{3600});
    }
    EXPECT_EQ(watch.skew(), seconds{95});
    EXPECT_EQ(
        watch.problem()->one_line(),
        "E106 This PC's clock is 1 min ahead. The providers' answers say so. Sign-ins and renewals may fail "
        "or look ended. timedatectl set-ntp true");
}

TEST_F(Watch, BelievesNobodyWhoStandsAlone) {
    note("a.example", seconds{-360});
    note("b.example", seconds{0});
    for (int i = 0; i < 5; ++i) note("a.example", seconds{-360});
    EXPECT_EQ(watch.skew(), std::nullopt);
    note("c.example", seconds{1});
    EXPECT_EQ(watch.skew(), std::nullopt);
    // Two against two is no majority.
    note("d.example", seconds{-361});
    EXPECT_EQ(watch.skew(), std::nullopt);
    note("e.example", seconds{-362});
    EXPECT_EQ(watch.skew(), seconds{-361});
}

TEST_F(Watch, OneHostThatContradictsItselfIsNotBelieved) {
    for (const auto ahead : {-360, 0, -360, 360, -360}) note("a.example", seconds{ahead});
    EXPECT_EQ(watch.skew(), std::nullopt);
}

TEST_F(Watch, AClockWithinTheToleranceIsRight) {
    note("a.example", seconds{30});
    note("b.example", seconds{30});
    EXPECT_EQ(watch.skew(), std::nullopt);
    watch.use(seconds{10});
    EXPECT_EQ(watch.skew(), seconds{30});
}

TEST_F(Watch, AClockThatIsSetRightIsBelievedAtOnce) {
    note("a.example", seconds{-360});
    note("b.example", seconds{-360});
    ASSERT_TRUE(watch.skew());
    clock.jump(seconds{360});
    EXPECT_EQ(watch.skew(), std::nullopt);
    clock.advance(seconds{86'400});
    EXPECT_EQ(watch.skew(), std::nullopt);
    clock.jump(seconds{7200});
    EXPECT_EQ(watch.skew(), seconds{7200});
}

TEST_F(Watch, TellsOnceUntilItWasRight) {
    for (int i = 0; i < 4; ++i) {
        note("a.example", seconds{-360});
        note("b.example", seconds{-360});
    }
    ASSERT_EQ(told.size(), 1u);
    EXPECT_NE(told[0].find("E106 This PC's clock is 6 min behind."), std::string::npos) << told[0];
    clock.jump(seconds{360});
    note("a.example", seconds{0});
    clock.jump(seconds{-3600});
    note("b.example", seconds{-3600});
    EXPECT_EQ(told.size(), 2u);
}

TEST_F(Watch, WhatIsNoDateIsNoMeasure) {
    for (const auto* text : {"", "now", "-1", "Fri, 32 Jan 2027 08:00:00 GMT"})
        for (int i = 0; i < 3; ++i) watch.note("a.example", text);
    EXPECT_EQ(watch.skew(), std::nullopt);
}

TEST_F(Watch, IsFedByEveryPromptAnswerFromElsewhere) {
    test::ScriptedTransport inner;
    seconds takes{0};
    inner.on_send = [&](const http::Request&) -> Result<http::Response> {
        clock.advance(takes);
        return http::Response{500, {{"Date", date(clock.now(), seconds{600})}}, ""};
    };
    WatchedTransport watched(inner, watch, clock);
    const auto ask = [&](const char* url) { EXPECT_EQ(watched.send({"GET", url, {}, {}})->status, 500); };
    for (int i = 0; i < 4; ++i) {
        ask("http://127.0.0.1:3000/practice/token");
        ask("http://localhost:3000/practice/token");
    }
    EXPECT_EQ(watch.skew(), std::nullopt);
    takes = seconds{3};
    for (int i = 0; i < 4; ++i) ask("https://a.example/token");
    EXPECT_EQ(watch.skew(), std::nullopt);
    takes = seconds{1};
    for (int i = 0; i < 3; ++i) ask("https://a.example/token");
    EXPECT_EQ(watch.skew(), seconds{600});
    inner.on_send = [](const http::Request&) -> Result<http::Response> {
        return fail(ErrorKind::unavailable, "E404", "Not there.");
    };
    EXPECT_FALSE(watched.send({"GET", "https://a.example/token", {}, {}}));
}

TEST_F(Watch, IsForManyThreads) {
    {
        std::vector<std::jthread> threads;
        for (const auto* host : {"a.example", "b.example", "c.example", "d.example"})
            threads.emplace_back([this, host] {
                for (int i = 0; i < 500; ++i) {
                    watch.note(host, date(from_unix(start), seconds{100}));
                    (void)watch.problem();
                }
            });
    }
    EXPECT_EQ(watch.skew(), seconds{100});
    EXPECT_EQ(told.size(), 1u);
}

}  // namespace
}  // namespace roadcase::accounts
