#include "dashboard/form_guard.h"

#include <gtest/gtest.h>

#include "support/random.h"

namespace roadcase::dashboard {
namespace {

const Time now = from_unix(1'795'000'000);

TEST(FormGuard, AcceptsItsOwnTokenOnly) {
    test::CountingRandom random;
    const FormGuard guard{random};
    const FormGuard other{random};
    EXPECT_EQ(guard.token().size(), 43U);
    EXPECT_TRUE(guard.accepts(guard.token()));
    EXPECT_FALSE(guard.accepts(other.token()));
    EXPECT_FALSE(guard.accepts(""));
    EXPECT_FALSE(guard.accepts(guard.token() + "x"));
}

TEST(FormGuard, WithoutRandomnessAcceptsNothing) {
    test::CountingRandom random;
    random.broken = true;
    const FormGuard guard{random};
    EXPECT_FALSE(guard.accepts(guard.token()));
    EXPECT_FALSE(guard.accepts_pass(guard.pass("/auth/twitch", now), "/auth/twitch", now));
}

TEST(FormGuard, APassIsForOnePathAndEndsSoon) {
    test::CountingRandom random;
    const FormGuard guard{random};
    const auto pass = guard.pass("/auth/twitch", now);
    EXPECT_TRUE(guard.accepts_pass(pass, "/auth/twitch", now));
    EXPECT_TRUE(guard.accepts_pass(pass, "/auth/twitch", now + seconds{60}));
    EXPECT_FALSE(guard.accepts_pass(pass, "/auth/twitch", now + seconds{120}));
    EXPECT_FALSE(guard.accepts_pass(pass, "/auth/kick", now));
    EXPECT_FALSE(guard.accepts_pass(guard.token(), "/auth/twitch", now));
    EXPECT_FALSE(guard.accepts(pass));
}

}  // namespace
}  // namespace roadcase::dashboard
