#include "mint_log.h"

#include <gmock/gmock.h>

#include <mutex>

namespace roadcase {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

struct Minted : testing::Test {
    std::mutex mutex;
    std::vector<std::string> told;
    MintLog log{[this](const accounts::Event& event) {
        std::lock_guard lock(mutex);
        EXPECT_TRUE(event.kind == "broker.minted" || event.code == "E511") << event.kind;
        told.push_back(event.text);
    }};
};

TEST_F(Minted, EqualOnesAreToldTogether) {
    for (int i = 0; i < 3; ++i) log.made("live", "a token for channel test", "the key bot");
    log.made("live", "a token for channel test", "this computer");
    log.stop();
    EXPECT_THAT(told, ElementsAre("The broker live made a token for channel test, for the key bot (3 times).",
                                  "The broker live made a token for channel test, for this computer."));
}

TEST_F(Minted, AFloodIsCounted) {
    const std::size_t flood = MintLog::most_sentences + 950;
    for (std::size_t i = 0; i < flood; ++i) log.made("live", "token " + std::to_string(i), "the key bot");
    log.stop();
    std::size_t sum = 0;
    for (const auto& text : told) {
        const auto more = text.find(" was asked ");
        sum += more == std::string::npos ? 1 : std::stoul(text.substr(more + 11));
    }
    EXPECT_EQ(sum, flood);
    EXPECT_LE(told.size(), 3 * (MintLog::most_sentences + 1));
}

TEST_F(Minted, NothingIsLostAtTheEnd) {
    log.stop();
    EXPECT_THAT(told, SizeIs(0));
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
