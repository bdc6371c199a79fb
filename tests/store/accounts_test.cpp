#include "store/home.h"
#include "store/sqlite_store.h"

namespace roadcase::store {
namespace {

struct StoredAccounts : testing::Test {
    Home home;
    std::unique_ptr<Store> store = home.open();
};

TEST_F(StoredAccounts, AreFoundByIdNameAndSubject) {
    const auto standard = sample_account("acc_a");
    const auto bot = sample_account("acc_b", "bot");
    auto elsewhere = sample_account("acc_c", "bot");
    elsewhere.client = "youtube";
    elsewhere.subject = bot.subject;
    for (const auto& record : {standard, bot, elsewhere}) ASSERT_TRUE(store->save(record));
    EXPECT_EQ(described(store->account("acc_b")), described(bot));
    EXPECT_EQ(described(store->account_named("twitch", "")), described(standard));
    EXPECT_EQ(described(store->account_named("youtube", "bot")), described(elsewhere));
    EXPECT_EQ(described(store->account_named("youtube", "")), "nothing");
    EXPECT_EQ(described(store->account_with_subject("twitch", bot.subject)), described(bot));
    EXPECT_EQ(described(store->account_with_subject("youtube", bot.subject)), described(elsewhere));
}

TEST_F(StoredAccounts, AnUnknownSubjectIsNobody) {
    auto record = sample_account("acc_a");
    record.subject = "";
    ASSERT_TRUE(store->save(record));
    EXPECT_EQ(described(store->account_with_subject("twitch", "")), "nothing");
}

TEST_F(StoredAccounts, ListIsOrderedAndWithoutTokens) {
    std::vector<AccountRecord> expected{sample_account("acc_2"), sample_account("acc_1", "bot"),
                                        sample_account("acc_0", "bot")};
    expected[2].client = "youtube";
    for (const auto at : {2, 1, 0}) ASSERT_TRUE(store->save(expected[static_cast<std::size_t>(at)]));
    for (auto& record : expected) record.tokens.reset();
    EXPECT_EQ(described(store->accounts()), described(expected));
}

TEST_F(StoredAccounts, AClientHasOneAccountOfAName) {
    ASSERT_TRUE(store->save(sample_account("acc_a", "bot")));
    const auto saved = store->save(sample_account("acc_b", "bot"));
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().code, "taken");
    EXPECT_NE(saved.error().title.find("twitch/bot"), std::string::npos);
    EXPECT_EQ(described(store->account("acc_b")), "nothing");
    EXPECT_TRUE(store->save(sample_account("acc_b")));
    EXPECT_FALSE(store->save(sample_account("acc_c")));
}

TEST_F(StoredAccounts, ALateResultIsNotWrittenOverANewerOne) {
    auto record = sample_account("acc_a");
    record.generation = 5;
    ASSERT_TRUE(store->save(record));
    auto late = record;
    late.generation = 4;
    late.tokens = sample_tokens("late");
    const auto saved = store->save(late);
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().code, "stale");
    EXPECT_EQ(saved.error().kind, ErrorKind::internal);
    EXPECT_EQ(described(store->account("acc_a")), described(record));
}

TEST_F(StoredAccounts, TheSameAndHigherGenerationsReplaceTheRecord) {
    auto record = sample_account("acc_a");
    ASSERT_TRUE(store->save(record));
    record.failures = 3;
    ASSERT_TRUE(store->save(record));
    record.generation = 2;
    record.tokens = sample_tokens("new");
    ASSERT_TRUE(store->save(record));
    EXPECT_EQ(described(store->account("acc_a")), described(record));
    record.tokens.reset();
    ASSERT_TRUE(store->save(record));
    EXPECT_EQ(described(store->account("acc_a")), described(record));
}

TEST_F(StoredAccounts, SavingTheAnswerEndsItsJournalRowAndNoOther) {
    for (const auto* id : {"acc_a", "acc_b"}) {
        ASSERT_TRUE(store->save(sample_account(id, id)));
        ASSERT_TRUE(store->begin_refresh({id, 1, from_unix(100), 1, "owner", from_unix(200)}));
    }
    auto renewed = sample_account("acc_a", "acc_a");
    renewed.generation = 2;
    ASSERT_TRUE(store->save(renewed));
    const std::vector<RefreshJournalRow> left{{"acc_b", 1, from_unix(100), 1, "owner", from_unix(200)}};
    EXPECT_EQ(described(store->unfinished_refreshes()), described(left));
    ASSERT_TRUE(store->end_refresh("acc_b"));
    EXPECT_EQ(described(store->unfinished_refreshes()), "");
}

TEST_F(StoredAccounts, ALeaseKeepsOthersOutUntilItEnds) {
    ASSERT_TRUE(store->save(sample_account("acc_a")));
    ASSERT_TRUE(store->begin_refresh({"acc_a", 1, from_unix(100), 1, "first", from_unix(160)}));
    const auto second = store->begin_refresh({"acc_a", 1, from_unix(130), 2, "second", from_unix(190)});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, "held");
    EXPECT_EQ(second.error().retry_after, seconds{30});
    EXPECT_TRUE(store->begin_refresh({"acc_a", 1, from_unix(131), 1, "first", from_unix(191)}));
    EXPECT_TRUE(store->begin_refresh({"acc_a", 1, from_unix(191), 2, "second", from_unix(251)}));
    EXPECT_EQ(store->unfinished_refreshes()->front().owner, "second");
}

TEST_F(StoredAccounts, ARefusedSaveKeepsTheJournal) {
    auto record = sample_account("acc_a");
    record.generation = 2;
    ASSERT_TRUE(store->save(record));
    ASSERT_TRUE(store->begin_refresh({"acc_a", 2, from_unix(100), 1, "owner", from_unix(200)}));
    record.generation = 1;
    ASSERT_FALSE(store->save(record));
    EXPECT_NE(described(store->unfinished_refreshes()), "");
}

TEST_F(StoredAccounts, RemovingForgetsTokensAndJournalToo) {
    ASSERT_TRUE(store->save(sample_account("acc_a")));
    ASSERT_TRUE(store->begin_refresh({"acc_a", 1, from_unix(100), 1, "owner", from_unix(200)}));
    ASSERT_TRUE(store->remove_account("acc_a"));
    EXPECT_EQ(described(store->account("acc_a")), "nothing");
    EXPECT_EQ(described(store->unfinished_refreshes()), "");
    auto raw = Database::open(home.database());
    EXPECT_TRUE((*raw)->run("SELECT 1 FROM tokens")->empty());
}

TEST_F(StoredAccounts, DueOnesComeEarliestFirst) {
    struct Case {
        std::string id;
        AccountStatus status;
        std::optional<Time> next;
    };
    for (const auto& [id, status, next] :
         std::vector<Case>{{"acc_late", AccountStatus::connected, from_unix(300)},
                           {"acc_early", AccountStatus::connected, from_unix(100)},
                           {"acc_on_time", AccountStatus::connected, from_unix(200)},
                           {"acc_future", AccountStatus::connected, from_unix(301)},
                           {"acc_never", AccountStatus::connected, std::nullopt},
                           {"acc_paused", AccountStatus::paused, from_unix(1)},
                           {"acc_gone", AccountStatus::needs_authorization, from_unix(1)}}) {
        auto record = sample_account(id, id);
        record.status = status;
        record.next_attempt_at = next;
        ASSERT_TRUE(store->save(record));
    }
    EXPECT_EQ(described(store->due(from_unix(300), 10, {})), "acc_early\nacc_on_time\nacc_late\n");
    EXPECT_EQ(described(store->due(from_unix(300), 2, {})), "acc_early\nacc_on_time\n");
    EXPECT_EQ(described(store->due(from_unix(99), 10, {})), "");
    EXPECT_EQ(described(store->due(from_unix(300), 10, {"kick"})), "acc_early\nacc_on_time\nacc_late\n");
    EXPECT_EQ(described(store->due(from_unix(300), 10, {"kick", "twitch"})), "");
}

// One account of 100,000 must cost what one of ten costs: no look-up walks a table or sorts.
TEST_F(StoredAccounts, EveryLookUpTakesAnIndex) {
    auto raw = std::move(*Database::open(home.database()));
    const Sealer sealer(Secret(std::string(32, 'k')), home.random);
    const SealedTable accounts(*raw, sealer, accounts_shape);
    const SealedTable tokens(*raw, sealer, tokens_shape);
    const SealedTable keys(*raw, sealer, keys_shape);
    const SealedTable pending(*raw, sealer, pending_shape);
    const std::string first = " ORDER BY id LIMIT 1";
    for (const auto& sql :
         {accounts.select_sql({"id"}, first), accounts.select_sql({"client", "name"}, first),
          accounts.select_sql({"client", "subject"}, first), tokens.select_sql({"account_id"}),
          keys.select_sql({"hash"}), keys.select_sql({"id"}), pending.select_sql({"state_hash"}),
          std::string(due_sql), std::string("DELETE FROM pending_authorizations WHERE created_at < ?")}) {
        const auto plan = raw->run("EXPLAIN QUERY PLAN " + sql);
        ASSERT_TRUE(plan) << plan.error().one_line();
        for (const auto& row : *plan) {
            const auto step = std::get<std::string>(row.back());
            const bool walks = step.rfind("SCAN", 0) == 0 && step.find("json_each") == std::string::npos;
            EXPECT_FALSE(walks || step.find("TEMP") != std::string::npos) << sql << "\n" << step;
        }
    }
}

}  // namespace
}  // namespace roadcase::store
