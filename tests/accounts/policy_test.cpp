#include "accounts/policy.h"

#include <gtest/gtest.h>

namespace roadcase::accounts {
namespace {

constexpr Time birth{seconds{1'800'000'000}};

oauth::TokenSet tokens_of(seconds lifetime, bool refreshable = true) {
    oauth::TokenSet tokens;
    tokens.access_token = Secret("access");
    if (refreshable) tokens.refresh_token = Secret("refresh");
    tokens.received_at = birth;
    tokens.expires_at = birth + lifetime;
    return tokens;
}

TEST(RefreshAt, LeavesAFifthButAtLeastFiveMinutesAndNeverMoreThanHalf) {
    struct Row {
        seconds lifetime;
        seconds least_left;
        seconds most_left;
    };
    const Row rows[] = {
        {seconds{14400}, seconds{2880}, seconds{3168}},  // a fifth of four hours
        {seconds{3600}, seconds{720}, seconds{792}},     // a fifth of one
        {seconds{1200}, seconds{300}, seconds{330}},     // five minutes
        {seconds{60}, seconds{27}, seconds{30}},         // half
        {seconds{5}, seconds{2}, seconds{2}},
    };
    for (const auto& row : rows) {
        const auto tokens = tokens_of(row.lifetime);
        for (const double jitter : {0.0, 0.3, 0.999}) {
            const auto left = *tokens.expires_at - *refresh_at(tokens, {}, {}, jitter);
            EXPECT_GE(left, row.least_left) << row.lifetime.count();
            EXPECT_LE(left, row.most_left) << row.lifetime.count();
        }
    }
}

TEST(RefreshAt, JitterSpreads) {
    const auto tokens = tokens_of(seconds{3600});
    EXPECT_EQ(*refresh_at(tokens, {}, {}, 0.0) - *refresh_at(tokens, {}, {}, 0.999), seconds{72});
}

TEST(RefreshAt, NothingWithoutEndOrRefreshToken) {
    EXPECT_FALSE(refresh_at(tokens_of(seconds{60}, false), {}, {}, 0));
    auto endless = tokens_of(seconds{60});
    endless.expires_at.reset();
    EXPECT_FALSE(refresh_at(endless, {}, {}, 0));
}

TEST(RefreshAt, NeverAtOnceSoThatATinyLifeIsNoBusyLoop) {
    EXPECT_EQ(*refresh_at(tokens_of(seconds{1}), {}, {}, 0.999), birth + seconds{1});
    EXPECT_EQ(*refresh_at(tokens_of(seconds{0}), {}, {}, 0), birth + seconds{1});
    EXPECT_EQ(*refresh_at(tokens_of(seconds{-50}), {}, {}, 0), birth + seconds{1});
}

TEST(RetryAt, DoublesToTheCapAndObeysTheServer) {
    struct Row {
        int failures;
        std::optional<seconds> retry_after;
        double jitter;
        seconds expected;
    };
    const Row rows[] = {
        {1, std::nullopt, 1.0, seconds{5}},         {2, std::nullopt, 1.0, seconds{10}},
        {4, std::nullopt, 0.5, seconds{20}},        {8, std::nullopt, 1.0, seconds{600}},
        {1000000, std::nullopt, 1.0, seconds{600}}, {1, std::nullopt, 0.0, seconds{1}},
        {1, seconds{120}, 0.5, seconds{120}},       {9, seconds{120}, 1.0, seconds{600}},
        {1, seconds{7200}, 1.0, seconds{7200}},     {1, seconds{0}, 0.0, seconds{1}},
    };
    for (const auto& row : rows)
        EXPECT_EQ(retry_at(row.failures, row.retry_after, birth, {}, row.jitter) - birth, row.expected)
            << row.failures;
}

TEST(TimeLeft, NeverNegativeAndAYearWithoutEnd) {
    const auto tokens = tokens_of(seconds{60});
    EXPECT_EQ(time_left(tokens, birth + seconds{20}), seconds{40});
    EXPECT_EQ(time_left(tokens, birth + seconds{90}), seconds{0});
    auto endless = tokens;
    endless.expires_at.reset();
    EXPECT_EQ(time_left(endless, birth), seconds{365 * 24 * 3600});
}

TEST(NeededLife, AWishNoTokenCanKeepAsksForHalf) {
    const auto tokens = tokens_of(seconds{60});
    EXPECT_EQ(needed_life(tokens, seconds{0}), seconds{1});
    EXPECT_EQ(needed_life(tokens, seconds{59}), seconds{59});
    EXPECT_EQ(needed_life(tokens, seconds{60}), seconds{30});
    EXPECT_EQ(needed_life(tokens, seconds{86400}), seconds{30});
}

TEST(ShownStatus, Table) {
    struct Row {
        store::AccountStatus status;
        std::string problem;
        int failures;
        seconds age;
        std::string_view expected;
    };
    using enum store::AccountStatus;
    const Row rows[] = {
        {connected, "", 0, seconds{0}, "connected"},
        {connected, "E406", 0, seconds{0}, "connected"},
        {connected, "E404", 2, seconds{0}, "provider_down"},
        {connected, "E405", 1, seconds{0}, "provider_down"},
        {connected, "E305", 1, seconds{9000}, "provider_down"},
        {connected, "E301", 1, seconds{0}, "expiring"},
        {connected, "E303", 0, seconds{0}, "connected"},
        {connected, "E303", 0, seconds{4000}, "expiring"},
        {connected, "E303", 0, seconds{8000}, "needs_authorization"},
        {needs_authorization, "E401", 1, seconds{0}, "needs_authorization"},
        {paused, "", 0, seconds{0}, "paused"},
    };
    for (const auto& row : rows) {
        store::AccountRecord record;
        record.status = row.status;
        record.problem_code = row.problem;
        record.failures = row.failures;
        record.tokens = tokens_of(seconds{7200});
        EXPECT_EQ(shown_status(record, birth + row.age), row.expected) << row.problem << row.age.count();
    }
    EXPECT_EQ(shown_status(store::AccountRecord{}, birth), "connecting");
}

}  // namespace
}  // namespace roadcase::accounts
