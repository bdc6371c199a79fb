#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/world.h"

namespace roadcase::config {
namespace {

using testing::ElementsAre;

std::string link(const std::string& keys) {
    return "[[link]]\naccount = \"twitch/bot\"\n" + keys;
}

TEST(Links, AreReadWithTheirDefaults) {
    const auto config = parsed(link("path = \"/home/nova/bots/token\"\n"));
    ASSERT_EQ(config.links.size(), 1U);
    EXPECT_EQ(config.links[0].account, "twitch/bot");
    EXPECT_EQ(config.links[0].path, "/home/nova/bots/token");
    EXPECT_EQ(config.links[0].format, "plain");
    EXPECT_EQ(config.links[0].mode, 0600);
    EXPECT_FALSE(config.links[0].force);
    EXPECT_FALSE(config.links[0].overwrite);
    EXPECT_TRUE(parsed("").links.empty());
}

TEST(Links, APathMayBeginAtHomeOrAtTheConfiguration) {
    World world;
    world.env["HOME"] = "/home/nova";
    const auto config =
        world.parse(link("path = \"~/bots/./x/../.cache\"\nformat = \"spotipy\"\nmode = \"0640\"\n") +
                    link("path = \"token\"\n"));
    ASSERT_TRUE(config) << config.error().one_line();
    ASSERT_EQ(config->links.size(), 2U);
    EXPECT_EQ(config->links[0].path, "/home/nova/bots/.cache");
    EXPECT_EQ(config->links[0].format, "spotipy");
    EXPECT_EQ(config->links[0].mode, 0640);
    EXPECT_EQ(config->links[1].path, "/etc/roadcase/token");
    EXPECT_THAT(config->warnings,
                ElementsAre("config.toml, line 1: link.mode = \"0640\": everybody in the file's "
                            "group can read the token."));
}

TEST(Links, WhatIsWrongIsNamedWithItsLine) {
    expect_problems({
        {"[[link]]\npath = \"/x\"\n",
         "line 1: link.account must name an account, such as \"twitch\" or \"twitch/bot\"."},
        {"[[link]]\naccount = \"a/b/c\"\npath = \"/x\"\n",
         "line 2: link.account must name an account, such as \"twitch\" or \"twitch/bot\"."},
        {"[[link]]\naccount = \"twitch\"\n",
         "line 1: link.path is missing: it names the file that is kept fresh."},
        {"[[link]]\naccount = \"twitch\"\npath = \"/x/\"\n", "line 3: link.path must name a file."},
        {"[[link]]\naccount = \"twitch\"\npath = \"~/x\"\n",
         "line 3: link.path begins with ~, and HOME is not set."},
        {"[[link]]\naccount = \"twitch\"\npath = \"/x\"\nmode = \"0666\"\n",
         "line 4: link.mode must be \"0600\", \"0400\", or \"0640\" for a group besides."},
        {"[[link]]\naccount = \"twitch\"\npath = \"/x\"\n[[link]]\naccount = \"kick\"\npath = \"/./x\"\n",
         "line 6: link.path is the file of another [[link]]."},
        {"[[link]]\naccount = \"twitch\"\npath = \"/x\"\nformat = \"spotify\"\n",
         "line 4: link.format is no file format (Did you mean spotipy?). The formats are plain, json, raw, "
         "dotenv, twurple, "
         "twitchio, "
         "pytwitchapi, spotipy, twitch-cli, google-auth."},
        {"[[link]]\naccount = \"twitch\"\nfile = \"/x\"\n",
         "line 1: link.path is missing: it names the file that is kept fresh."},
        {"link = \"/x\"\n", "line 1: link must be a list of tables, written [[link]]."},
    });
}

}  // namespace
}  // namespace roadcase::config
