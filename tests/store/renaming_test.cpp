#include "store/home.h"

namespace roadcase::store {
namespace {

struct Renamings : testing::Test {
    void SetUp() override {
        for (const auto& record : {main, bot}) ASSERT_TRUE(store->save(record));
    }
    std::string name_of(const AccountRecord& record) {
        const auto stored = store->account(record.id);
        return stored && *stored ? "\"" + (*stored)->name + "\"" : "nothing";
    }
    Home home;
    std::unique_ptr<Store> store = home.open();
    const AccountRecord main = sample_account("acc_a");
    const AccountRecord bot = sample_account("acc_b", "bot");
};

TEST_F(Renamings, ChangeNothingButTheName) {
    ASSERT_TRUE(store->rename_accounts({{main.id, "main"}}));
    auto expected = main;
    expected.name = "main";
    EXPECT_EQ(described(store->account(main.id)), described(expected));
    EXPECT_EQ(described(store->account_named("twitch", "")), "nothing");
}

TEST_F(Renamings, LetTwoChangePlaces) {
    ASSERT_TRUE(store->rename_accounts({{bot.id, ""}, {main.id, "bot"}}));
    EXPECT_EQ(name_of(bot), "\"\"");
    EXPECT_EQ(name_of(main), "\"bot\"");
}

TEST_F(Renamings, AreDoneAllOrNone) {
    auto clips = sample_account("acc_c", "clips");
    ASSERT_TRUE(store->save(clips));
    const auto taken = store->rename_accounts({{main.id, "main"}, {clips.id, "bot"}});
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().kind, ErrorKind::conflict);
    EXPECT_EQ(taken.error().title, "There is another account \"twitch/bot\" already.");
    const auto gone = store->rename_accounts({{main.id, "main"}, {"acc_gone", "x"}});
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().kind, ErrorKind::not_found);
    EXPECT_EQ(name_of(main), "\"\"");
    EXPECT_EQ(name_of(clips), "\"clips\"");
}

TEST_F(Renamings, KeysFollowTheirAccounts) {
    KeyRecord key;
    key.id = "key_a";
    key.name = "chatbot";
    key.hash = "planted-hash";
    key.accounts = {"twitch", "youtube", "twitch/bot", "*"};
    key.uses = 4;
    ASSERT_TRUE(store->add_key(key));
    ASSERT_TRUE(store->rename_accounts({{bot.id, ""}, {main.id, "main"}}));
    const auto stored = store->key_with_hash(key.hash).value().value();
    EXPECT_EQ(stored.accounts, (std::vector<std::string>{"twitch/main", "youtube", "twitch", "*"}));
    EXPECT_EQ(stored.uses, 4);
}

}  // namespace
}  // namespace roadcase::store
