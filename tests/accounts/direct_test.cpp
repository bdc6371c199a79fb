#include "scene.h"

namespace roadcase::accounts {
namespace {

using test::json;
using test::Scene;
using testing::HasSubstr;

constexpr auto app_body = R"({"access_token":"planted-app-1","token_type":"bearer","expires_in":3600})";

/// The token endpoint answers `answer` and remembers what it was asked.
struct Asked : Scene {
    Asked() {
        transport.intercept = [this](const http::Request& request) -> test::PracticeTransport::Answer {
            if (request.url.ends_with("/userinfo")) {
                identity_questions += 1;
                return json(200, person);
            }
            if (!request.url.ends_with("/token")) return std::nullopt;
            bodies.push_back(request.body);
            return answer;
        };
    }
    Result<store::AccountRecord> import(const std::string& name = "") {
        auto one = wish();
        one.name = name;
        return accounts->import_refresh_token(one, Secret("planted-brought-token"));
    }

    Result<http::Response> answer = json(200, app_body);
    std::string person = R"({"sub":"1","preferred_username":"nova_plays"})";
    std::vector<std::string> bodies;
    int identity_questions = 0;
};

TEST(AppToken, IsAnAccountOfItsOwnKind) {
    Asked scene;
    const auto record = scene.accounts->add_app(scene.wish()).value();
    EXPECT_EQ(reference_of(record), "practice/app");
    EXPECT_EQ(record.grant_type, "client_credentials");
    EXPECT_EQ(record.subject, "");
    EXPECT_EQ(record.problem_code, "") << "no E303: asking again is its renewal";
    EXPECT_EQ(scene.identity_questions, 0);
    EXPECT_THAT(scene.bodies.at(0), HasSubstr("grant_type=client_credentials"));
    EXPECT_EQ(scene.bodies.at(0).find("scope"), std::string::npos) << "the person's scopes are not the app's";
    EXPECT_EQ(scene.accounts->token(scene.ref("practice/app"), {})->access_token, Secret("planted-app-1"));
    EXPECT_EQ(scene.event_kinds(), std::vector<std::string>{"account.connected"});
}

TEST(AppToken, IsRenewedByAskingAgain) {
    Asked scene;
    auto wish = scene.wish();
    wish.scopes = {"read"};
    ASSERT_TRUE(scene.accounts->add_app(wish).has_value());
    scene.restart();
    scene.answer =
        json(200, R"({"access_token":"planted-app-2","expires_in":3600,"refresh_token":"planted-odd"})");
    scene.clock.advance(seconds{3500});
    EXPECT_EQ(scene.refresh_due(), 1u) << "the keeper does it";
    EXPECT_THAT(scene.bodies.back(), HasSubstr("grant_type=client_credentials"));
    EXPECT_THAT(scene.bodies.back(), HasSubstr("scope=read"));
    scene.answer = json(200, R"({"access_token":"planted-app-3","expires_in":3600})");
    EXPECT_EQ(scene.accounts->reject(scene.ref("practice/app"), Secret("planted-app-2"))->access_token,
              Secret("planted-app-3"));
    EXPECT_THAT(scene.bodies.back(), HasSubstr("grant_type=client_credentials"));
    EXPECT_EQ(scene.accounts->find(scene.ref("practice/app"))->problem_code, "");
}

TEST(AppToken, ItsRefusalIsTheRegistrations) {
    for (const auto* body : {R"({"error":"invalid_client"})", R"({"error":"invalid_grant"})"}) {
        Asked scene;
        ASSERT_TRUE(scene.accounts->add_app(scene.wish()).has_value());
        scene.answer = json(400, body);
        EXPECT_EQ(scene.accounts->refresh(scene.ref("practice/app")).error().code, "E301") << body;
        const auto record = scene.accounts->find(scene.ref("practice/app")).value();
        EXPECT_EQ(record.status, store::AccountStatus::connected) << "nobody is asked to sign in";
        EXPECT_TRUE(record.next_attempt_at.has_value()) << "it is tried again";
    }
}

TEST(AppToken, WhatIsRefusedAtOnceStoresNothing) {
    Asked scene;
    scene.answer = json(400, R"({"error":"unauthorized_client"})");
    EXPECT_EQ(scene.accounts->add_app(scene.wish()).error().title,
              "Practice gives this app no token of its own.");
    auto entry = test::practice_entry();
    entry.client.client_secret = Secret();
    scene.registry.replace({entry});
    EXPECT_EQ(scene.accounts->add_app(scene.wish()).error().kind, ErrorKind::config);
    EXPECT_TRUE(scene.accounts->list()->empty());
}

TEST(AppToken, ItsFailuresSpeakOfNoCodeAndNoSignIn) {
    Asked scene;
    scene.answer = json(400, R"({"error":"invalid_grant"})");
    auto failed = scene.accounts->add_app(scene.wish());
    EXPECT_EQ(failed.error().title, "Practice refused this request.");
    EXPECT_THAT(failed.error().detail, HasSubstr("invalid_grant"));
    EXPECT_THAT(failed.error().next, HasSubstr("roadcase add practice --app"));
    scene.answer = json(429, R"({"error":"slow_down"})");
    failed = scene.accounts->add_app(scene.wish());
    EXPECT_EQ(failed.error().code, "E405");
    EXPECT_EQ(failed.error().next, "In a few minutes: roadcase add practice --app");
}

TEST(AppToken, IsNobodysToSignInTo) {
    Asked scene;
    ASSERT_TRUE(scene.accounts->add_app(scene.wish()).has_value());
    auto wish = scene.wish();
    wish.account = "practice/app";
    EXPECT_EQ(scene.accounts->begin_authorization(wish).error().title,
              "practice/app is the app's own account.");
    EXPECT_EQ(scene.accounts->token(scene.ref("practice"), {}).error().title,
              "Nobody has signed in to Practice yet.")
        << "the provider's name never means the app";
    // A person who wishes for its name does not get it.
    EXPECT_EQ(scene.import("app").error().title, "practice/app is the app's own account.");
    EXPECT_EQ(scene.accounts->find(scene.ref("practice/app"))->grant_type, "client_credentials");
    // And a person's account does not become the app's.
    ASSERT_TRUE(scene.import("nova").has_value());
    wish = scene.wish();
    wish.name = "nova";
    EXPECT_EQ(scene.accounts->add_app(wish).error().title, "practice/nova is a person's account.");
}

TEST(AppToken, AddingItAgainAsksAnew) {
    Asked scene;
    ASSERT_TRUE(scene.accounts->add_app(scene.wish()).has_value());
    scene.answer = json(200, R"({"access_token":"planted-app-2","expires_in":3600})");
    EXPECT_EQ(scene.accounts->add_app(scene.wish())->generation, 2);
    EXPECT_EQ(scene.accounts->list()->size(), 1u);
}

TEST(AppToken, ThePracticeProviderGivesAndTakesOne) {
    Scene scene;
    ASSERT_TRUE(scene.accounts->add_app(scene.wish()).has_value());
    const auto first = scene.accounts->token(scene.ref("practice/app"), {})->access_token;
    ASSERT_TRUE(scene.accounts->refresh(scene.ref("practice/app")).has_value());
    EXPECT_FALSE(scene.accounts->token(scene.ref("practice/app"), {})->access_token == first);
    const auto revoked = scene.accounts->revoke(scene.ref("practice/app"));
    EXPECT_TRUE(revoked->told_provider) << revoked->note;
}

TEST(Import, IsProvedByOneRenewalAndBecomesOurs) {
    Asked scene;
    scene.answer = json(200, R"({"access_token":"planted-access","expires_in":3600,)"
                             R"("refresh_token":"planted-rotated","scope":"chat:read"})");
    const auto record = scene.import().value();
    EXPECT_THAT(scene.bodies.at(0), HasSubstr("refresh_token=planted-brought-token"));
    EXPECT_EQ(scene.bodies.size(), 1u);
    EXPECT_EQ(reference_of(record), "practice");
    EXPECT_EQ(record.subject, "1");
    EXPECT_EQ(record.tokens->refresh_token, Secret("planted-rotated"));
    EXPECT_EQ(record.requested_scopes, std::vector<std::string>{"chat:read"}) << "nothing is missing";
    scene.clock.advance(seconds{3500});
    scene.refresh_due();
    EXPECT_THAT(scene.bodies.back(), HasSubstr("refresh_token=planted-rotated"));
}

TEST(Import, ATokenThatIsNotReplacedIsKept) {
    Asked scene;
    EXPECT_EQ(scene.import()->tokens->refresh_token, Secret("planted-brought-token"));
}

TEST(Import, ALostAnswerIsAskedForOnceMore) {
    Asked scene;
    auto lost = make_error(ErrorKind::unavailable, "E404", "Lost.");
    lost.maybe_done = true;
    scene.answer = fail(lost);
    EXPECT_EQ(scene.import().error().code, "E404");
    EXPECT_EQ(scene.bodies.size(), 2u);
    scene.answer = fail(ErrorKind::unavailable, "E404", "No network.");
    EXPECT_FALSE(scene.import().has_value());
    EXPECT_EQ(scene.bodies.size(), 3u) << "one that never left is not repeated here";
}

TEST(Import, ARefusedTokenStoresNothing) {
    Asked scene;
    scene.answer = json(400, R"({"error":"invalid_grant","error_description":"planted-brought-token"})");
    const auto refused = scene.import().error();
    EXPECT_EQ(refused.title, "Practice refused that refresh token.");
    EXPECT_EQ(refused.one_line().find("planted"), std::string::npos);
    EXPECT_TRUE(scene.accounts->list()->empty());
    EXPECT_TRUE(scene.event_kinds().empty());
}

TEST(Import, KeepsTheRuleOfTheWrongPerson) {
    Asked scene;
    ASSERT_TRUE(scene.import().has_value());
    scene.person = R"({"sub":"2","preferred_username":"nova_bot"})";
    const auto refused = scene.import().error();
    EXPECT_EQ(refused.code, "E207");
    EXPECT_THAT(refused.detail, HasSubstr("may have been replaced"));
    EXPECT_EQ(scene.accounts->find(scene.ref())->subject, "1");
    EXPECT_EQ(reference_of(scene.import("bot").value()), "practice/bot");
}

}  // namespace
}  // namespace roadcase::accounts
