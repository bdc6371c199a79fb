#include "scene.h"

namespace roadcase::accounts {
namespace {

using test::json;
using test::PracticeTransport;
using test::Scene;

/// Accounts of one person each, connected at the same time.
void connect_many(Scene& scene, int count) {
    for (int i = 0; i < count; ++i) {
        auto wish = scene.wish();
        wish.name = "n" + std::to_string(i);
        scene.answer_person(R"({"sub":")" + std::to_string(i) + "\"}");
        ASSERT_EQ(scene.sign_in(wish)->state, Flow::State::done);
    }
    scene.answer_as_usual();
}

void pass(Scene& scene, int count, seconds step = seconds{1}) {
    for (int i = 0; i < count; ++i) {
        scene.clock.advance(step);
        scene.refresh_due(100);
    }
}

TEST(Rounds, AProviderThatIsDownIsProbedAndNotAskedForEveryAccount) {
    Scene scene;
    connect_many(scene, 50);
    scene.clock.advance(seconds{3000});
    scene.answer_tokens(json(503, ""));
    pass(scene, 120);
    EXPECT_LT(scene.token_requests, 20);
    EXPECT_GE(scene.token_requests, 4);
    scene.answer_as_usual();
    pass(scene, 120);
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 50) << "the backlog is worked off";
}

TEST(Rounds, RetryAfterHoldsForAllAccountsOfTheProvider) {
    Scene scene;
    connect_many(scene, 3);
    scene.clock.advance(seconds{3600});
    scene.answer_tokens(Result<http::Response>(http::Response{429, {{"Retry-After", "120"}}, ""}));
    EXPECT_EQ(scene.accounts->token(scene.ref("practice/n0"), {}).error().code, "E405");
    EXPECT_EQ(scene.token_requests, 1);
    scene.clock.advance(seconds{20});
    const auto other = scene.accounts->token(scene.ref("practice/n1"), {});
    EXPECT_EQ(other.error().code, "E405");
    EXPECT_EQ(other.error().retry_after, seconds{100});
    pass(scene, 90);
    EXPECT_EQ(scene.token_requests, 1);
    scene.answer_as_usual();
    pass(scene, 30);
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 3);
}

TEST(Rounds, AnotherOwnersLeaseIsWaitedFor) {
    Scene scene;
    const auto record = scene.connect();
    scene.clock.advance(seconds{3000});
    const auto now = scene.clock.now();
    ASSERT_TRUE(scene.store.begin_refresh({record.id, 1, now, 1, "another machine", now + seconds{60}}));
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {seconds{3000}, {}})) << "the living token is answered";
    scene.refresh_due();
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 0);
    pass(scene, 70);
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1);
}

TEST(Rounds, AClockSetForwardCostsOneRenewal) {
    Scene scene;
    scene.connect();
    scene.refresh_due();
    scene.clock.jump(seconds{365 * 86400});
    pass(scene, 60);
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1);
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
}

TEST(Rounds, AClockSetBackDoesNotLetTheTokenDie) {
    for (const seconds jump : {seconds{-600}, seconds{-3600}, seconds{-365 * 86400}}) {
        Scene scene;
        scene.connect();
        scene.refresh_due();
        scene.clock.advance(seconds{1000});
        scene.clock.jump(jump);
        const auto before = scene.practice.token_requests("refresh_token");
        for (int i = 0; i < 400; ++i) {
            scene.clock.advance(seconds{10});
            scene.refresh_due();
            ASSERT_TRUE(*scene.accounts->token_if_fresh(scene.ref(), {})) << jump.count() << " " << i;
        }
        EXPECT_LE(scene.practice.token_requests("refresh_token") - before, 3) << jump.count();
    }
}

/// The clock was a year ahead then, and is right when the program starts again.
void sign_in_a_year_ahead(Scene& scene) {
    constexpr seconds year{365 * 86400};
    scene.clock.jump(year);
    scene.connect();
    scene.clock.jump(-year);
    scene.restart();
}

TEST(Rounds, AClockThatWasAheadLeavesNoTokenThatSeemsToLiveForever) {
    Scene scene;
    sign_in_a_year_ahead(scene);
    EXPECT_EQ(scene.refresh_due(), 1u) << "nobody knows how old it is";
    const auto record = scene.accounts->find(scene.ref()).value();
    EXPECT_EQ(*record.tokens->expires_at, scene.clock.now() + seconds{3600});
    EXPECT_LE(record.authorized_at, scene.clock.now());
    EXPECT_EQ(scene.refresh_due(), 0u);
}

TEST(Rounds, WhatAScriptHadRenewedAtOnceIsNotRenewedAgainForAClockThatWasAhead) {
    Scene scene;
    sign_in_a_year_ahead(scene);
    ASSERT_TRUE(scene.accounts->token(scene.ref(), {}));
    EXPECT_EQ(scene.refresh_due(), 0u);
    EXPECT_LE(scene.accounts->find(scene.ref())->authorized_at, scene.clock.now());
}

TEST(KeepAlive, ARefreshTokenThatDiesOfDisuseIsUsedDaily) {
    auto settings = test::practice_settings();
    settings.access_token_lifetime = seconds{60 * 86400};
    auto entry = test::practice_entry();
    entry.provider.lifetimes.refresh_token_unused = seconds{30 * 86400};
    Scene scene(settings, {entry});
    scene.connect();
    pass(scene, 7 * 24, seconds{3600});
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 7);
}

TEST(LostAnswer, IsAskedForOnceMoreAtOnce) {
    Scene scene;
    scene.connect();
    int lost = 0;
    scene.transport.intercept = [&](const http::Request& request) -> PracticeTransport::Answer {
        if (!request.url.ends_with("/token") || ++lost > 1) return std::nullopt;
        auto error = make_error(ErrorKind::unavailable, "E404", "The connection broke.");
        error.maybe_done = true;
        return fail(error);
    };
    EXPECT_TRUE(scene.accounts->refresh(scene.ref()));
    EXPECT_EQ(lost, 2);
    EXPECT_FALSE(scene.accounts->find(scene.ref())->interrupted_at);
}

TEST(LostAnswer, ARequestThatNeverLeftIsNotRepeated) {
    Scene scene;
    scene.connect();
    scene.answer_tokens(fail(ErrorKind::unavailable, "E404", "No network."));
    EXPECT_FALSE(scene.accounts->refresh(scene.ref()));
    EXPECT_EQ(scene.token_requests, 1);
    EXPECT_FALSE(scene.accounts->find(scene.ref())->interrupted_at);
}

}  // namespace
}  // namespace roadcase::accounts
