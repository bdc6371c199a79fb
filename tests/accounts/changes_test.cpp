#include "accounts/words.h"
#include "scene.h"

namespace roadcase::accounts {
namespace {

using test::Scene;

TEST(Pausing, RenewsNothingAndHandsOutNothing) {
    Scene scene;
    scene.connect();
    const auto token = scene.accounts->token(scene.ref(), {});
    const auto paused = scene.accounts->pause(scene.ref());
    ASSERT_TRUE(paused);
    EXPECT_EQ(paused->status, store::AccountStatus::paused);
    scene.clock.advance(seconds{3500});
    EXPECT_EQ(scene.refresh_due(), 0u);
    for (const auto& refused :
         {scene.accounts->token(scene.ref(), {}), scene.accounts->reject(scene.ref(), token->access_token)}) {
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, ErrorKind::paused);
        EXPECT_EQ(refused.error().title, "practice is paused.");
        EXPECT_EQ(refused.error().next, "roadcase resume practice");
    }
    EXPECT_EQ(scene.accounts->refresh(scene.ref()).error().kind, ErrorKind::paused);
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 0);
    EXPECT_EQ(scene.count("account.paused"), 1);
}

TEST(Pausing, OutlivesARestartAndIsToldOnce) {
    Scene scene;
    scene.connect();
    EXPECT_TRUE(scene.accounts->pause(scene.ref()));
    EXPECT_TRUE(scene.accounts->pause(scene.ref()));
    EXPECT_EQ(scene.count("account.paused"), 1);
    scene.restart();
    EXPECT_EQ(scene.accounts->token(scene.ref(), {}).error().kind, ErrorKind::paused);
}

TEST(Pausing, ThatCannotBeSavedIsNone) {
    Scene scene;
    scene.connect();
    scene.store.fail_saves = true;
    EXPECT_FALSE(scene.accounts->pause(scene.ref()));
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
    EXPECT_EQ(scene.count("account.paused"), 0);
}

TEST(Resuming, MakesTheAccountDue) {
    Scene scene;
    scene.connect();
    ASSERT_TRUE(scene.accounts->pause(scene.ref()));
    const auto resumed = scene.accounts->resume(scene.ref());
    ASSERT_TRUE(resumed);
    EXPECT_EQ(resumed->status, store::AccountStatus::connected);
    EXPECT_EQ(scene.refresh_due(), 1u);
    EXPECT_EQ(scene.accounts->find(scene.ref())->generation, 2);
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
}

TEST(Resuming, OneThatIsNotPausedChangesNothing) {
    Scene scene;
    const auto before = scene.connect();
    EXPECT_EQ(scene.accounts->resume(scene.ref())->next_attempt_at, before.next_attempt_at);
    EXPECT_EQ(scene.count("account.resumed"), 0);
}

TEST(Resuming, AGrantThatIsGoneIsFoundOut) {
    Scene scene;
    scene.connect();
    scene.clock.advance(seconds{3000});
    scene.answer_tokens(test::json(400, R"({"error":"invalid_grant"})"));
    EXPECT_EQ(scene.refresh_due(), 1u);
    ASSERT_TRUE(scene.accounts->pause(scene.ref()));
    ASSERT_TRUE(scene.accounts->resume(scene.ref()));
    EXPECT_EQ(scene.refresh_due(), 1u);
    EXPECT_EQ(scene.accounts->find(scene.ref())->status, store::AccountStatus::needs_authorization);
}

TEST(SigningInAgain, EndsAPause) {
    Scene scene;
    scene.connect();
    ASSERT_TRUE(scene.accounts->pause(scene.ref()));
    scene.connect();
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
}

/// The practice provider has one person; who has a name of their own is another one.
void connect_bot(Scene& scene) {
    scene.answer_person(R"({"sub":"7","preferred_username":"nova_bot"})");
    auto wish = scene.wish();
    wish.name = "bot";
    ASSERT_EQ(scene.sign_in(wish)->state, Flow::State::done);
    scene.answer_as_usual();
}

TEST(Renaming, KeepsTheIdAndLeavesTheOldNameFree) {
    Scene scene;
    const auto before = scene.connect();
    const auto renamed = scene.accounts->rename(scene.ref(), "main");
    ASSERT_TRUE(renamed);
    EXPECT_EQ(renamed->id, before.id);
    EXPECT_EQ(reference_of(*renamed), "practice/main");
    EXPECT_EQ(scene.accounts->token(scene.ref("practice/main"), {})->account, "practice/main");
    // Still the only one of its client.
    EXPECT_EQ(scene.accounts->find(scene.ref())->id, before.id);
    connect_bot(scene);
    EXPECT_EQ(scene.accounts->find(scene.ref()).error().code, "E502");
    scene.restart();
    EXPECT_EQ(scene.accounts->find(scene.ref("practice/main"))->id, before.id);
    EXPECT_EQ(scene.count("account.renamed"), 1);
}

TEST(Renaming, RefusesWhatCannotBeAName) {
    Scene scene;
    scene.connect();
    connect_bot(scene);
    for (const auto* name : {"", "a b", "sub:7", "a/b", "refresh"}) {
        const auto renamed = scene.accounts->rename(scene.ref(), name);
        ASSERT_FALSE(renamed) << name;
        EXPECT_EQ(renamed.error().kind, ErrorKind::invalid_request) << name;
    }
    EXPECT_THAT(scene.accounts->rename(scene.ref(), "reject").error().detail,
                testing::HasSubstr("a word of the API"));
    const auto taken = scene.accounts->rename(scene.ref(), "bot");
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().kind, ErrorKind::conflict);
    EXPECT_EQ(taken.error().code, "");
    EXPECT_TRUE(scene.accounts->rename(scene.ref("practice/bot"), "bot"));
    EXPECT_EQ(scene.count("account.renamed"), 0);
}

TEST(TheDefault, ChangesPlacesWithTheOneBefore) {
    Scene scene;
    const auto main = scene.connect();
    connect_bot(scene);
    const auto bot = scene.accounts->find(scene.ref("practice/bot")).value();
    const auto now = scene.accounts->make_default(scene.ref("practice/bot"));
    ASSERT_TRUE(now);
    EXPECT_EQ(now->id, bot.id);
    for (int processes = 0; processes < 2; ++processes) {
        EXPECT_EQ(scene.accounts->token(scene.ref(), {})->account_id, bot.id);
        EXPECT_EQ(scene.accounts->token(scene.ref("practice/bot"), {})->account_id, main.id);
        scene.restart();
    }
    EXPECT_EQ(scene.count("account.renamed"), 2);
    EXPECT_TRUE(scene.accounts->make_default(scene.ref()));
    EXPECT_EQ(scene.count("account.renamed"), 2);
}

TEST(TheDefault, NeedsNobodyBefore) {
    Scene scene;
    connect_bot(scene);
    EXPECT_TRUE(scene.accounts->make_default(scene.ref("practice/bot")));
    EXPECT_EQ(scene.accounts->find(scene.ref())->display_name, "nova_bot");
}

TEST(TheDefault, StaysWhenTheStoreRefuses) {
    Scene scene;
    const auto main = scene.connect();
    connect_bot(scene);
    scene.store.fail_saves = true;
    EXPECT_FALSE(scene.accounts->make_default(scene.ref("practice/bot")));
    EXPECT_EQ(scene.accounts->find(scene.ref())->id, main.id);
}

}  // namespace
}  // namespace roadcase::accounts
