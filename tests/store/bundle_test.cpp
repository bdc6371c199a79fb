#include "store/bundle.h"

#include "store/home.h"

namespace roadcase::store {
namespace {

struct Bundles : testing::Test {
    Home home;
    std::unique_ptr<Store> store = home.open();
    Bundle bundle() {
        Bundle made;
        made.accounts = {sample_account("acc_a"), sample_account("acc_b", "bot")};
        made.documents = {{"client/twitch", from_unix(1'800'000'000), Secret("{}")}};
        KeyRecord key;
        key.id = "key_1";
        key.name = "chatbot";
        key.hash = "planted-hash";
        key.accounts = {"twitch"};
        made.keys = {key};
        return made;
    }
};

TEST_F(Bundles, AreTextAndBack) {
    const auto read = read_bundle(write_bundle(bundle()).reveal());
    ASSERT_TRUE(read);
    ASSERT_EQ(read->accounts.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i)
        EXPECT_EQ(described(read->accounts[i]), described(bundle().accounts[i]));
    for (const auto* text : {"", "{}", "[]", R"({"accounts":7})", R"({"accounts":[{"id":[]}]})"})
        EXPECT_FALSE(read_bundle(text)) << text;
}

TEST_F(Bundles, AreTakenInWhole) {
    ASSERT_TRUE(store->adopt(bundle(), {}));
    for (const auto& record : bundle().accounts)
        EXPECT_EQ(described(store->account(record.id)), described(record));
    EXPECT_EQ((*store->key_with_hash("planted-hash"))->name, "chatbot");
    EXPECT_TRUE(*store->document("client/twitch"));
}

TEST_F(Bundles, AreTakenInAllOrNot) {
    ASSERT_TRUE(store->save(sample_account("acc_other", "bot")));
    const auto taken = store->adopt(bundle(), {});
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code, "taken");
    EXPECT_EQ(store->account_count(), 1U);
    EXPECT_TRUE(store->keys()->empty());
    EXPECT_FALSE(*store->document("client/twitch"));
}

TEST_F(Bundles, ReplaceWhatGivesWay) {
    ASSERT_TRUE(store->save(sample_account("acc_other", "bot")));
    ASSERT_TRUE(store->adopt(bundle(), {"acc_other"}));
    EXPECT_FALSE(*store->account("acc_other"));
    EXPECT_EQ(store->account_count(), 2U);
}

}  // namespace
}  // namespace roadcase::store
