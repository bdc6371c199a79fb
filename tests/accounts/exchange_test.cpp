#include <thread>

#include "core/encoding.h"
#include "scene.h"

namespace roadcase::accounts {
namespace {

using test::json;
using test::Scene;
using testing::HasSubstr;

TEST(Exchange, AFailedExchangeIsAClearErrorAndChangesNothing) {
    struct Row {
        Result<http::Response> answer;
        std::string code;
        ErrorKind kind;
    };
    const std::vector<Row> rows = {
        {json(401, R"({"error":"invalid_client"})"), "E301", ErrorKind::rejected},
        {json(400, R"({"error":"invalid_grant","error_description":"expired"})"), "E209",
         ErrorKind::invalid_request},
        {json(400, R"({"error":"invalid_grant","error_description":"Code was already used"})"), "E210",
         ErrorKind::invalid_request},
        {json(400, R"({"error":"invalid_grant","error_description":"redirect_uri mismatch"})"), "E201",
         ErrorKind::rejected},
        {json(400, R"({"error":"invalid_request","error_description":"odd"})"), "", ErrorKind::rejected},
        {json(429, R"({"error":"slow_down"})"), "E405", ErrorKind::unavailable},
        {json(503, ""), "E404", ErrorKind::unavailable},
        {http::Response{200, {{"Content-Type", "text/html"}}, "<html>Log in to Hotel</html>"}, "E305",
         ErrorKind::rejected},
        {json(200, "{}"), "E305", ErrorKind::rejected},
        {fail(ErrorKind::unavailable, "E404", "No way."), "E404", ErrorKind::unavailable},
        {fail(ErrorKind::rejected, "E306", "Not secure."), "E306", ErrorKind::rejected},
    };
    for (const auto& row : rows) {
        Scene scene;
        const auto before = scene.connect();
        scene.answer_tokens(row.answer);
        const auto flow = scene.sign_in(scene.wish()).value();
        EXPECT_EQ(flow.state, Flow::State::failed);
        EXPECT_EQ(flow.error->code, row.code) << flow.error->one_line();
        EXPECT_EQ(flow.error->kind, row.kind) << flow.error->one_line();
        EXPECT_EQ(scene.token_requests, 1);
        const auto after = scene.accounts->find(scene.ref()).value();
        EXPECT_EQ(after.generation, before.generation);
        EXPECT_EQ(after.tokens->access_token, before.tokens->access_token);
    }
}

TEST(Exchange, AFullDiskStopsItBeforeTheCodeIsSpent) {
    Scene scene;
    scene.store.unwritable = true;
    const auto flow = scene.sign_in(scene.wish()).value();
    EXPECT_EQ(flow.state, Flow::State::failed);
    EXPECT_EQ(flow.error->code, "E406");
    EXPECT_EQ(scene.practice.token_requests("authorization_code"), 0);
}

TEST(Exchange, ASignInThatCannotBeSavedIsHeldInMemory) {
    Scene scene;
    scene.store.fail_saves = true;
    const auto flow = scene.sign_in(scene.wish()).value();
    EXPECT_EQ(flow.state, Flow::State::done);
    EXPECT_EQ(scene.count("store.degraded"), 1);
    EXPECT_EQ(scene.accounts->find(scene.ref())->problem_code, "E406");
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
    scene.store.fail_saves = false;
    scene.refresh_due();
    EXPECT_EQ(scene.accounts->find(scene.ref())->problem_code, "");
    scene.restart();
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
}

TEST(Exchange, FewerScopesThanAskedAreListed) {
    Scene scene;
    scene.answer_tokens(json(200, R"({"access_token":"a","refresh_token":"r","token_type":"bearer",
                                      "expires_in":3600,"scope":["chat:read"]})"));
    const auto flow = scene.sign_in(scene.wish()).value();
    EXPECT_THAT(flow.missing_scopes, testing::ElementsAre("chat:edit"));
    const auto record = scene.accounts->find(scene.ref()).value();
    EXPECT_THAT(record.scopes, testing::ElementsAre("chat:read"));
    EXPECT_THAT(record.requested_scopes, testing::ElementsAre("chat:read", "chat:edit"));

    const auto refused = scene.accounts->token(scene.ref(), {seconds{60}, {"chat:read", "chat:edit"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::insufficient_scope);
    EXPECT_EQ(refused.error().code, "E508");
    EXPECT_THAT(refused.error().title, HasSubstr("chat:edit"));
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {seconds{60}, {"chat:read"}}));
}

TEST(Exchange, ScopesOfTheWishReplaceTheClients) {
    Scene scene;
    auto wish = scene.wish();
    wish.scopes = {"bits:read"};
    ASSERT_EQ(scene.sign_in(wish)->state, Flow::State::done);
    EXPECT_THAT(scene.accounts->find(scene.ref())->scopes, testing::ElementsAre("bits:read"));
}

TEST(Exchange, WithoutRefreshTokenItWorksUntilItsEnd) {
    Scene scene;
    scene.practice.set_faults({.no_refresh_token = true});
    const auto record = scene.connect();
    EXPECT_EQ(record.problem_code, "E303");
    EXPECT_FALSE(record.next_attempt_at);
    scene.clock.advance(seconds{3590});
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
    EXPECT_EQ(scene.accounts->refresh(scene.ref()).error().code, "E303");
    scene.clock.advance(seconds{10});
    const auto ended = scene.accounts->token(scene.ref(), {});
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind, ErrorKind::needs_authorization);
    EXPECT_EQ(ended.error().code, "E303");
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 0);
}

}  // namespace
}  // namespace roadcase::accounts
