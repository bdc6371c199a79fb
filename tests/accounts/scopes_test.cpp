#include "accounts/scopes.h"

#include "accounts/keys.h"
#include "accounts/problems.h"
#include "scene.h"

namespace roadcase::accounts {
namespace {

using test::json;
using test::Scene;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// What the sign-in asks the provider for.
http::Params asked(Scene& scene, const SignIn& wish) {
    const auto started = scene.accounts->begin_authorization(wish).value();
    return http::parse_params(http::parse_url(started.authorization_url)->query).value();
}

accounts::ClientEntry with_roles() {
    auto entry = test::practice_entry();
    entry.client.scopes.clear();
    entry.provider.roles = {{"channel", {"polls"}}, {"bot", {"chat:read"}}};
    entry.provider.server.account_choice_params = {{"force_verify", "true"}};
    return entry;
}

SignIn named(Scene& scene, const std::string& name) {
    auto wish = scene.wish();
    wish.name = name;
    return wish;
}

TEST(Scopes, TheWishThenTheClientThenTheRole) {
    Scene plain;
    EXPECT_EQ(asked(plain, plain.wish()).get("scope"), "chat:read chat:edit");
    auto wish = plain.wish();
    wish.scopes = {"polls"};
    EXPECT_EQ(asked(plain, wish).get("scope"), "polls");

    Scene roles(test::practice_settings(), {with_roles()});
    EXPECT_EQ(asked(roles, named(roles, "bot")).get("scope"), "chat:read");
    EXPECT_EQ(asked(roles, named(roles, "channel")).get("scope"), "polls");
    EXPECT_EQ(asked(roles, named(roles, "other")).get("scope"), std::nullopt);
}

TEST(Scopes, ATextWithBlanksIsSeveral) {
    Scene scene;
    auto wish = scene.wish();
    wish.scopes = {"chat:read chat:edit", " ", "chat:read"};
    EXPECT_EQ(asked(scene, wish).get("scope"), "chat:read chat:edit");
    const auto flow = scene.sign_in(wish).value();
    EXPECT_THAT(flow.missing_scopes, IsEmpty());
    EXPECT_THAT(scene.accounts->find(scene.ref())->requested_scopes, ElementsAre("chat:read", "chat:edit"));
}

TEST(Scopes, AddingOneNeverTakesAnotherAway) {
    Scene scene;
    scene.connect();
    auto more = scene.wish();
    more.scopes = {"polls", "chat:read"};
    EXPECT_EQ(asked(scene, more).get("scope"), "polls chat:read chat:edit");
    more.account = "practice";
    EXPECT_EQ(asked(scene, more).get("scope"), "polls chat:read chat:edit");
    EXPECT_EQ(asked(scene, scene.wish()).get("scope"), "chat:read chat:edit") << "nothing was granted yet";

    ASSERT_EQ(scene.sign_in(more)->state, Flow::State::done);
    const auto record = scene.accounts->find(scene.ref()).value();
    EXPECT_THAT(record.requested_scopes, ElementsAre("polls", "chat:read", "chat:edit"));
    EXPECT_THAT(record.scopes, ElementsAre("polls", "chat:read", "chat:edit"));
}

TEST(AccountChoice, IsForcedForASecondAccountAndOnRequest) {
    Scene scene(test::practice_settings(), {with_roles()});
    EXPECT_EQ(asked(scene, named(scene, "bot")).get("force_verify"), std::nullopt) << "the first account";
    scene.connect();
    EXPECT_EQ(asked(scene, named(scene, "bot")).get("force_verify"), "true");
    EXPECT_EQ(asked(scene, scene.wish()).get("force_verify"), std::nullopt) << "the same account again";
    auto wish = scene.wish();
    wish.choose_account = true;
    EXPECT_EQ(asked(scene, wish).get("force_verify"), "true");
}

http::Response granted(const std::string& scope) {
    return json(200, R"({"access_token":"planted-at","token_type":"bearer","expires_in":3600,)"
                     R"("refresh_token":"planted-rt","scope":")" +
                         scope + "\"}");
}

/// The token endpoint answers this, and its tokens are the practice person's.
void answer(Scene& scene, const http::Response& tokens) {
    scene.transport.intercept = [tokens](const http::Request& request) -> test::PracticeTransport::Answer {
        if (request.url.ends_with("/userinfo")) return json(200, R"({"sub":"practice-1"})");
        return request.url.ends_with("/token") ? test::PracticeTransport::Answer(tokens) : std::nullopt;
    };
}

TEST(LostScopes, AreToldWithTheScriptsThatLoseThem) {
    Scene scene;
    scene.connect();
    Keys keys(scene.store, scene.clock, scene.random);
    KeyWish wish;
    for (const auto& [name, account] : {std::pair{"chatbot", "practice"}, {"elsewhere", "practice/bot"}}) {
        wish.name = name;
        wish.accounts = {account};
        ASSERT_TRUE(keys.create(wish));
    }
    answer(scene, granted("chat:read"));
    const auto flow = scene.sign_in(scene.wish()).value();
    EXPECT_EQ(flow.state, Flow::State::done);
    EXPECT_THAT(flow.lost_scopes, ElementsAre("chat:edit"));
    EXPECT_THAT(flow.missing_scopes, ElementsAre("chat:edit"));
    EXPECT_THAT(flow.scripts, ElementsAre("chatbot"));
    EXPECT_EQ(scene.count("account.scopes_lost"), 1);
}

TEST(LostScopes, AreToldWhenARenewalTakesThem) {
    Scene scene;
    scene.connect();
    answer(scene, granted("chat:edit"));
    ASSERT_TRUE(scene.accounts->refresh(scene.ref()));
    ASSERT_EQ(scene.count("account.scopes_lost"), 1);
    ASSERT_TRUE(scene.accounts->refresh(scene.ref()));
    EXPECT_EQ(scene.count("account.scopes_lost"), 1) << "once";
}

TEST(LostScopes, NothingIsSaidWhenNothingIsLost) {
    Scene scene;
    scene.connect();
    const auto flow = scene.sign_in(scene.wish()).value();
    EXPECT_THAT(flow.lost_scopes, IsEmpty());
    EXPECT_THAT(flow.scripts, IsEmpty());
    EXPECT_THAT(scene.event_kinds(), Not(testing::Contains("account.scopes_lost")));
}

TEST(NotGranted, LeavesOutWhatServersKeepSilentAbout) {
    store::AccountRecord record;
    record.requested_scopes = {"openid", "offline_access", "User.Read", "profile", "email", "chat"};
    record.scopes = {"User.Read"};
    EXPECT_THAT(not_granted(record), ElementsAre("chat"));
}

TEST(NotGranted, IsSaidForAsLongAsItIsMissing) {
    Scene scene;
    scene.transport.intercept = [&](const http::Request& request) -> test::PracticeTransport::Answer {
        if (request.url.ends_with("/userinfo")) return test::json(200, R"({"sub":"1"})");
        if (!request.url.ends_with("/token")) return std::nullopt;
        return test::json(200,
                          R"({"access_token":"planted-a","refresh_token":"planted-r","token_type":"bearer",)"
                          R"("expires_in":3600,"scope":["chat:read"]})");
    };
    scene.connect();
    for (const bool renewed : {false, true}) {
        EXPECT_TRUE(!renewed || scene.accounts->refresh(scene.ref()));
        const auto record = scene.accounts->find(scene.ref()).value();
        EXPECT_EQ(not_granted(record), std::vector<std::string>{"chat:edit"});
        const auto problem = problem_now(record, "Practice", scene.clock.now());
        ASSERT_TRUE(problem);
        EXPECT_EQ(problem->one_line(),
                  "E304 Practice allowed less than asked. chat:edit is missing. roadcase reconnect practice");
    }
    Scene whole;
    EXPECT_FALSE(problem_now(whole.connect(), "Practice", whole.clock.now()));
}

TEST(E303, IsNotSaidOfATokenWithoutEnd) {
    auto entry = test::practice_entry();
    entry.provider.server.default_expires_in = seconds{0};
    Scene scene(test::practice_settings(), {entry});
    answer(scene, json(200, R"({"access_token":"planted-at","token_type":"bearer"})"));
    ASSERT_EQ(scene.sign_in(scene.wish())->state, Flow::State::done);
    EXPECT_EQ(scene.accounts->find(scene.ref())->problem_code, "");
    answer(scene, json(200, R"({"access_token":"planted-at","expires_in":3600})"));
    ASSERT_EQ(scene.sign_in(scene.wish())->state, Flow::State::done);
    EXPECT_EQ(scene.accounts->find(scene.ref())->problem_code, "E303");
}

}  // namespace
}  // namespace roadcase::accounts
