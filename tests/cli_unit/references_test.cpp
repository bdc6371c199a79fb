#include "cli/references.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/dotenv.h"
#include "cli/variables.h"

namespace roadcase::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::string at_line(std::size_t line) {
    return "Line " + std::to_string(line);
}

/// Each reference becomes <ACCOUNT|FIELD>; the account "nobody" is not there.
Result<Secret> echo(const FieldOf& wanted) {
    if (wanted.account == "nobody")
        return fail(ErrorKind::not_found, "E501", "No account \"nobody\".", "", "roadcase list");
    return Secret("<" + wanted.account + "|" + wanted.field + ">");
}

std::string filled(std::string_view text) {
    const auto done = with_references(text, echo, at_line);
    return done ? done->reveal() : done.error().title;
}

TEST(References, AreFilledInWhereverTheyStand) {
    EXPECT_EQ(filled("nothing"), "nothing");
    EXPECT_EQ(filled("roadcase://twitch/access_token"), "<twitch|access_token>");
    EXPECT_EQ(filled("a=\"roadcase://twitch/bot/irc\",b=roadcase://acc_0/scope.\r\n"),
              "a=\"<twitch/bot|irc>\",b=<acc_0|scope>.\r\n");
    EXPECT_EQ(filled("roadcase://twitch/sub:7/subject&x"), "<twitch/sub:7|subject>&x");
    EXPECT_EQ(filled("xroadcase://twitch/irc"), "xroadcase://twitch/irc");
}

TEST(References, AWrongOneNamesItsLine) {
    EXPECT_THAT(filled("one\ntwo roadcase://twitch\n"),
                StartsWith("Line 2, roadcase://twitch: It names no field."));
    EXPECT_THAT(filled("\n\nroadcase://nobody/irc"), StartsWith("Line 3, roadcase://nobody/irc: No account"));
    for (const auto* text : {"roadcase://", "roadcase:///", "roadcase://twitch/", "roadcase:///irc",
                             "roadcase://a/b/c/irc", "roadcase://twitch//irc"})
        EXPECT_THAT(filled(text), StartsWith("Line 1, ")) << text;
}

TEST(Dotenv, IsReadAsToolsWriteIt) {
    const auto lines = parse_dotenv(
        "# a comment\n\nA=1\nexport B = two words # comment\nC='$x \\n # '  # c\nD=\"a\\n\\\"b\\\\ "
        "$HOME\"\r\nE=\nF=a#b\n"
        "G=roadcase://twitch/access_token",
        ".env");
    ASSERT_TRUE(lines) << lines.error().one_line();
    std::vector<std::string> pairs;
    for (const auto& line : *lines) pairs.push_back(line.name + "=" + line.value);
    EXPECT_THAT(pairs, ElementsAre("A=1", "B=two words", "C=$x \\n # ", "D=a\n\"b\\ $HOME", "E=", "F=a#b",
                                   "G=roadcase://twitch/access_token"));
    EXPECT_EQ(lines->back().line, 9U);
}

TEST(Dotenv, AWrongLineIsNamedAndNotRepeated) {
    for (const auto* line : {"planted-secret", "1A=planted-secret", "A B=planted-secret", "A='planted-secret",
                             "A=\"planted-secret", "A='planted'secret", "=planted-secret"}) {
        const auto lines = parse_dotenv("OK=1\n" + std::string(line), "dir/.env");
        ASSERT_FALSE(lines) << line;
        EXPECT_THAT(lines.error().title, StartsWith("dir/.env, line 2: ")) << line;
        EXPECT_THAT(lines.error().one_line(), testing::Not(HasSubstr("planted"))) << line;
    }
    EXPECT_FALSE(parse_dotenv(std::string_view("A=\0", 3), ".env"));
}

std::vector<std::string> names(const std::vector<std::string>& accounts) {
    const auto prefixes = prefixes_of(accounts);
    if (!prefixes) return {prefixes.error().title};
    std::vector<std::string> texts;
    for (const auto& each : *prefixes) texts.push_back(each.text + "=" + each.account);
    return texts;
}

TEST(Variables, TheShortNameIsTheDefaultAccountsOrTheFirsts) {
    EXPECT_THAT(names({"twitch"}), ElementsAre("TWITCH=twitch"));
    EXPECT_THAT(names({"twitch/bot"}), ElementsAre("TWITCH_BOT=twitch/bot", "TWITCH=twitch/bot"));
    EXPECT_THAT(names({"twitch/bot", "twitch"}), ElementsAre("TWITCH_BOT=twitch/bot", "TWITCH=twitch"));
    EXPECT_THAT(names({"twitch/bot", "twitch/mod"}),
                ElementsAre("TWITCH_BOT=twitch/bot", "TWITCH_MOD=twitch/mod", "TWITCH=twitch/bot"));
    EXPECT_THAT(names({"a/b", "a_b"}), ElementsAre("a/b and a_b would both be A_B_ACCESS_TOKEN."));
}

}  // namespace
}  // namespace roadcase::cli
