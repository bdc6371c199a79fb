#include "platform/keyring.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "support/temp_dir.h"

namespace roadcase::platform {
namespace {

struct KeyringTest : testing::Test {
    test::TempDir dir;
    KeyringItem item{"vault-of-a-test", "a"};

    void SetUp() override { setenv("FAKE_KEYRING", dir.path().c_str(), 1); }
    void TearDown() override {
        for (const auto* name : {"FAKE_KEYRING", "FAKE_KEYRING_LOCKED", "FAKE_KEYRING_HANGS"}) unsetenv(name);
    }
    static std::unique_ptr<Keyring> open(milliseconds patience = milliseconds{60'000}) {
        auto opened = open_keyring({FAKE_LIBSECRET, patience});
        EXPECT_TRUE(opened) << opened.error().one_line();
        return std::move(*opened);
    }
};

TEST_F(KeyringTest, KeepsFindsReplacesAndForgets) {
    const auto ring = open();
    EXPECT_FALSE(*ring->find(item));
    ASSERT_TRUE(ring->store(item, "a label", Secret("planted-first")));
    ASSERT_TRUE(ring->store(item, "a label", Secret("planted-second")));
    EXPECT_TRUE(**ring->find(item) == Secret("planted-second"));
    EXPECT_FALSE(*ring->find({item.vault, "b"}));
    EXPECT_FALSE(*ring->find({"another", "a"}));
    ASSERT_TRUE(ring->remove(item));
    EXPECT_FALSE(*ring->find(item));
    EXPECT_TRUE(ring->remove(item)) << "nothing to forget is no failure";
}

TEST_F(KeyringTest, ALockedOneIsE108WithWhatItSaid) {
    setenv("FAKE_KEYRING_LOCKED", "Cannot create an item in a locked collection", 1);
    const auto ring = open();
    for (const auto& error : {ring->find(item).error(), ring->store(item, "", Secret("planted-key")).error(),
                              ring->remove(item).error()}) {
        EXPECT_EQ(error.code, "E108");
        EXPECT_NE(error.detail.find("locked collection"), std::string::npos) << error.one_line();
        EXPECT_FALSE(error.next.empty());
        EXPECT_EQ(error.one_line().find("planted"), std::string::npos) << error.one_line();
    }
}

TEST_F(KeyringTest, ADialogThatNobodyAnswersIsGivenUp) {
    setenv("FAKE_KEYRING_HANGS", "1", 1);
    const auto found = open(milliseconds{20})->find(item);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, "E108");
}

TEST_F(KeyringTest, WithoutTheLibraryItIsSaidWhatToInstall) {
    const auto opened = open_keyring({dir / "no-such-library.so.0", milliseconds{1}});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "E108");
    EXPECT_NE(opened.error().next.find("libsecret-1-0"), std::string::npos);
}

TEST_F(KeyringTest, ALibraryWithoutItsFunctionsIsNotUsed) {
    const auto opened = open_keyring({"libm.so.6", milliseconds{1}});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "E108");
}

}  // namespace
}  // namespace roadcase::platform
