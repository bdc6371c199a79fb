#include <latch>
#include <thread>

#include "scene.h"

namespace roadcase::accounts {
namespace {

using test::json;
using test::Scene;

TEST(Reject, TenReportsOfOneTokenCostOneRenewal) {
    Scene scene;
    const auto dead = scene.connect().tokens->access_token;
    std::latch together(10);
    std::vector<std::string> got(10);
    {
        std::vector<std::jthread> scripts;
        for (auto& mine : got)
            scripts.emplace_back([&] {
                together.arrive_and_wait();
                const auto token = scene.accounts->reject(scene.ref(), dead);
                mine = token ? token->access_token.reveal() : token.error().one_line();
            });
    }
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1);
    EXPECT_THAT(got, testing::Each(got.front()));
    EXPECT_NE(got.front(), dead.reveal());
}

TEST(Reject, AnOlderOrUnknownTokenGetsTheCurrentOneAtOnce) {
    Scene scene;
    const auto first = scene.connect().tokens->access_token;
    const auto current = scene.accounts->refresh(scene.ref())->tokens->access_token;
    EXPECT_EQ(scene.accounts->reject(scene.ref(), first)->access_token, current);
    EXPECT_EQ(scene.accounts->reject(scene.ref(), Secret("made up"))->access_token, current);
    EXPECT_EQ(scene.accounts->reject(scene.ref(), Secret(""))->access_token, current);
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1);
}

TEST(Reject, AProviderThatRefusesFreshTokensTooIsNotHammered) {
    Scene scene;
    auto current = scene.connect().tokens->access_token;
    current = scene.accounts->reject(scene.ref(), current)->access_token;
    for (int i = 0; i < 10; ++i) {
        const auto refused = scene.accounts->reject(scene.ref(), current);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
        EXPECT_EQ(refused.error().retry_after, seconds{30});
    }
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1);
    scene.clock.advance(seconds{30});
    current = scene.accounts->reject(scene.ref(), current)->access_token;
    EXPECT_EQ(scene.accounts->reject(scene.ref(), current).error().retry_after, seconds{60});
    // A renewal for its own sake begins anew.
    current = scene.accounts->refresh(scene.ref())->tokens->access_token;
    EXPECT_TRUE(scene.accounts->reject(scene.ref(), current));
}

TEST(Reject, TellsWhyThereIsNoOther) {
    Scene scene;
    const auto dead = scene.connect().tokens->access_token;
    scene.answer_tokens(json(503, ""));
    EXPECT_EQ(scene.accounts->reject(scene.ref(), dead).error().code, "E404");
    EXPECT_EQ(scene.accounts->reject(scene.ref(), dead).error().code, "E404");
    EXPECT_EQ(scene.token_requests, 1);
    scene.answer_as_usual();
    scene.practice.revoke_all();
    scene.clock.advance(seconds{10});
    EXPECT_EQ(scene.accounts->reject(scene.ref(), dead).error().kind, ErrorKind::needs_authorization);
}

TEST(Open, SaysWhatIsMissing) {
    Scene scene;
    const auto nobody = scene.accounts->token(scene.ref(), {});
    ASSERT_FALSE(nobody);
    EXPECT_EQ(nobody.error().kind, ErrorKind::needs_authorization);
    EXPECT_EQ(nobody.error().title, "Nobody has signed in to Practice yet.");

    auto wish = scene.wish();
    wish.name = "bot";
    ASSERT_EQ(scene.sign_in(wish)->state, Flow::State::done);
    const auto typo = scene.accounts->token(scene.ref("practice/bit"), {});
    EXPECT_EQ(typo.error().code, "E501");
    EXPECT_EQ(typo.error().detail, "Did you mean practice/bot?");
    for (const auto* text : {"twitch", "acc_000000000000", "practice/sub:2"}) {
        const auto missing = scene.accounts->find(scene.ref(text));
        ASSERT_FALSE(missing) << text;
        EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
    }
}

TEST(Open, TheOnlyAccountNeedsNoName) {
    Scene scene;
    auto wish = scene.wish();
    wish.name = "bot";
    scene.answer_person(R"({"sub":"1"})");
    ASSERT_EQ(scene.sign_in(wish)->state, Flow::State::done);
    EXPECT_EQ(scene.accounts->token(scene.ref(), {})->account, "practice/bot");
    wish.name = "channel";
    scene.answer_person(R"({"sub":"2"})");
    ASSERT_EQ(scene.sign_in(wish)->state, Flow::State::done);
    EXPECT_EQ(scene.accounts->token(scene.ref(), {}).error().code, "E502");
    scene.answer_person(R"({"sub":"3"})");
    ASSERT_EQ(scene.sign_in(scene.wish())->state, Flow::State::done);
    EXPECT_EQ(scene.accounts->token(scene.ref(), {})->account, "practice");
}

TEST(Paused, HandsOutNothingAndIsNeverRenewed) {
    Scene scene;
    auto record = scene.connect();
    record.status = store::AccountStatus::paused;
    ASSERT_TRUE(scene.store.save(record));
    scene.restart();
    EXPECT_EQ(scene.accounts->token(scene.ref(), {}).error().title, "practice is paused.");
    scene.clock.advance(seconds{3600});
    EXPECT_EQ(scene.accounts->token(scene.ref(), {}).error().title, "practice is paused.");
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 0);
}

TEST(List, ShowsTimesAndNoSecrets) {
    Scene scene;
    const auto record = scene.connect();
    for (int round = 0; round < 2; ++round) {
        const auto all = scene.accounts->list().value();
        ASSERT_EQ(all.size(), 1u);
        ASSERT_TRUE(all[0].tokens);
        EXPECT_EQ(all[0].tokens->expires_at, record.tokens->expires_at);
        EXPECT_TRUE(all[0].tokens->access_token.empty());
        EXPECT_TRUE(all[0].tokens->refresh_token.empty());
        EXPECT_TRUE(all[0].tokens->raw.empty());
        scene.restart();
    }
}

TEST(Remove, ForgetsIt) {
    Scene scene;
    const auto record = scene.connect();
    ASSERT_TRUE(scene.accounts->remove(scene.ref()));
    EXPECT_FALSE(scene.store.account(record.id).value());
    EXPECT_FALSE(scene.accounts->token(scene.ref(), {}));
    EXPECT_FALSE(scene.accounts->remove(scene.ref()));
    EXPECT_EQ(scene.count("account.removed"), 1);
}

TEST(Remove, DuringARenewalItStaysRemoved) {
    Scene scene;
    const auto record = scene.connect();
    std::jthread remover;
    scene.transport.intercept = [&](const http::Request& request) -> test::PracticeTransport::Answer {
        if (!request.url.ends_with("/token")) return std::nullopt;
        EXPECT_TRUE(scene.accounts->is_renewing(record.id));
        remover = std::jthread([&] { EXPECT_TRUE(scene.accounts->remove(scene.ref())); });
        return std::nullopt;
    };
    (void)scene.accounts->refresh(scene.ref());
    remover.join();
    scene.refresh_due();
    EXPECT_FALSE(scene.accounts->is_renewing(record.id));
    EXPECT_FALSE(scene.store.account(record.id).value());
    EXPECT_EQ(scene.accounts->token(scene.ref(), {}).error().kind, ErrorKind::needs_authorization);
}

TEST(Revoke, TellsTheProviderAndForgets) {
    Scene scene;
    const auto tokens = *scene.connect().tokens;
    const auto outcome = scene.accounts->revoke(scene.ref()).value();
    EXPECT_TRUE(outcome.told_provider);
    EXPECT_EQ(outcome.account, "practice");
    EXPECT_EQ(outcome.note, "");
    EXPECT_TRUE(scene.accounts->list()->empty());
    const auto reply = scene.transport.deliver(oauth::refresh_request(
        test::practice_entry().provider.server, test::practice_entry().client, tokens.refresh_token, {}));
    EXPECT_EQ(reply->status, 400);
}

TEST(Revoke, NeverClaimsMoreThanHappened) {
    struct Row {
        std::string endpoint;
        bool down;
    };
    for (const auto& row : {Row{"", false}, Row{std::string(test::issuer) + "/revoke", true}}) {
        auto entry = test::practice_entry();
        entry.provider.server.revocation_endpoint = row.endpoint;
        entry.provider.console_url = "https://practice.example/connections";
        Scene scene(test::practice_settings(), {entry});
        scene.connect();
        scene.practice.set_faults({.down = row.down});
        const auto outcome = scene.accounts->revoke(scene.ref()).value();
        EXPECT_FALSE(outcome.told_provider);
        EXPECT_THAT(outcome.note, testing::HasSubstr("https://practice.example/connections"));
        EXPECT_TRUE(scene.accounts->list()->empty());
    }
}

}  // namespace
}  // namespace roadcase::accounts
