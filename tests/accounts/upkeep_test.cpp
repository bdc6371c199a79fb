#include <condition_variable>

#include "accounts/keeper.h"
#include "scene.h"

namespace roadcase::accounts {
namespace {

using test::json;
using test::Scene;

TEST(RefreshDue, RenewsBeforeTheEndAndNotEarlier) {
    Scene scene;
    scene.connect();
    scene.clock.advance(seconds{2800});
    EXPECT_EQ(scene.refresh_due(), 0u);
    scene.clock.advance(seconds{100});
    EXPECT_EQ(scene.refresh_due(), 1u);
    EXPECT_EQ(scene.refresh_due(), 0u);
    EXPECT_EQ(scene.accounts->find(scene.ref())->generation, 2);
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1);
}

TEST(RefreshDue, KeepsAShortTokenFreshForever) {
    auto settings = test::practice_settings();
    settings.access_token_lifetime = seconds{60};
    Scene scene(settings);
    scene.connect();
    for (int i = 0; i < 600; ++i) {
        scene.clock.advance(seconds{1});
        scene.refresh_due();
        const auto record = scene.accounts->find(scene.ref()).value();
        ASSERT_GE(*record.tokens->expires_at - scene.clock.now(), seconds{25});
    }
    EXPECT_LE(scene.practice.token_requests("refresh_token"), 20);
    EXPECT_GE(scene.practice.token_requests("refresh_token"), 18);
}

TEST(RefreshDue, BacksOffWhileTheProviderIsDown) {
    Scene scene;
    scene.connect();
    scene.clock.advance(seconds{3000});
    scene.answer_tokens(json(503, ""));
    for (int i = 0; i < 3600; ++i) {
        scene.refresh_due();
        scene.clock.advance(seconds{1});
    }
    EXPECT_LT(scene.token_requests, 40);
    EXPECT_GT(scene.token_requests, 8);
    EXPECT_EQ(scene.count("provider.down"), 1);
    scene.answer_as_usual();
    scene.clock.advance(seconds{601});
    EXPECT_EQ(scene.refresh_due(), 1u);
    EXPECT_EQ(scene.count("provider.up"), 1);
    EXPECT_EQ(shown_status(*scene.accounts->find(scene.ref()), scene.clock.now()), "connected");
}

TEST(RefreshDue, BacksOffEvenWhenTheFailureCannotBeSaved) {
    Scene scene;
    scene.connect();
    scene.clock.advance(seconds{3000});
    scene.answer_tokens(Result<http::Response>(http::Response{503, {{"Retry-After", "300"}}, ""}));
    scene.store.fail_saves = true;
    for (int i = 0; i < 10; ++i) scene.refresh_due();
    EXPECT_EQ(scene.token_requests, 1);
}

TEST(RefreshDue, RestsWhileNobodyCanBeTried) {
    Scene scene;
    scene.connect();
    scene.clock.advance(seconds{3000});
    scene.store.unwritable = true;
    EXPECT_LE(scene.refresh_due(), 1u);
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 0);
    scene.store.unwritable = false;
    EXPECT_EQ(scene.refresh_due(), 0u) << "it rests for a moment";
    scene.clock.advance(seconds{6});
    EXPECT_EQ(scene.refresh_due(), 1u);
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1);
}

TEST(RefreshDue, AnAccountWithoutClientStepsAside) {
    Scene scene;
    scene.connect();
    scene.clock.advance(seconds{3000});
    scene.registry.replace({});
    scene.restart();
    EXPECT_EQ(scene.refresh_due(), 1u);
    EXPECT_EQ(scene.refresh_due(), 0u);
}

TEST(RefreshDue, LeavesAloneWhoNeedsAPerson) {
    Scene scene;
    scene.connect();
    scene.practice.revoke_all();
    scene.clock.advance(seconds{3000});
    EXPECT_EQ(scene.refresh_due(), 1u);
    EXPECT_EQ(scene.count("account.needs_authorization"), 1);
    scene.clock.advance(seconds{86400});
    EXPECT_EQ(scene.refresh_due(), 0u);
}

TEST(RefreshDue, WorksOffManyAFewAtATime) {
    Scene scene;
    for (int i = 0; i < 20; ++i) {
        auto wish = scene.wish();
        wish.name = "n" + std::to_string(i);
        scene.answer_person(R"({"sub":")" + std::to_string(i) + "\"}");
        ASSERT_EQ(scene.sign_in(wish)->state, Flow::State::done);
    }
    scene.clock.advance(seconds{3000});
    EXPECT_EQ(scene.refresh_due(7), 7u);
    EXPECT_EQ(scene.refresh_due(), 3u) << "ten in a second are enough";
    scene.clock.advance(seconds{1});
    EXPECT_EQ(scene.refresh_due(), 10u);
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 20);
}

TEST(NextDue, IsTheEarliestWithinSight) {
    Scene scene;
    EXPECT_FALSE(scene.accounts->next_due(scene.clock.now() + seconds{86400}));
    const auto record = scene.connect();
    EXPECT_FALSE(scene.accounts->next_due(scene.clock.now() + seconds{30}));
    EXPECT_EQ(scene.accounts->next_due(scene.clock.now() + seconds{86400}), record.next_attempt_at);
}

TEST(KeeperThread, RenewsWhenNudged) {
    Scene scene;
    scene.connect();
    std::mutex mutex;
    std::condition_variable renewed;
    bool done = false;
    auto accounts = std::make_unique<Accounts>(Accounts::World{
        scene.store, scene.transport, scene.clock, scene.random, scene.registry, {}, [&](const Event& event) {
            std::lock_guard lock(mutex);
            done = done || event.kind == "token.renewed";
            renewed.notify_all();
        }});
    Keeper keeper(*accounts, scene.clock);
    keeper.start();
    keeper.start();
    scene.clock.advance(seconds{3000});
    keeper.nudge();
    {
        std::unique_lock lock(mutex);
        EXPECT_TRUE(renewed.wait_for(lock, std::chrono::seconds{20}, [&] { return done; }));
    }
    keeper.stop();
    keeper.stop();
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1);
}

TEST(KeeperThread, StopsWithoutHavingStarted) {
    Scene scene;
    Keeper keeper(*scene.accounts, scene.clock);
    keeper.nudge();
    keeper.stop();
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 0);
}

}  // namespace
}  // namespace roadcase::accounts
