#include "store/home.h"

namespace roadcase::store {
namespace {

struct StoredKeys : testing::Test {
    Home home;
    std::unique_ptr<Store> store = home.open();
};

TEST_F(StoredKeys, ARevokedKeyIsGone) {
    ASSERT_TRUE(store->add_key(sample_key("key_a")));
    ASSERT_TRUE(store->add_key(sample_key("key_b")));
    ASSERT_TRUE(store->revoke_key("key_a"));
    EXPECT_EQ(described(store->key_with_hash(sample_key("key_a").hash)), "nothing");
    EXPECT_EQ(described(store->keys()), described(std::vector{sample_key("key_b")}));
}

TEST_F(StoredKeys, TouchingCounts) {
    auto key = sample_key("key_a");
    ASSERT_TRUE(store->add_key(key));
    ASSERT_TRUE(store->touch_key("key_a", from_unix(1'800'000'005), 1));
    ASSERT_TRUE(store->touch_key("key_a", from_unix(1'800'000'006), 1));
    key.uses = 2;
    key.last_used_at = from_unix(1'800'000'006);
    EXPECT_EQ(described(store->key_with_hash(key.hash)), described(key));
}

TEST_F(StoredKeys, TwoKeysCannotHaveOneHash) {
    auto twin = sample_key("key_b");
    twin.hash = sample_key("key_a").hash;
    ASSERT_TRUE(store->add_key(sample_key("key_a")));
    EXPECT_FALSE(store->add_key(twin));
}

TEST_F(StoredKeys, ARowThatAllowsMoreThanWasGivenIsRefused) {
    ASSERT_TRUE(store->add_key(sample_key("key_a")));
    home.meddle("UPDATE keys SET accounts = '[\"*\"]'");
    const auto found = store->key_with_hash(sample_key("key_a").hash);
    ASSERT_FALSE(found);
    EXPECT_NE(found.error().title.find("key_a"), std::string::npos);
}

TEST_F(StoredKeys, AChangedKeyKeepsItsUses) {
    auto key = sample_key("key_a");
    ASSERT_TRUE(store->add_key(key));
    ASSERT_TRUE(store->touch_key("key_a", from_unix(1'800'000'005), 2));
    key.paused = true;
    ASSERT_TRUE(store->update_key(key));
    key.uses = 2;
    key.last_used_at = from_unix(1'800'000'005);
    EXPECT_EQ(described(store->key_with_hash(key.hash)), described(key));
}

TEST_F(StoredKeys, AKeyThatWasRevokedIsNotBroughtBackByAChange) {
    ASSERT_TRUE(store->update_key(sample_key("key_a")));
    EXPECT_EQ(described(store->keys()), "");
}

TEST_F(StoredKeys, HandlesAreCountedAndRevoked) {
    auto handle = sample_handle("hdl_a");
    ASSERT_TRUE(store->add_handle(handle));
    ASSERT_TRUE(store->touch_handle("hdl_a", from_unix(1'800'000'005), 2));
    handle.uses = 2;
    handle.last_used_at = from_unix(1'800'000'005);
    EXPECT_EQ(described(store->handle_with_hash(handle.hash)), described(handle));
    ASSERT_TRUE(store->revoke_handle("hdl_a"));
    ASSERT_TRUE(store->touch_handle("hdl_a", from_unix(1'800'000'006), 1));
    EXPECT_EQ(described(store->handles()), "");
}

TEST_F(StoredKeys, APathHasOneLink) {
    auto link = sample_link("lnk_a");
    ASSERT_TRUE(store->put_link(link));
    link.format = "json";
    ASSERT_TRUE(store->put_link(link));
    auto other = sample_link("lnk_b");
    other.path = link.path;
    const auto refused = store->put_link(other);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "taken");
    EXPECT_EQ(described(store->links()), described(std::vector{link}));
    ASSERT_TRUE(store->remove_link("lnk_a"));
    EXPECT_EQ(described(store->links()), "");
}

TEST_F(StoredKeys, DocumentsAreFoundByTheBeginningOfTheirName) {
    for (const auto* name : {"client/a", "client/b", "metadata/a"})
        ASSERT_TRUE(store->put_document(name, Secret("planted"), from_unix(1)));
    const auto found = store->documents("client/");
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 2u);
    EXPECT_EQ((*found)[0].name, "client/a");
    EXPECT_EQ((*found)[1].name, "client/b");
}

TEST_F(StoredKeys, ActivityIsNewestFirst) {
    for (const auto* text : {"one", "two", "three"})
        ASSERT_TRUE(store->add_activity({0, from_unix(1), "token.renewed", "twitch", "keeper", text}));
    const auto newest = store->activity(2);
    ASSERT_TRUE(newest);
    ASSERT_EQ(newest->size(), 2u);
    EXPECT_EQ((*newest)[0].text, "three");
    EXPECT_EQ((*newest)[1].text, "two");
}

TEST_F(StoredKeys, OnlyTheNewestTenThousandActivitiesAreKept) {
    ASSERT_TRUE(store->add_activity({0, from_unix(1), "a", "", "", "old"}));
    // As if ten thousand less two had come in between: their rows would only cost time.
    home.meddle(
        "INSERT INTO activity VALUES (2, 1, 'a', '', '', '', x'00'), (10000, 1, 'a', '', '', '', x'00')");
    const auto count = [&] {
        auto raw = Database::open(home.database());
        return std::get<std::int64_t>((*raw)->run("SELECT count(*) FROM activity")->front().front());
    };
    ASSERT_TRUE(store->add_activity({0, from_unix(1), "a", "", "", "new"}));
    EXPECT_EQ(count(), 3);
    ASSERT_TRUE(store->add_activity({0, from_unix(1), "a", "", "", "newer"}));
    EXPECT_EQ(count(), 3);
    EXPECT_EQ(store->activity(1)->front().text, "newer");
}

}  // namespace
}  // namespace roadcase::store
