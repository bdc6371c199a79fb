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

TEST(Renewal, AFreshTokenCostsNoRequest) {
    Scene scene;
    scene.connect();
    const auto first = scene.accounts->token(scene.ref(), {});
    EXPECT_EQ(value_of(scene.accounts->token(scene.ref(), {})), value_of(first));
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 0);
    EXPECT_TRUE(scene.accounts->token_if_fresh(scene.ref(), {})->has_value());
}

TEST(Renewal, ATokenTooShortForTheWishIsRenewed) {
    Scene scene;
    const auto record = scene.connect();
    scene.clock.advance(seconds{3000});
    EXPECT_FALSE(scene.accounts->token_if_fresh(scene.ref(), {seconds{900}, {}})->has_value());
    const auto token = scene.accounts->token(scene.ref(), {seconds{900}, {}}).value();
    EXPECT_FALSE(token.access_token == record.tokens->access_token);
    EXPECT_EQ(token.generation, 2);
    EXPECT_GE(*token.expires_at - scene.clock.now(), seconds{900});
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1);
    EXPECT_EQ(scene.count("token.renewed"), 1);
    EXPECT_TRUE(scene.store.unfinished_refreshes()->empty());
    const auto stored = scene.store.account(token.account_id).value();
    EXPECT_EQ(stored->tokens->access_token, token.access_token);
    EXPECT_EQ(stored->renewed_at, scene.clock.now());
}

TEST(Renewal, AWishLongerThanAnyLifeCostsOneRenewalAtMost) {
    Scene scene;
    scene.connect();
    const TokenWish wish{seconds{86400}, {}};
    EXPECT_TRUE(scene.accounts->token(scene.ref(), wish));
    scene.clock.advance(seconds{1801});
    const auto renewed = scene.accounts->token(scene.ref(), wish);
    EXPECT_EQ(renewed->generation, 2);
    EXPECT_EQ(value_of(scene.accounts->token(scene.ref(), wish)), value_of(renewed));
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1);
}

TEST(Renewal, KeepsWhatTheAnswerDoesNotRepeat) {
    Scene scene;
    const auto before = scene.connect();
    scene.answer_tokens(json(200, R"({"access_token":"new","token_type":"bearer","expires_in":3600})"));
    const auto after = scene.accounts->refresh(scene.ref()).value();
    EXPECT_EQ(after.tokens->access_token.reveal(), "new");
    EXPECT_EQ(after.tokens->refresh_token, before.tokens->refresh_token);
    EXPECT_EQ(after.tokens->scopes, before.tokens->scopes);
    EXPECT_EQ(after.scopes, before.scopes);
    EXPECT_EQ(after.generation, before.generation + 1);
    ASSERT_TRUE(after.next_attempt_at);
    EXPECT_GT(*after.next_attempt_at, scene.clock.now());
    EXPECT_LT(*after.next_attempt_at, *after.tokens->expires_at);
}

TEST(Renewal, SixtyFourThreadsOnOneExpiredTokenAreOneRequest) {
    Scene scene;
    scene.connect();
    scene.clock.advance(seconds{3600});
    std::latch together(64);
    std::vector<std::string> got(64);
    {
        std::vector<std::jthread> callers;
        for (auto& mine : got)
            callers.emplace_back([&] {
                together.arrive_and_wait();
                mine = value_of(scene.accounts->token(scene.ref(), {}));
            });
    }
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1);
    EXPECT_THAT(got, testing::Each(got.front()));
    EXPECT_EQ(got.front().size(), 43u);
}

TEST(Renewal, AFailureIsSharedByAllWhoWaited) {
    Scene scene;
    scene.connect();
    scene.clock.advance(seconds{3600});
    scene.answer_tokens(json(503, ""));
    std::latch together(32);
    std::vector<std::string> got(32);
    {
        std::vector<std::jthread> callers;
        for (auto& mine : got)
            callers.emplace_back([&] {
                together.arrive_and_wait();
                mine = value_of(scene.accounts->token(scene.ref(), {}));
            });
    }
    EXPECT_EQ(scene.token_requests, 1);
    EXPECT_THAT(got, testing::Each("E404"));
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

TEST(Renewal, AClockPutBackStretchesNoLife) {
    Scene scene;
    scene.connect();
    scene.clock.advance(seconds{3600});
    scene.clock.jump(seconds{-3600});
    EXPECT_EQ(scene.accounts->token(scene.ref(), {})->generation, 2);
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

TEST(RenewalSave, ALateAnswerDoesNotOverwriteANewerGeneration) {
    Scene scene;
    const auto before = scene.connect();
    auto other = before;
    other.generation = 5;
    other.tokens->access_token = Secret("theirs");
    scene.transport.intercept = [&](const http::Request& request) -> PracticeTransport::Answer {
        if (!request.url.ends_with("/token")) return std::nullopt;
        EXPECT_TRUE(scene.store.save(other));
        return json(200,
                    R"({"access_token":"late","refresh_token":"r","token_type":"bearer","expires_in":60})");
    };
    EXPECT_EQ(scene.accounts->refresh(scene.ref())->tokens->access_token.reveal(), "theirs");
}

TEST(RenewalSave, NothingIsSpentWhenTheStoreCannotWrite) {
    Scene scene;
    const auto before = scene.connect();
    scene.store.read_only = true;
    EXPECT_EQ(scene.accounts->refresh(scene.ref()).error().code, "E406");
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 0);
    scene.clock.advance(seconds{3580});
    EXPECT_EQ(value_of(scene.accounts->token(scene.ref(), {})), before.tokens->access_token.reveal());
    scene.store.read_only = false;
    EXPECT_TRUE(scene.accounts->refresh(scene.ref()));
}

TEST(RenewalSave, ATokenThatCannotBeSavedIsServedFromMemoryAndSavedLater) {
    Scene scene;
    const auto before = scene.connect();
    scene.clock.advance(seconds{3600});
    scene.store.fail_saves = true;
    const auto token = scene.accounts->token(scene.ref(), {}).value();
    EXPECT_EQ(token.generation, 2);
    EXPECT_EQ(scene.store.account(before.id).value()->generation, 1);
    EXPECT_EQ(scene.count("store.degraded"), 1);
    const auto record = scene.accounts->find(scene.ref()).value();
    EXPECT_EQ(record.problem_code, "E406");
    EXPECT_EQ(scene.accounts->list()->front().problem_code, "E406");

    // Before it is saved nothing more is spent, and it is said once.
    EXPECT_EQ(scene.accounts->refresh(scene.ref()).error().code, "E406");
    scene.accounts->refresh_due();
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1);
    EXPECT_EQ(scene.count("store.degraded"), 1);
    EXPECT_EQ(value_of(scene.accounts->token(scene.ref(), {})), token.access_token.reveal());

    scene.store.fail_saves = false;
    scene.clock.advance(seconds{2});
    scene.accounts->refresh_due();
    const auto stored = scene.store.account(before.id).value();
    EXPECT_EQ(stored->generation, 2);
    EXPECT_EQ(stored->tokens->access_token, token.access_token);
    EXPECT_EQ(stored->problem_code, "");
    EXPECT_TRUE(scene.store.unfinished_refreshes()->empty());
}

TEST(Crash, BetweenAnswerAndSaveIsSaidWhenTheProviderRotates) {
    Scene scene;
    scene.connect();
    scene.store.fail_save_at = scene.store.saves + 1;
    EXPECT_EQ(scene.accounts->refresh(scene.ref()).error().code, "E406");
    ASSERT_EQ(scene.store.unfinished_refreshes()->size(), 1u);
    scene.restart();
    ASSERT_TRUE(scene.accounts->recover());
    scene.accounts->refresh_due();
    const auto record = scene.accounts->find(scene.ref()).value();
    EXPECT_EQ(record.status, AccountStatus::needs_authorization);
    EXPECT_EQ(record.problem_code, "E403");
    EXPECT_THAT(record.problem, HasSubstr("interrupted"));
    EXPECT_TRUE(scene.store.unfinished_refreshes()->empty());
    // The token from before may live on, and is served until it ends.
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
    scene.clock.advance(seconds{3600});
    const auto refused = scene.accounts->token(scene.ref(), {});
    EXPECT_EQ(refused.error().kind, ErrorKind::needs_authorization);
    EXPECT_EQ(refused.error().next, "roadcase reconnect practice");
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 2);
}

TEST(Crash, BetweenAnswerAndSaveIsMendedWhereTheOldTokenStillWorks) {
    Scene scene;
    scene.connect();
    scene.answer_tokens(json(200, R"({"access_token":"new","token_type":"bearer","expires_in":3600})"));
    scene.store.fail_save_at = scene.store.saves + 1;
    EXPECT_EQ(scene.accounts->refresh(scene.ref()).error().code, "E406");
    scene.restart();
    ASSERT_TRUE(scene.accounts->recover());
    scene.accounts->refresh_due();
    EXPECT_EQ(scene.accounts->find(scene.ref())->generation, 2);
    EXPECT_EQ(value_of(scene.accounts->token(scene.ref(), {})), "new");
    EXPECT_TRUE(scene.store.unfinished_refreshes()->empty());
}

TEST(Crash, AnOutageAtStartKeepsEverything) {
    Scene scene;
    const auto record = scene.connect();
    ASSERT_TRUE(scene.store.begin_refresh(
        {record.id, record.generation, scene.clock.now(), 1, "owner", from_unix(200)}));
    ASSERT_TRUE(scene.store.begin_refresh({"acc_gone", 3, scene.clock.now(), 1, "owner", from_unix(200)}));
    scene.restart();
    scene.practice.set_faults({.down = true});
    ASSERT_TRUE(scene.accounts->recover());
    scene.accounts->refresh_due();
    EXPECT_EQ(scene.accounts->find(scene.ref())->status, AccountStatus::connected);
    EXPECT_TRUE(scene.store.unfinished_refreshes()->empty());
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
    EXPECT_EQ(scene.accounts->find(scene.ref())->failures, 1);
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1);
}

TEST(Crash, OnlyASuccessThatCannotBeReadIsALostAnswer) {
    struct Row {
        http::Response answer;
        bool lost;
    };
    for (const auto& [answer, lost] :
         std::vector<Row>{{json(200, "{\"access_token\":"), true},
                          {json(200, ""), true},
                          {json(503, ""), false},
                          {{200, {{"Content-Type", "text/html"}}, "<html>"}, false}}) {
        Scene scene;
        scene.connect();
        scene.answer_tokens(answer);
        EXPECT_FALSE(scene.accounts->refresh(scene.ref()));
        EXPECT_EQ(scene.accounts->find(scene.ref())->interrupted_at.has_value(), lost) << answer.body;
    }
}

TEST(Crash, ALostAnswerIsRememberedAsTheCause) {
    Scene scene;
    scene.connect();
    scene.transport.intercept = [&](const http::Request& request) -> PracticeTransport::Answer {
        if (!request.url.ends_with("/token")) return std::nullopt;
        (void)scene.transport.deliver(request);
        auto broke = make_error(ErrorKind::unavailable, "E404", "The connection broke.");
        broke.maybe_done = true;
        return fail(broke);
    };
    EXPECT_EQ(scene.accounts->refresh(scene.ref()).error().code, "E404");
    scene.answer_as_usual();
    EXPECT_EQ(scene.accounts->refresh(scene.ref()).error().code, "E403");
}

}  // namespace
}  // namespace roadcase::accounts
