#include "handout/links.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "accounts/scene.h"
#include "platform/files.h"
#include "platform/process.h"
#include "support/temp_dir.h"

namespace roadcase::test {
namespace {

namespace fs = std::filesystem;
using handout::Links;
using handout::LinkWish;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class LinksTest : public testing::Test {
  protected:
    std::unique_ptr<Links> make() {
        return std::make_unique<Links>(
            Links::World{*scene.accounts,
                         scene.store,
                         scene.clock,
                         scene.random,
                         temp / "run",
                         {},
                         [this](const accounts::Event& event) { told.push_back(event); }});
    }
    /// What happened to accounts since the last call reaches the links.
    void deliver() {
        for (const auto& event : std::exchange(scene.events, {})) links->on(event);
    }
    void renew() {
        scene.clock.advance(seconds{5});
        ASSERT_TRUE(scene.accounts->refresh(scene.ref()));
        deliver();
    }
    std::string content(const std::string& name) {
        return platform::read_file(temp / name, 4096)->value_or("(none)");
    }
    std::string token() { return scene.accounts->token(scene.ref(), {})->access_token.reveal() + "\n"; }
    void put(const std::string& name, const std::string& text) {
        ASSERT_TRUE(platform::replace_private_file(temp / name, text));
    }
    LinkWish wish(const std::string& name = "token") {
        LinkWish wish;
        wish.account = "practice";
        wish.path = temp / name;
        return wish;
    }
    handout::LinkState only() {
        const auto all = links->list();
        EXPECT_TRUE(all && all->size() == 1) << (all ? "" : all.error().one_line());
        return all->at(0);
    }
    std::vector<std::string> kinds() {
        std::vector<std::string> list;
        for (const auto& event : told) list.push_back(event.kind);
        return list;
    }

    TempDir temp;
    Scene scene;
    std::vector<accounts::Event> told;
    std::unique_ptr<Links> links = make();
};

TEST_F(LinksTest, AFileIsWrittenWhenItIsMadeAndAtEveryRenewal) {
    scene.connect();
    const auto made = links->create(wish());
    ASSERT_TRUE(made) << made.error().one_line();
    EXPECT_EQ(made->status, "fresh");
    EXPECT_EQ(content("token"), token());
    const auto first = content("token");
    renew();
    EXPECT_NE(content("token"), first);
    EXPECT_EQ(content("token"), token());
    EXPECT_EQ(only().status, "fresh");
}

TEST_F(LinksTest, WithoutAFileItIsInTheRuntimeDirectory) {
    fs::create_directory(temp / "run");
    scene.connect();
    auto without = wish();
    without.path.clear();
    ASSERT_TRUE(links->create(without));
    EXPECT_EQ(content("run/token/practice"), token());
    fs::remove_all(temp / "run/token");
    renew();
    EXPECT_EQ(content("run/token/practice"), token());
}

TEST_F(LinksTest, AMissingFileComesBackAndAStaleOneIsWritten) {
    scene.connect();
    ASSERT_TRUE(links->create(wish()));
    fs::remove(temp / "token");
    EXPECT_EQ(only().status, "fresh");
    EXPECT_EQ(content("token"), token());
    ASSERT_TRUE(scene.accounts->refresh(scene.ref()));
    links = make();  // another process renewed and ended before it could write
    links->look_at_all();
    EXPECT_EQ(content("token"), token());
}

TEST_F(LinksTest, AFileChangedByAnotherProgramIsReportedOnceAndLeft) {
    scene.connect();
    ASSERT_TRUE(links->create(wish()));
    put("token", "theirs");
    renew();
    renew();
    EXPECT_EQ(content("token"), "theirs");
    EXPECT_EQ(kinds(), std::vector<std::string>{"link.changed"});
    EXPECT_EQ(only().status, "changed");
    ASSERT_EQ(links->problems().size(), 1U);
    EXPECT_EQ(links->problems()[0].code, "E601");
    EXPECT_EQ(links->create(wish()).error().code, "E601");
    auto insisting = wish();
    insisting.overwrite = true;
    ASSERT_TRUE(links->create(insisting));
    EXPECT_EQ(content("token"), token());
    EXPECT_TRUE(links->problems().empty());
    EXPECT_EQ(only().status, "fresh");
}

TEST_F(LinksTest, ARemovedAccountTakesItsFileAlongAndAnotherSignInBringsItBack) {
    scene.connect();
    ASSERT_TRUE(links->create(wish()));
    ASSERT_TRUE(scene.accounts->remove(scene.ref()));
    deliver();
    EXPECT_EQ(content("token"), "(none)");
    EXPECT_EQ(only().status, "waiting");
    scene.connect();
    deliver();
    EXPECT_EQ(content("token"), token());
    EXPECT_EQ(only().status, "fresh");
}

TEST_F(LinksTest, ADirectoryThatIsGoneIsTheLinksProblemUntilItIsBack) {
    scene.connect();
    fs::create_directory(temp / "bots");
    ASSERT_TRUE(links->create(wish("bots/token")));
    fs::remove_all(temp / "bots");
    renew();
    EXPECT_EQ(only().status, "failed");
    EXPECT_THAT(kinds(), Contains("link.failed"));
    fs::create_directory(temp / "bots");
    renew();
    EXPECT_EQ(content("bots/token"), token());
    EXPECT_EQ(kinds().back(), "link.fresh");
}

TEST_F(LinksTest, OnePathIsOneAccountsAndOneFormat) {
    scene.connect();
    ASSERT_TRUE(scene.sign_in([&] {
        auto second = scene.wish();
        second.name = "bot";
        return second;
    }()));
    ASSERT_TRUE(links->create(wish()));
    auto json = wish();
    json.format = "twurple";
    json.mode = 0400;
    ASSERT_TRUE(links->create(json));
    EXPECT_THAT(content("token"), HasSubstr("accessToken"));
    EXPECT_EQ(links->list()->size(), 1U);
    auto wrong = wish();
    wrong.format = "xml";
    EXPECT_EQ(links->create(wrong).error().kind, ErrorKind::invalid_request);
    wrong = wish();
    wrong.account = "nobody";
    EXPECT_FALSE(links->create(wrong));
}

TEST_F(LinksTest, UnlinkingTakesTheFileUnlessItIsWantedOrForeign) {
    scene.connect();
    ASSERT_TRUE(links->create(wish("one")));
    ASSERT_TRUE(links->create(wish("two")));
    ASSERT_TRUE(links->create(wish("three")));
    EXPECT_TRUE(links->remove(temp / "./one", false)->deleted);
    EXPECT_EQ(content("one"), "(none)");
    EXPECT_FALSE(links->remove(temp / "two", true)->deleted);
    EXPECT_EQ(content("two"), token());
    put("three", "theirs");
    EXPECT_FALSE(links->remove(temp / "three", false)->deleted);
    EXPECT_EQ(content("three"), "theirs");
    EXPECT_EQ(links->remove(temp / "three", false).error().kind, ErrorKind::not_found);
    EXPECT_TRUE(links->list()->empty());
}

TEST_F(LinksTest, NothingIsKeptOfALinkThatCouldNotBeMade) {
    scene.connect();
    put("token", "theirs");
    EXPECT_EQ(links->create(wish()).error().code, "E601");
    EXPECT_FALSE(links->create(wish("no/such/place")));
    EXPECT_TRUE(links->list()->empty());
    EXPECT_EQ(content("token"), "theirs");
}

TEST_F(LinksTest, TheConfigurationMakesChangesAndEndsItsOwn) {
    links->configure({wish()});
    links->look_at_all();
    EXPECT_EQ(only().status, "waiting");
    EXPECT_TRUE(only().configured);
    scene.connect();
    deliver();
    EXPECT_EQ(content("token"), token());
    EXPECT_THAT(links->remove(temp / "token", false).error().title, HasSubstr("config.toml"));
    auto changed = wish();
    changed.format = "json";
    links->configure({changed});
    links->look_at_all();
    EXPECT_THAT(content("token"), HasSubstr("access_token"));
    links->configure({});
    links->look_at_all();
    EXPECT_EQ(content("token"), "(none)");
    EXPECT_TRUE(links->list()->empty());
}

TEST_F(LinksTest, AWorkTreeThatWouldTakeTheFileIsNoPlaceForIt) {
    if (!platform::run_command({"git", "init", "-q", temp.path()}, seconds{20})) GTEST_SKIP() << "no git";
    scene.connect();
    EXPECT_EQ(links->create(wish()).error().code, "E602");
    links->configure({wish("configured")});
    links->look_at_all();
    EXPECT_EQ(only().status, "failed");
    EXPECT_EQ(only().problem->code, "E602");
    renew();
    EXPECT_EQ(content("configured"), "(none)");
    put(".gitignore", "configured\n");
    EXPECT_EQ(only().status, "fresh");
    EXPECT_EQ(content("configured"), token());
    auto forced = wish();
    forced.force = true;
    EXPECT_TRUE(links->create(forced));
    EXPECT_EQ(content("token"), token());
}

TEST_F(LinksTest, OnAThreadOfTheirOwnNothingIsLostAtTheEnd) {
    scene.connect();
    ASSERT_TRUE(links->create(wish()));
    scene.events.clear();
    links->start();
    renew();
    links->stop();
    EXPECT_EQ(content("token"), token());
}

TEST_F(LinksTest, EventsOfFilesHoldNoToken) {
    scene.connect();
    ASSERT_TRUE(links->create(wish()));
    put("token", "planted-theirs");
    renew();
    for (const auto& event : told) {
        EXPECT_THAT(event.text, Not(HasSubstr("planted")));
        EXPECT_THAT(event.text, Not(HasSubstr(token())));
    }
}

}  // namespace
}  // namespace roadcase::test
