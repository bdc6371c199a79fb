#include "mint_log.h"

#include <gmock/gmock.h>

#include <atomic>
#include <mutex>

namespace roadcase {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Minted : testing::Test {
    std::mutex mutex;
    std::vector<std::string> told;
    std::vector<std::string> logged;
    std::atomic<int> now{0};
    MintLog log{{[this](const accounts::Event& event) {
                     const std::lock_guard lock(mutex);
                     EXPECT_TRUE(event.kind == "broker.minted" || event.code == "E511") << event.kind;
                     told.push_back(event.text);
                 },
                 [this](std::string_view, const std::string& text) {
                     const std::lock_guard lock(mutex);
                     logged.push_back(text);
                 },
                 [this] { return milliseconds{now}; }}};

    std::int64_t counted() const {
        std::int64_t sum = 0;
        for (const auto& text : told) {
            const auto more = text.find(" was asked ");
            sum += more == std::string::npos ? 1 : std::stol(text.substr(more + 11));
        }
        return sum;
    }
};

TEST_F(Minted, EqualOnesAreToldTogether) {
    for (int i = 0; i < 3; ++i) log.made("live", "a token for channel test", "the key bot");
    log.made("live", "a token for channel test", "this computer");
    log.stop();
    EXPECT_THAT(told, ElementsAre("The broker live made a token for channel test, for the key bot (3 times).",
                                  "The broker live made a token for channel test, for this computer."));
}

TEST_F(Minted, AFloodDrivesNothingOutAndIsCounted) {
    constexpr int flood = 1000;
    for (int i = 0; i < flood; ++i) log.made("live", "token " + std::to_string(i), "the key bot");
    log.stop();
    EXPECT_THAT(told, SizeIs(MintLog::events_a_minute + 1));
    EXPECT_EQ(counted(), flood);
    EXPECT_THAT(told.back(), HasSubstr("by the key bot within a minute; the log has them."));
}

TEST_F(Minted, NobodyHidesBehindWhatOthersAsk) {
    for (int i = 0; i < 500; ++i) log.made("live", "token " + std::to_string(i), "the key bot");
    log.made("live", "a token for channel hidden", "the key other");
    log.stop();
    EXPECT_THAT(told, Contains("The broker live made a token for channel hidden, for the key other."));
}

TEST_F(Minted, BeyondTheEventsOfAMinuteTheLogHasEach) {
    for (int i = 0; i < 30; ++i) log.made("live", "token " + std::to_string(i), "the key bot");
    log.stop();
    EXPECT_THAT(logged, SizeIs(30 - MintLog::events_a_minute));
}

TEST_F(Minted, NothingIsLostAtTheEnd) {
    log.stop();
    EXPECT_THAT(told, IsEmpty());
    log.made("live", "a token", "the key bot");
    EXPECT_THAT(told, ElementsAre("The broker live made a token, for the key bot."));
}

TEST_F(Minted, WhatFailedIsToldWithItsReasonAndOnce) {
    const auto why =
        make_error(ErrorKind::unavailable, "", "The service answered with status 500.", "Nothing was made.");
    for (int i = 0; i < 4; ++i) log.failed("video", why);
    log.stop();
    EXPECT_THAT(told,
                ElementsAre("The broker video could not do what it was asked: The service answered with "
                            "status 500. Nothing was made (4 times)."));
}

TEST_F(Minted, ControlCharactersNeverReachTheLog) {
    log.made("live", "a token for channel a\nb", "the key bot");
    log.stop();
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told.front().find('\n'), std::string::npos);
}

}  // namespace
}  // namespace roadcase
