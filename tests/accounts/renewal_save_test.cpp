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
    scene.refresh_due();
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1);
    EXPECT_EQ(scene.count("store.degraded"), 1);
    EXPECT_EQ(value_of(scene.accounts->token(scene.ref(), {})), token.access_token.reveal());

    scene.store.fail_saves = false;
    scene.clock.advance(seconds{2});
    scene.refresh_due();
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
    scene.refresh_due();
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
    scene.refresh_due();
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
    scene.refresh_due();
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
