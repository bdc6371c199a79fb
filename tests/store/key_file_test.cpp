#include "store/key_file.h"

#include <sys/stat.h>

#include <filesystem>

#include "store/home.h"

namespace roadcase::store {
namespace {

struct KeyFileTest : testing::Test {
    test::TempDir dir;
    test::CountingRandom random;
    std::string path = dir / "roadcase.key";
    KeyFile file{path};

    void put(const std::string& content, const std::string& to) const {
        write_bytes(to, content);
        chmod(to.c_str(), 0600);
    }
    /// A key for a new database, and what is recorded of it.
    KeyWrap first() {
        KeyWrap wrap;
        EXPECT_TRUE(file.prepare(wrap, nullptr, random));
        return wrap;
    }
    KeyWrap next(const KeyWrap& old) {
        KeyWrap wrap;
        EXPECT_TRUE(file.prepare(wrap, &old, random));
        return wrap;
    }
};

TEST_F(KeyFileTest, MakesOnePrivateLineAndReadsItBack) {
    KeyWrap wrap;
    const auto made = file.prepare(wrap, nullptr, random);
    ASSERT_TRUE(made) << made.error().one_line();
    EXPECT_EQ(made->size(), 32u);
    EXPECT_EQ(wrap.key_id, id_of(*made));
    EXPECT_EQ(mode_of(path), 0600u);
    EXPECT_EQ(bytes_of(path), "roadcase-key-1 " + base64url_encode(made->reveal()) + "\n");
    EXPECT_TRUE(*file.load(wrap) == *made);
    EXPECT_TRUE(*file.load({}) == *made) << "a database that names no key";
}

TEST_F(KeyFileTest, ANewDatabaseKeepsTheKeyThatIsThere) {
    EXPECT_EQ(first().key_id, first().key_id);
}

TEST_F(KeyFileTest, AMissingKeyIsNamedAndNotMade) {
    const auto loaded = file.load({});
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().detail.find(path), std::string::npos);
    EXPECT_EQ(mode_of(path), 0u);
}

TEST_F(KeyFileTest, AnythingElseInTheFileIsNamedDamageAndNotShown) {
    const auto good = base64url_encode(std::string(32, 'p'));
    const std::vector<std::string> contents{
        "",
        "\n",
        "roadcase-key-1 ",
        "roadcase-key-1 \n",
        "roadcase-key-1 " + good,
        "roadcase-key-2 " + good + "\n",
        "roadcase-key-1 " + good + "\n\n",
        "roadcase-key-1 " + good + "A\n",
        "roadcase-key-1 " + base64url_encode(std::string(31, 'p')) + "\n",
        "roadcase-key-1 " + base64_encode(std::string(32, '\xFF')) + "\n",
    };
    for (const auto& content : contents) {
        put(content, path);
        const auto loaded = file.load({});
        ASSERT_FALSE(loaded) << content;
        EXPECT_NE(loaded.error().detail.find(path), std::string::npos) << content;
        EXPECT_EQ(loaded.error().one_line().find(good), std::string::npos) << content;
        KeyWrap wrap;
        EXPECT_FALSE(file.prepare(wrap, nullptr, random)) << content;
        EXPECT_EQ(bytes_of(path), content);
    }
}

TEST_F(KeyFileTest, AKeyOthersCanReadIsRefused) {
    first();
    chmod(path.c_str(), 0640);
    const auto loaded = file.load({});
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, "E105");
}

TEST_F(KeyFileTest, AFreshKeyStandsBesideTheOldOneUntilItIsSettled) {
    const auto old = first();
    const auto fresh = next(old);
    EXPECT_NE(fresh.key_id, old.key_id);
    EXPECT_EQ(id_of(*file.load(old)), old.key_id);
    EXPECT_EQ(id_of(*file.load(fresh)), fresh.key_id);
    EXPECT_EQ(mode_of(path + ".new"), 0600u);
    file.settle(fresh);
    EXPECT_EQ(id_of(*file.load({})), fresh.key_id);
    EXPECT_EQ(mode_of(path + ".new"), 0u);
}

TEST_F(KeyFileTest, AFreshKeyThatWasNotTakenGoes) {
    const auto old = first();
    next(old);
    file.settle(old);
    EXPECT_EQ(mode_of(path + ".new"), 0u);
    EXPECT_EQ(id_of(*file.load(old)), old.key_id);
}

TEST_F(KeyFileTest, ALeftoverOfAnEarlierRekeyingIsNoObstacle) {
    const auto old = first();
    const auto given_up = next(old);
    EXPECT_NE(next(old).key_id, given_up.key_id);
}

TEST_F(KeyFileTest, OnlyTheKeyThatIsGivenUpIsRemoved) {
    const auto wrap = first();
    KeyWrap other;
    other.key_id = "0123456789abcdef";
    file.retire(other);
    EXPECT_TRUE(file.load(wrap));
    file.retire(wrap);
    EXPECT_EQ(mode_of(path), 0u);
}

}  // namespace
}  // namespace roadcase::store
