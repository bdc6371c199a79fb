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

TEST(Renewal, AClockPutBackStretchesNoLife) {
    Scene scene;
    scene.connect();
    scene.clock.advance(seconds{3600});
    scene.clock.jump(seconds{-3600});
    EXPECT_EQ(scene.accounts->token(scene.ref(), {})->generation, 2);
}

}  // namespace
}  // namespace roadcase::accounts
