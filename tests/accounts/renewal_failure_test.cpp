#include <latch>
#include <thread>

#include "scene.h"

namespace roadcase::accounts {
namespace {

using store::AccountStatus;
using test::json;
using test::PracticeTransport;
using test::Scene;
using testing::HasSubstr;

std::string value_of(const Result<Token>& token) {
    return token ? token->access_token.reveal() : token.error().code;
}

struct FailureRow {
    Result<http::Response> answer;
    std::string code;
    AccountStatus status;
    ErrorKind when_dead;
};

std::vector<FailureRow> failures() {
    const auto connected = AccountStatus::connected;
    const auto gone = AccountStatus::needs_authorization;
    return {
        {json(503, ""), "E404", connected, ErrorKind::unavailable},
        {json(500, R"({"error":"server_error"})"), "E404", connected, ErrorKind::unavailable},
        {json(408, "{}"), "E404", connected, ErrorKind::unavailable},
        {json(429, R"({"error":"slow_down"})"), "E405", connected, ErrorKind::unavailable},
        {json(400, R"({"error":"temporarily_unavailable"})"), "E404", connected, ErrorKind::unavailable},
        {http::Response{200, {{"Content-Type", "text/html"}}, "<html>"}, "E305", connected,
         ErrorKind::unavailable},
        {json(200, ""), "E305", connected, ErrorKind::unavailable},
        {json(200, "{\"access_token\":"), "E305", connected, ErrorKind::unavailable},
        {fail(ErrorKind::unavailable, "E404", "No network."), "E404", connected, ErrorKind::unavailable},
        {fail(ErrorKind::rejected, "E306", "Not secure."), "E306", connected, ErrorKind::unavailable},
        {json(400, R"({"error":"invalid_grant"})"), "E401", gone, ErrorKind::needs_authorization},
        {json(200, R"({"error":"invalid_grant"})"), "E401", gone, ErrorKind::needs_authorization},
        {json(400, R"({"status":400,"message":"Invalid refresh token"})"), "E401", gone,
         ErrorKind::needs_authorization},
        {json(401, R"({"error":"invalid_client"})"), "E301", connected, ErrorKind::rejected},
        {json(400, R"({"error":"unauthorized_client"})"), "E301", connected, ErrorKind::rejected},
    };
}

TEST(RenewalFailure, KeepsEveryTokenAndServesTheLivingOne) {
    for (const auto& row : failures()) {
        Scene scene;
        const auto before = scene.connect();
        scene.clock.advance(seconds{3570});
        scene.answer_tokens(row.answer);
        const auto token = scene.accounts->token(scene.ref(), {});
        EXPECT_EQ(value_of(token), before.tokens->access_token.reveal()) << row.code;
        const auto after = scene.accounts->find(scene.ref()).value();
        EXPECT_EQ(after.status, row.status) << after.problem;
        EXPECT_EQ(after.problem_code, row.code) << after.problem;
        EXPECT_EQ(after.problem_since, scene.clock.now());
        EXPECT_FALSE(after.problem.empty());
        EXPECT_EQ(after.failures, 1);
        EXPECT_EQ(after.generation, before.generation);
        EXPECT_EQ(after.tokens->refresh_token, before.tokens->refresh_token);
        EXPECT_TRUE(scene.store.unfinished_refreshes()->empty());
        EXPECT_EQ(scene.store.account(after.id).value()->problem_code, row.code);
        EXPECT_EQ(after.next_attempt_at.has_value(), row.status == AccountStatus::connected);

        // More callers cost nothing while it asks to wait; after the end they are told why.
        EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
        EXPECT_EQ(scene.token_requests, 1) << row.code;
        scene.clock.advance(seconds{30});
        scene.answer_tokens(row.answer);
        const auto refused = scene.accounts->token(scene.ref(), {});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, row.when_dead) << row.code;
        EXPECT_EQ(refused.error().code, row.code);
        EXPECT_EQ(refused.error().account, "practice");
        EXPECT_THAT(refused.error().title, HasSubstr("Practice"));
        EXPECT_EQ(refused.error().retry_after.has_value(), row.when_dead == ErrorKind::unavailable);
    }
}

TEST(RenewalFailure, ScriptsCannotMakeUsHammer) {
    Scene scene;
    scene.connect();
    scene.clock.advance(seconds{3600});
    scene.answer_tokens(Result<http::Response>(
        http::Response{503, {{"Content-Type", "application/json"}, {"Retry-After", "120"}}, "{}"}));
    for (int i = 0; i < 50; ++i) {
        const auto refused = scene.accounts->token(scene.ref(), {});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().retry_after, seconds{120});
    }
    EXPECT_EQ(scene.token_requests, 1);
    EXPECT_FALSE(scene.accounts->token_if_fresh(scene.ref(), {}));
    scene.clock.advance(seconds{120});
    EXPECT_FALSE(scene.accounts->token(scene.ref(), {}));
    EXPECT_EQ(scene.token_requests, 2);
    EXPECT_EQ(scene.accounts->find(scene.ref())->failures, 2);
    scene.answer_as_usual();
    scene.clock.advance(seconds{121});
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
    EXPECT_EQ(scene.accounts->find(scene.ref())->failures, 0);
    EXPECT_EQ(scene.count("provider.down"), 1);
    EXPECT_EQ(scene.count("provider.up"), 1);
}

TEST(RenewalFailure, AWaitIsRememberedAcrossARestart) {
    Scene scene;
    scene.connect();
    scene.clock.advance(seconds{3600});
    scene.answer_tokens(Result<http::Response>(http::Response{503, {{"Retry-After", "120"}}, ""}));
    EXPECT_FALSE(scene.accounts->token(scene.ref(), {}));
    scene.restart();
    EXPECT_EQ(scene.accounts->token(scene.ref(), {}).error().code, "E404");
    EXPECT_EQ(scene.token_requests, 1);
}

TEST(RenewalFailure, ARefusedSecretIsTriedOnceMoreByANewProcess) {
    Scene scene;
    scene.connect();
    scene.clock.advance(seconds{3600});
    scene.practice.set_faults({.wrong_secret = true});
    EXPECT_EQ(value_of(scene.accounts->token(scene.ref(), {})), "E301");
    EXPECT_EQ(value_of(scene.accounts->token(scene.ref(), {})), "E301");
    scene.practice.set_faults({});
    scene.restart();
    EXPECT_EQ(value_of(scene.accounts->token(scene.ref(), {})).size(), 43u);
}

TEST(RenewalFailure, AClockPutBackDoesNotMakeTheWaitEndless) {
    Scene scene;
    scene.connect();
    scene.clock.advance(seconds{3600});
    scene.answer_tokens(json(503, ""));
    EXPECT_FALSE(scene.accounts->token(scene.ref(), {}));
    scene.clock.jump(seconds{-400LL * 24 * 3600});
    scene.answer_as_usual();
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
}

TEST(RenewalFailure, ASecretThatCannotBeReadIsThisAccountsFailureOnly) {
    auto entry = test::practice_entry();
    bool locked = false;
    entry.load_secret = [&]() -> Result<Secret> {
        if (locked) return fail(ErrorKind::config, "", "The command \"pass\" failed.");
        return Secret(test::client_secret);
    };
    Scene scene(test::practice_settings(), {entry});
    scene.connect();
    locked = true;
    const auto refused = scene.accounts->refresh(scene.ref());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "E109");
    EXPECT_THAT(refused.error().detail, HasSubstr("pass"));
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 0);
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
}

TEST(RenewalFailure, AProviderWhoseFileIsBrokenKeepsItsAccounts) {
    Scene scene;
    scene.connect();
    auto broken = test::practice_entry();
    broken.provider = {};
    broken.problem = make_error(ErrorKind::config, "E104", "practice.toml, line 2: no.");
    scene.registry.replace({broken});
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {})) << "the token lives";
    const auto refused = scene.accounts->refresh(scene.ref());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "E104");
    EXPECT_EQ(refused.error().title, "The provider of practice cannot be used.");
    EXPECT_EQ(refused.error().detail, "practice.toml, line 2: no.");
    EXPECT_THAT(refused.error().next, HasSubstr("roadcase provider check"));
    EXPECT_EQ(scene.accounts->begin_authorization(scene.wish()).error().code, "E104");
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 0);
    scene.registry.replace({test::practice_entry()});
    EXPECT_EQ(scene.accounts->retry_refused(), 1u);
    EXPECT_TRUE(scene.accounts->refresh(scene.ref())) << "mended";
}

TEST(RenewalFailure, WhoCannotBeToldIsNamedWithTheBrokenFile) {
    Scene scene;
    scene.connect();
    auto broken = test::practice_entry();
    broken.provider = {};
    broken.problem = make_error(ErrorKind::config, "E104", "practice.toml, line 2: no.");
    scene.registry.replace({broken});
    const auto outcome = scene.accounts->revoke(scene.ref());
    ASSERT_TRUE(outcome);
    EXPECT_FALSE(outcome->told_provider);
    EXPECT_THAT(outcome->note, HasSubstr("practice.toml, line 2: no."));
}

TEST(RenewalFailure, AClientThatIsNoLongerConfiguredKeepsItsAccounts) {
    Scene scene;
    scene.connect();
    scene.registry.replace({});
    scene.restart();
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
    const auto refused = scene.accounts->refresh(scene.ref());
    EXPECT_EQ(refused.error().kind, ErrorKind::config);
    EXPECT_THAT(refused.error().next, HasSubstr("[client.practice]"));
    EXPECT_EQ(scene.store.unfinished_refreshes()->size(), 0u);
    scene.registry.replace({test::practice_entry()});
    scene.restart();
    scene.clock.advance(seconds{3600});
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
}

TEST(RenewalFailure, SomebodyElsesRotationIsUsed) {
    Scene scene;
    scene.connect();
    auto other = scene.make_accounts();
    ASSERT_TRUE(other->refresh(scene.ref()));
    // This process still holds the spent pair and looks at the store before it spends anything.
    const auto record = scene.accounts->refresh(scene.ref()).value();
    EXPECT_EQ(record.generation, 2);
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1);
}

TEST(RenewalFailure, InvalidGrantLooksAtTheStoreFirst) {
    Scene scene;
    const auto before = scene.connect();
    auto other = before;
    other.generation = 2;
    other.tokens->access_token = Secret("theirs");
    scene.transport.intercept = [&](const http::Request& request) -> PracticeTransport::Answer {
        if (!request.url.ends_with("/token")) return std::nullopt;
        EXPECT_TRUE(scene.store.save(other));
        return json(400, R"({"error":"invalid_grant"})");
    };
    const auto record = scene.accounts->refresh(scene.ref()).value();
    EXPECT_EQ(record.tokens->access_token.reveal(), "theirs");
    EXPECT_EQ(record.status, AccountStatus::connected);
}

}  // namespace
}  // namespace roadcase::accounts
