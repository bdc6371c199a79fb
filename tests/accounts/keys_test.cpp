#include "accounts/keys.h"

#include <gmock/gmock.h>

#include "accounts/local_secret.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "support/random.h"

namespace roadcase::accounts {
namespace {

struct KeysTest : testing::Test {
    test::ManualClock clock;
    test::CountingRandom random;
    test::MemoryStore store;
    Keys keys{store, clock, random};

    static KeyWish wish(std::string name, std::vector<std::string> accounts = {"twitch"},
                        std::optional<Time> end = {}) {
        KeyWish wished;
        wished.name = std::move(name);
        wished.accounts = std::move(accounts);
        wished.expires_at = end;
        return wished;
    }
    CreatedKey made(std::string name = "bot", std::vector<std::string> accounts = {"twitch"}) {
        return keys.create(wish(std::move(name), std::move(accounts))).value();
    }
};

TEST_F(KeysTest, HasPrefixThirtyRandomCharactersAndAChecksum) {
    const auto key = made().key.reveal();
    EXPECT_THAT(key, testing::MatchesRegex("rck_[0-9A-Za-z]{36}"));
    EXPECT_TRUE(is_local_secret(key_prefix, key));
    EXPECT_NE(key, made("other").key.reveal());
}

TEST(KeyFormat, ChecksumIsCrc32InSixDigits) {
    // The CRC-32 of thirty A's in base 62, computed with Python's zlib.
    EXPECT_TRUE(is_local_secret(key_prefix, "rck_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA0uCPlr"));
    EXPECT_FALSE(is_local_secret(key_prefix, "rck_000000000000000000000000000000000000"));
    EXPECT_FALSE(is_local_secret(key_prefix, ""));
    EXPECT_FALSE(is_local_secret(key_prefix, "rck_"));
    EXPECT_FALSE(is_local_secret(key_prefix, std::string(40, 'a')));
}

TEST_F(KeysTest, EveryChangedCharacterIsNoticed) {
    const auto key = made().key.reveal();
    for (std::size_t i = 0; i < key.size(); ++i) {
        auto wrong = key;
        wrong[i] = wrong[i] == 'x' ? 'y' : 'x';
        EXPECT_FALSE(is_local_secret(key_prefix, wrong)) << i;
    }
    EXPECT_FALSE(is_local_secret(key_prefix, key + "0"));
}

TEST_F(KeysTest, IsIdentifiedAndCounted) {
    const auto created = made();
    const auto found = keys.identify(created.key);
    ASSERT_TRUE(found);
    EXPECT_EQ((*found)->name, "bot");
    EXPECT_EQ(keys.list()->front().uses, 1);
    EXPECT_EQ(keys.list()->front().last_used_at, clock.now());
}

TEST_F(KeysTest, ManyUsesCostOneWriteAMinute) {
    const auto created = made();
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(keys.identify(created.key));
    EXPECT_EQ(store.keys()->front().uses, 0);
    clock.advance(seconds{61});
    ASSERT_TRUE(keys.identify(created.key));
    EXPECT_EQ(store.keys()->front().uses, 101);
}

TEST_F(KeysTest, ARevokedKeyIsForgottenAtOnce) {
    const auto created = made();
    ASSERT_TRUE(keys.identify(created.key));
    ASSERT_TRUE(keys.revoke("bot"));
    EXPECT_EQ(keys.identify(created.key).error().kind, ErrorKind::unauthorized_key);
}

TEST_F(KeysTest, AKeyMadeAnewEndsTheOldOneWithTheSameRights) {
    const auto old = made("bot", {"twitch/bot"});
    ASSERT_TRUE(keys.identify(old.key));
    const auto fresh = keys.replace("bot");
    ASSERT_TRUE(fresh);
    EXPECT_EQ(keys.identify(old.key).error().kind, ErrorKind::unauthorized_key);
    const auto found = keys.identify(fresh->key);
    ASSERT_TRUE(found);
    EXPECT_EQ((*found)->accounts, old.record.accounts);
    EXPECT_EQ(keys.list()->size(), 1U);
    ASSERT_TRUE(keys.pause_all(true));
    EXPECT_FALSE(keys.identify(keys.replace("bot").value().key)) << "a paused one stays paused";
    EXPECT_EQ(keys.replace("nobody").error().kind, ErrorKind::not_found);
}

TEST_F(KeysTest, AKeyThatHasEndedIsNotMadeAnew) {
    ASSERT_TRUE(keys.create(wish("brief", {"*"}, clock.now() + seconds{10})));
    clock.advance(seconds{10});
    EXPECT_EQ(keys.replace("brief").error().kind, ErrorKind::conflict);
}

TEST_F(KeysTest, ARememberedKeyEndsOnTime) {
    const auto created = keys.create(wish("brief", {"*"}, clock.now() + seconds{10})).value();
    ASSERT_TRUE(keys.identify(created.key));
    clock.advance(seconds{10});
    EXPECT_EQ(keys.identify(created.key).error().kind, ErrorKind::unauthorized_key);
}

TEST_F(KeysTest, TheStoreHoldsNoKey) {
    const auto created = made();
    const auto record = keys.list()->front();
    EXPECT_EQ(record.hash.size(), 64u);
    for (const auto& text : {record.id, record.name, record.hash})
        EXPECT_EQ(text.find(created.key.reveal().substr(4, 12)), std::string::npos);
}

TEST_F(KeysTest, WrongUnknownAndEndedLookAlike) {
    const auto ended = keys.create(wish("short", {"*"}, clock.now() + seconds{60})).value();
    const auto revoked = made("gone");
    ASSERT_TRUE(keys.revoke("gone"));
    EXPECT_TRUE(keys.identify(ended.key));
    clock.advance(seconds{60});
    auto typo = revoked.key.reveal();
    typo.back() = typo.back() == '0' ? '1' : '0';

    std::vector<std::string> told;
    for (const auto& key : {ended.key, revoked.key, Secret(typo), Secret(""), Secret("rck_")}) {
        const auto refused = keys.identify(key);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, ErrorKind::unauthorized_key);
        EXPECT_EQ(refused.error().code, "E503");
        told.push_back(refused.error().one_line());
    }
    EXPECT_THAT(told, testing::Each(told.front()));
}

TEST_F(KeysTest, AFullDiskLocksNobodyOut) {
    const auto created = made();
    store.read_only = true;
    EXPECT_TRUE(keys.identify(created.key));
}

TEST_F(KeysTest, RefusesWishesThatMakeNoSense) {
    made();
    EXPECT_EQ(keys.create(wish("bot")).error().kind, ErrorKind::invalid_request);
    EXPECT_FALSE(keys.create(wish("")));
    EXPECT_FALSE(keys.create(wish("a b")));
    EXPECT_FALSE(keys.create(wish("x", {})));
    EXPECT_FALSE(keys.create(wish("x", {"twitch", "../etc"})));
    EXPECT_FALSE(keys.create(wish("x", {"twitch"}, clock.now())));
    random.broken = true;
    EXPECT_FALSE(keys.create(wish("x")));
    EXPECT_EQ(keys.list()->size(), 1u);
}

TEST_F(KeysTest, IsRevokedByNameOrId) {
    const auto first = made("first");
    made("second");
    ASSERT_TRUE(keys.revoke(first.record.id));
    ASSERT_TRUE(keys.revoke("second"));
    EXPECT_TRUE(keys.list()->empty());
    made("chatbot");
    const auto missing = keys.revoke("chatbt");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
    EXPECT_THAT(missing.error().detail, testing::HasSubstr("chatbot"));
}

TEST_F(KeysTest, AsksOnlyForItsAccounts) {
    store::AccountRecord account;
    account.id = "acc_1";
    account.client = "twitch";
    account.name = "bot";
    account.subject = "42";
    struct Row {
        std::string allowed;
        bool may;
    };
    const Row rows[] = {
        {"*", true},       {"twitch/bot", true}, {"acc_1", true},         {"twitch/sub:42", true},
        {"twitch", false}, {"twitch/bo", false}, {"twitch/sub:4", false}, {"youtube", false}};
    for (const auto& row : rows) {
        store::KeyRecord key;
        key.accounts = {row.allowed};
        const auto status = Keys::may_ask(key, account);
        EXPECT_EQ(status.has_value(), row.may) << row.allowed;
        if (status) continue;
        EXPECT_EQ(status.error().kind, ErrorKind::unauthorized_key);
    }
    EXPECT_FALSE(Keys::may_ask(store::KeyRecord{}, account));
}

}  // namespace
}  // namespace roadcase::accounts
