// What a renewal leaves behind when the process ends, and what a mended configuration sets going again.
#include "scene.h"

namespace roadcase::accounts {
namespace {

using store::AccountStatus;
using test::json;
using test::Scene;

Error stopping(bool maybe_done) {
    auto error = make_error(ErrorKind::unavailable, "", "Roadcase is stopping.");
    error.maybe_done = maybe_done;
    return error;
}

/// The transport closes while it is asked.
void close_during_request(Scene& scene, bool maybe_done) {
    scene.transport.intercept = [&scene,
                                 maybe_done](const http::Request&) -> test::PracticeTransport::Answer {
        scene.transport.closed = true;
        return fail(stopping(maybe_done));
    };
}

TEST(Stopping, ARenewalThatWasNotSentLeavesNothing) {
    Scene scene;
    const auto before = scene.connect();
    close_during_request(scene, false);
    const auto outcome = scene.accounts->refresh(scene.ref());
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().title, "Roadcase is stopping.");
    EXPECT_TRUE(scene.store.unfinished_refreshes()->empty());
    const auto stored = scene.store.account(before.id).value();
    EXPECT_EQ(stored->failures, 0);
    EXPECT_EQ(stored->problem_code, "");
    EXPECT_EQ(stored->next_attempt_at, before.next_attempt_at);
    EXPECT_EQ(scene.count("provider.down"), 0) << "we end; the provider has done nothing";
}

TEST(Stopping, ARenewalThatWasCutIsTakenOverByTheNextStart) {
    Scene scene;
    const auto before = scene.connect();
    close_during_request(scene, true);
    EXPECT_FALSE(scene.accounts->refresh(scene.ref()));
    EXPECT_EQ(scene.store.unfinished_refreshes()->size(), 1U);
    EXPECT_FALSE(scene.accounts->refresh(scene.ref()));
    EXPECT_EQ(scene.store.unfinished_refreshes()->size(), 1U) << "the next in line must not clear its row";

    scene.answer_as_usual();
    scene.transport.closed = false;
    scene.restart();
    ASSERT_TRUE(scene.accounts->recover());
    EXPECT_TRUE(scene.store.account(before.id).value()->interrupted_at);
    EXPECT_EQ(scene.accounts->refresh_due(), 1U);
    EXPECT_EQ(scene.accounts->find(scene.ref())->generation, before.generation + 1);
}

TEST(Stopping, ASecondTryThatFailsDoesNotForgetTheLostAnswer) {
    Scene scene;
    const auto before = scene.connect();
    int asked = 0;
    scene.transport.intercept = [&](const http::Request&) -> test::PracticeTransport::Answer {
        return fail(stopping(++asked == 1));
    };
    EXPECT_FALSE(scene.accounts->refresh(scene.ref()));
    EXPECT_EQ(asked, 2);
    EXPECT_TRUE(scene.store.account(before.id).value()->interrupted_at);
}

TEST(Retry, AccountsOfARefusedClientAreDueAtOnce) {
    Scene scene;
    const auto before = scene.connect();
    scene.answer_tokens(json(401, R"({"error":"invalid_client"})"));
    EXPECT_FALSE(scene.accounts->refresh(scene.ref()));
    ASSERT_EQ(scene.accounts->find(scene.ref())->problem_code, "E301");
    EXPECT_EQ(scene.accounts->refresh_due(), 0U) << "its backoff lasts";

    scene.answer_as_usual();
    EXPECT_EQ(scene.accounts->retry_refused(), 1U);
    EXPECT_EQ(scene.accounts->refresh_due(), 1U);
    EXPECT_EQ(scene.accounts->find(scene.ref())->generation, before.generation + 1);
    EXPECT_EQ(scene.accounts->retry_refused(), 0U);
}

TEST(Retry, OthersKeepTheirTurn) {
    Scene scene;
    scene.connect();
    EXPECT_EQ(scene.accounts->retry_refused(), 0U);
    scene.answer_tokens(json(503, ""));
    EXPECT_FALSE(scene.accounts->refresh(scene.ref()));
    EXPECT_EQ(scene.accounts->retry_refused(), 0U) << "a provider that is down is no fault of the client";
    scene.answer_tokens(json(400, R"({"error":"invalid_grant"})"));
    EXPECT_FALSE(scene.accounts->refresh(scene.ref()));
    EXPECT_EQ(scene.accounts->retry_refused(), 0U);
    EXPECT_EQ(scene.accounts->find(scene.ref())->status, AccountStatus::needs_authorization);
}

}  // namespace
}  // namespace roadcase::accounts
