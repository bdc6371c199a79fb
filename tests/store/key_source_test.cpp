#include "store/key_source.h"

#include <sys/stat.h>

#include "store/home.h"

namespace roadcase::store {
namespace {

struct KeyFileTest : testing::Test {
    test::TempDir dir;
    test::CountingRandom random;
    std::string path = dir / "roadcase.key";
    KeyFile file{path};

    void put(const std::string& content) {
        write_bytes(path, content);
        chmod(path.c_str(), 0600);
    }
};

TEST_F(KeyFileTest, MakesOnePrivateLineAndReadsItBack) {
    const auto made = file.load_or_create(random);
    ASSERT_TRUE(made) << made.error().one_line();
    EXPECT_EQ(made->size(), 32u);
    EXPECT_EQ(mode_of(path), 0600u);
    EXPECT_EQ(bytes_of(path), "roadcase-key-1 " + base64url_encode(made->reveal()) + "\n");
    EXPECT_TRUE(*file.load() == *made);
}

TEST_F(KeyFileTest, KeepsTheKeyThatIsThere) {
    const auto first = *file.load_or_create(random);
    EXPECT_TRUE(*file.load_or_create(random) == first);
}

TEST_F(KeyFileTest, AMissingKeyIsNamedAndNotMade) {
    const auto loaded = file.load();
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
        put(content);
        const auto loaded = file.load();
        ASSERT_FALSE(loaded) << content;
        EXPECT_NE(loaded.error().detail.find(path), std::string::npos) << content;
        EXPECT_EQ(loaded.error().one_line().find(good), std::string::npos) << content;
        EXPECT_FALSE(file.load_or_create(random)) << content;
        EXPECT_EQ(bytes_of(path), content);
    }
}

TEST_F(KeyFileTest, AKeyOthersCanReadIsRefused) {
    ASSERT_TRUE(file.load_or_create(random));
    chmod(path.c_str(), 0640);
    const auto loaded = file.load();
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, "E105");
}

}  // namespace
}  // namespace roadcase::store
