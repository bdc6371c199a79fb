#include "store/home.h"

namespace roadcase::store {
namespace {

AccountRecord full_account() {
    auto record = sample_account("acc_full", "bot");
    record.display_name = "Nova \"plays\" – ünï";
    record.status = AccountStatus::needs_authorization;
    record.problem_code = "E401";
    record.problem = "Sign in again.";
    record.problem_since = from_unix(0);
    record.generation = 9'000'000'000;
    record.scopes = {"chat:read", "with space", "", "ü"};
    record.requested_scopes = {"a", "b"};
    record.renewed_at = from_unix(1'800'000'100);
    record.next_attempt_at = from_unix(-5);
    record.failures = 7;
    record.grant_type = "client_credentials";
    record.tokens->id_token = Secret("header.payload.signature");
    record.tokens->scopes = std::vector<std::string>{"chat:read", ""};
    record.tokens->expires_at = from_unix(1'800'014'400);
    record.tokens->raw = Secret(std::string("verbatim \0 \xFF\xFE bytes", 20));
    return record;
}

TEST(RoundTrip, AccountsKeepEveryFieldAcrossReopening) {
    Home home;
    const auto full = full_account();
    auto bare = sample_account("acc_bare");
    bare.subject = "";
    bare.scopes = {};
    bare.tokens = std::nullopt;
    auto odd = sample_account("acc_odd", "odd");
    odd.status = AccountStatus::paused;
    odd.tokens->scopes = std::vector<std::string>{};
    odd.tokens->refresh_token = Secret();
    for (const auto& record : {full, bare, odd}) ASSERT_TRUE(home.open()->save(record));
    const auto store = home.open();
    for (const auto& record : {full, bare, odd})
        EXPECT_EQ(described(store->account(record.id)), described(record));
}

TEST(RoundTrip, PendingAuthorizationKeepsEveryField) {
    Home home;
    const PendingAuthorization full{"hash",
                                    "flow",
                                    "twitch",
                                    "acc_1",
                                    "bot",
                                    "http://localhost:3000/success",
                                    "https://issuer.example",
                                    "https://issuer.example/authorize",
                                    "https://issuer.example/token",
                                    "client-id",
                                    {"a", "b c"},
                                    Secret("verifier"),
                                    "binding",
                                    "terminal",
                                    from_unix(1'800'000'000),
                                    Secret("nonce")};
    PendingAuthorization bare;
    bare.state_hash = "bare";
    for (const auto& each : {full, bare}) ASSERT_TRUE(home.open()->put_pending(each, 10));
    const auto store = home.open();
    for (const auto& each : {full, bare}) {
        EXPECT_EQ(described(store->pending(each.state_hash)), described(each));
        EXPECT_EQ(described(store->take_pending(each.state_hash)), described(each));
    }
}

TEST(RoundTrip, KeysKeepEveryField) {
    Home home;
    auto full = sample_key("key_full");
    full.expires_at = from_unix(1'900'000'000);
    full.last_used_at = from_unix(1'800'000'001);
    full.uses = 12;
    full.accounts = {"*", "twitch/bot"};
    full.scopes = {"chat:read", "chat:edit"};
    full.brokers = {"agora-live/channel-*/audience"};
    full.per_minute = 30;
    full.max_ttl = 600;
    full.origins = {"http://localhost:5173"};
    full.paused = true;
    full.unconfirmed = true;
    auto bare = sample_key("key_bare");
    bare.accounts = {};
    for (const auto& key : {full, bare}) ASSERT_TRUE(home.open()->add_key(key));
    const auto store = home.open();
    for (const auto& key : {full, bare}) EXPECT_EQ(described(store->key_with_hash(key.hash)), described(key));
    EXPECT_EQ(described(store->keys()), described(std::vector{bare, full}));
}

TEST(RoundTrip, HandlesAndLinksKeepEveryField) {
    Home home;
    auto handle = sample_handle("hdl_a");
    handle.last_used_at = from_unix(1'800'000'001);
    handle.uses = 3;
    auto link = sample_link("lnk_a");
    link.mode = 0640;
    link.written_at = from_unix(1'800'000'002);
    link.generation = 7;
    link.content_hash = "c0ffee";
    link.problem_code = "E601";
    link.problem = "Somebody changed it.";
    link.handle = Secret("rcr_planted");
    ASSERT_TRUE(home.open()->add_handle(handle));
    ASSERT_TRUE(home.open()->put_link(link));
    const auto store = home.open();
    EXPECT_EQ(described(store->handles()), described(std::vector{handle}));
    EXPECT_EQ(described(store->handle_with_hash(handle.hash)), described(handle));
    EXPECT_EQ(described(store->links()), described(std::vector{link}));
}

TEST(RoundTrip, JournalAndActivityKeepEveryField) {
    Home home;
    const RefreshJournalRow row{"acc_1", 4,       from_unix(1'800'000'000),
                                4242,    "owner", from_unix(1'800'000'060)};
    ActivityRecord entry{
        0, from_unix(1'800'000'000), "account.connected", "twitch/bot", "terminal", "A sentence."};
    {
        const auto store = home.open();
        ASSERT_TRUE(store->save(sample_account("acc_1")));
        ASSERT_TRUE(store->begin_refresh(row));
        ASSERT_TRUE(store->add_activity(entry));
    }
    const auto store = home.open();
    EXPECT_EQ(described(store->unfinished_refreshes()), described(std::vector{row}));
    entry.id = 1;
    EXPECT_EQ(described(store->activity(10)), described(std::vector{entry}));
}

TEST(RoundTrip, AnAccountWithoutAGrantIsOfTheUsualOne) {
    Home home;
    auto record = sample_account("acc_a");
    record.grant_type = "";
    ASSERT_TRUE(home.open()->save(record));
    EXPECT_EQ((*home.open()->account("acc_a"))->grant_type, "authorization_code");
}

TEST(RoundTrip, DocumentsKeepEveryFieldAreReplacedAndGo) {
    Home home;
    auto full = sample_document("metadata https://issuer.example");
    full.body = Secret(std::string("verbatim \0 \xFF bytes", 17));
    const auto other = sample_document("other");
    for (const auto& each : {sample_document(full.name), full, other})
        ASSERT_TRUE(home.open()->put_document(each.name, each.body, each.at));
    const auto store = home.open();
    EXPECT_EQ(described(store->document(full.name)), described(full));
    ASSERT_TRUE(store->remove_document(full.name));
    EXPECT_EQ(described(store->document(full.name)), "nothing");
    EXPECT_EQ(described(store->document(other.name)), described(other));
}

TEST(RoundTrip, WhatIsNotThereIsNothing) {
    Home home;
    const auto store = home.open();
    EXPECT_EQ(described(store->account("acc_1")), "nothing");
    EXPECT_EQ(described(store->account_named("twitch", "")), "nothing");
    EXPECT_EQ(described(store->account_with_subject("twitch", "1")), "nothing");
    EXPECT_EQ(described(store->pending("hash")), "nothing");
    EXPECT_EQ(described(store->take_pending("hash")), "nothing");
    EXPECT_EQ(described(store->key_with_hash("hash")), "nothing");
    EXPECT_EQ(described(store->accounts()) + described(store->keys()) + described(store->activity(5)), "");
    EXPECT_TRUE(store->remove_account("acc_1"));
    EXPECT_EQ(described(store->document("name")), "nothing");
    EXPECT_TRUE(store->remove_document("name"));
    EXPECT_TRUE(store->end_refresh("acc_1"));
    EXPECT_TRUE(store->revoke_key("key_1"));
    EXPECT_TRUE(store->touch_key("key_1", from_unix(1), 1));
}

}  // namespace
}  // namespace roadcase::store
