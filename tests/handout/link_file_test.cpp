#include "handout/link_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "core/encoding.h"
#include "platform/files.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "support/temp_dir.h"

namespace roadcase::handout {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

class LinkFile : public testing::Test {
  protected:
    LinkFile() {
        link.id = "lnk_1";
        link.account_id = "acc_1";
        link.account = "twitch";
        link.path = temp / "token";
        link.format = "pytwitchapi";
    }
    static accounts::Token token(const std::string& text, std::int64_t generation) {
        accounts::Token token;
        token.access_token = Secret(text);
        token.account = "twitch";
        token.generation = generation;
        return token;
    }
    std::string content() { return platform::read_file(link.path, 4096)->value_or("(none)"); }
    void put(const std::string& text) { ASSERT_TRUE(platform::replace_private_file(link.path, text)); }
    store::LinkRecord stored() { return store.links()->at(0); }
    HandleMaker handles() {
        return {[this](const std::string& name, const std::string&) -> Result<Secret> {
                    made.push_back(name);
                    return Secret("rcr_planted");
                },
                [this](const std::string& name) -> Status {
                    revoked.push_back(name);
                    return {};
                }};
    }

    test::TempDir temp;
    test::MemoryStore store;
    test::ManualClock clock;
    std::vector<std::string> made;
    std::vector<std::string> revoked;
    store::LinkRecord link;
    LinkFiles files{store, clock, handles()};
};

TEST_F(LinkFile, IsWrittenWithAHandleThatIsMadeOnce) {
    ASSERT_TRUE(files.write(link, token("planted-1", 1), false));
    EXPECT_EQ(content(), "{\"token\":\"planted-1\",\"refresh\":\"rcr_planted\"}\n");
    ASSERT_TRUE(files.write(link, token("planted-2", 2), false));
    EXPECT_EQ(content(), "{\"token\":\"planted-2\",\"refresh\":\"rcr_planted\"}\n");
    EXPECT_THAT(made, testing::ElementsAre("lnk_1"));
    EXPECT_EQ(stored().generation, 2);
    EXPECT_EQ(stored().content_hash, hex_encode(sha256(content())));
    EXPECT_EQ(stored().written_at, clock.now());
    EXPECT_TRUE(*files.is_fresh(link, 2));
    EXPECT_FALSE(*files.is_fresh(link, 3));
    ASSERT_EQ(::chmod(link.path.c_str(), 0644), 0);
    EXPECT_FALSE(*files.is_fresh(link, 2));
}

TEST_F(LinkFile, WhatAnotherProgramWroteIsNotWrittenOver) {
    put("theirs");
    EXPECT_THAT(files.write(link, token("planted", 1), false).error().title, HasSubstr("is there already"));
    EXPECT_THAT(made, IsEmpty());
    ASSERT_TRUE(files.write(link, token("planted-1", 1), true));
    put("theirs again");
    const auto refused = files.write(link, token("planted-2", 2), false);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "E601");
    EXPECT_THAT(refused.error().next, HasSubstr("--overwrite"));
    EXPECT_EQ(content(), "theirs again");
    EXPECT_EQ(*files.look(link), LinkFiles::Standing::foreign);
}

TEST_F(LinkFile, AKillBetweenRecordAndFileLeavesNoDoubtWhoseItIs) {
    ASSERT_TRUE(files.write(link, token("planted-1", 1), false));
    const auto old_text = content();
    // The record of the moment before the file is replaced knows both.
    link.content_hash = hex_encode(sha256("new text")) + "/" + hex_encode(sha256(old_text));
    EXPECT_EQ(*files.look(link), LinkFiles::Standing::ours);
    EXPECT_FALSE(*files.is_fresh(link, 1));
    put("new text");
    EXPECT_EQ(*files.look(link), LinkFiles::Standing::ours);
    put("neither");
    EXPECT_EQ(*files.look(link), LinkFiles::Standing::foreign);
}

TEST_F(LinkFile, TheRecordKnowsBothHashesBeforeTheFileIsReplaced) {
    ASSERT_TRUE(files.write(link, token("planted-1", 1), false));
    const auto before = hex_encode(sha256(content()));
    // Where the new file would be written, something is in the way: what was remembered until then is seen.
    ASSERT_EQ(::mkdir((temp / ".token.roadcase").c_str(), 0700), 0);
    EXPECT_EQ(files.write(link, token("planted-2", 2), false).error().code, "E406");
    EXPECT_EQ(stored().content_hash.substr(64), "/" + before);
    EXPECT_EQ(link.content_hash, before);
    EXPECT_EQ(link.generation, 1);
}

TEST_F(LinkFile, WithoutAStoreNothingIsTouched) {
    store.read_only = true;
    EXPECT_FALSE(files.write(link, token("planted", 1), false));
    EXPECT_EQ(content(), "(none)");
    EXPECT_THAT(revoked, testing::ElementsAre("lnk_1"));
    EXPECT_TRUE(link.handle.empty());
}

TEST_F(LinkFile, ALinkPutInItsPlaceIsNotFollowed) {
    ASSERT_TRUE(files.write(link, token("planted-1", 1), false));
    fs::rename(link.path, temp / "elsewhere");
    fs::create_symlink(temp / "elsewhere", link.path);
    EXPECT_EQ(*files.look(link), LinkFiles::Standing::foreign);
    EXPECT_THAT(files.write(link, token("planted-2", 2), true).error().title, HasSubstr("symbolic link"));
}

TEST_F(LinkFile, ErasingTakesOnlyWhatIsOurs) {
    ASSERT_TRUE(files.write(link, token("planted-1", 1), false));
    auto kept = link;
    EXPECT_FALSE(*files.erase(kept, true));
    EXPECT_TRUE(fs::exists(link.path));
    put("theirs");
    EXPECT_FALSE(*files.erase(link));
    EXPECT_EQ(content(), "theirs");
    EXPECT_THAT(revoked, testing::ElementsAre("lnk_1", "lnk_1"));
    ASSERT_TRUE(files.write(link, token("planted-2", 2), true));
    EXPECT_TRUE(*files.erase(link));
    EXPECT_FALSE(fs::exists(link.path));
    EXPECT_TRUE(*files.erase(link));
}

}  // namespace
}  // namespace roadcase::handout
