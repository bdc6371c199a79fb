#include "handout/quoting.h"

#include <gtest/gtest.h>

namespace roadcase::handout {
namespace {

TEST(Quoting, EnvironmentNames) {
    EXPECT_EQ(env_prefix("twitch"), "TWITCH");
    EXPECT_EQ(env_prefix("twitch/my-bot"), "TWITCH_MY_BOT");
    EXPECT_EQ(env_prefix("twitch/sub:7"), "TWITCH_SUB_7");
    EXPECT_EQ(env_prefix("7tv"), "_7TV");
}

TEST(Quoting, AShellNeedsItOnlyWhereItReadsMore) {
    EXPECT_EQ(shell_quoted("abc.DEF-1_2=/+"), "abc.DEF-1_2=/+");
    EXPECT_EQ(shell_quoted(""), "''");
    EXPECT_EQ(shell_quoted("a b"), "'a b'");
    EXPECT_EQ(shell_quoted("$(rm)"), "'$(rm)'");
    EXPECT_EQ(shell_quoted("it's"), "'it'\\''s'");
}

TEST(Quoting, ADotenvFileCarriesWhatAllItsReadersTakeAlike) {
    EXPECT_EQ(dotenv_quoted("abc.DEF-1_2=/+"), "abc.DEF-1_2=/+");
    EXPECT_EQ(dotenv_quoted("a#b $c \"d\""), "'a#b $c \"d\"'");
    EXPECT_EQ(dotenv_quoted("it's"), std::nullopt);
    EXPECT_EQ(dotenv_quoted("a\\b"), std::nullopt);
    EXPECT_EQ(dotenv_quoted("a\nb"), std::nullopt);
}

TEST(Quoting, Curl) {
    EXPECT_EQ(curl_quoted("plain"), "plain");
    EXPECT_EQ(curl_quoted("a\"b\\c"), "a\\\"b\\\\c");
}

}  // namespace
}  // namespace roadcase::handout
