#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/config.h"

namespace roadcase::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Result<Config> parse(const std::string& text) {
    return parse_config(text, "config.toml", system_sources("/etc/roadcase"));
}

TEST(Hooks, SayWhichEventsOfWhichAccountsRunWhat) {
    const auto config = parse(
        "[[hook]]\non = [\"token.renewed\", \"provider.down\"]\naccounts = [\"twitch/bot\"]\n"
        "command = [\"notify-send\", \"a b\"]\ntimeout = \"5s\"\n"
        "[[hook]]\non = \"*\"\ncommand = [\"x\"]\n");
    ASSERT_TRUE(config) << config.error().one_line();
    ASSERT_EQ(config->hooks.size(), 2u);
    const auto& first = config->hooks[0];
    EXPECT_THAT(first.on, ElementsAre("token.renewed", "provider.down"));
    EXPECT_THAT(first.accounts, ElementsAre("twitch/bot"));
    EXPECT_THAT(first.command, ElementsAre("notify-send", "a b"));
    EXPECT_EQ(first.timeout, seconds{5});
    EXPECT_THAT(config->hooks[1].on, IsEmpty());
    EXPECT_THAT(config->hooks[1].accounts, IsEmpty());
    EXPECT_EQ(config->hooks[1].timeout, seconds{30});
}

TEST(Hooks, WhatIsWrongIsNamedWithItsLine) {
    const auto problem = [](const std::string& text) {
        const auto config = parse("[[hook]]\n" + text);
        return config ? std::string("none") : config.error().one_line();
    };
    const std::string command = "command = [\"x\"]\n";
    EXPECT_THAT(problem(command), HasSubstr("on must name events"));
    EXPECT_THAT(problem("on = []\n" + command), HasSubstr("on must name events"));
    EXPECT_THAT(problem("on = \"token.renewed\"\n" + command), HasSubstr("on must be"));
    EXPECT_THAT(problem("on = [\"token.renewd\"]\n" + command), HasSubstr("did you mean \"token.renewed\"?"));
    EXPECT_THAT(problem("on = \"*\"\n"), HasSubstr("command must be a program"));
    EXPECT_THAT(problem("on = \"*\"\ncommand = []\n"), HasSubstr("command must be a program"));
    EXPECT_THAT(problem("on = \"*\"\ncommand = [\"x\", \"a\\u0000b\"]\n"), HasSubstr("command must be"));
    EXPECT_THAT(problem("on = \"*\"\ncommand = \"sh -c x\"\n"), HasSubstr("command must be"));
    EXPECT_THAT(problem("on = \"*\"\naccounts = [\"a b\"]\n" + command), HasSubstr("accounts must hold"));
    EXPECT_THAT(problem("on = \"*\"\ntimeout = \"2h\"\n" + command),
                HasSubstr("timeout must be 1 s to 10 min"));
    EXPECT_THAT(problem("on = \"*\"\nshell = true\n" + command), HasSubstr("shell"));
    EXPECT_THAT(problem("on = \"*\"\n" + command), HasSubstr("none"));
}

TEST(Hooks, ThereIsABound) {
    std::string text;
    for (int i = 0; i < 65; ++i) text += "[[hook]]\non = \"*\"\ncommand = [\"x\"]\n";
    const auto config = parse(text);
    ASSERT_FALSE(config);
    EXPECT_THAT(config.error().one_line(), HasSubstr("too many hooks"));
}

}  // namespace
}  // namespace roadcase::config
