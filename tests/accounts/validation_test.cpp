#include "scene.h"

namespace roadcase::accounts {
namespace {

using test::json;
using test::PracticeTransport;
using test::Scene;

void pass(Scene& scene, int count, seconds step = seconds{1}) {
    for (int i = 0; i < count; ++i) {
        scene.clock.advance(step);
        scene.refresh_due(100);
    }
}

accounts::ClientEntry validating_entry() {
    auto entry = test::practice_entry();
    auto& validation = entry.provider.validation;
    validation.request.url = std::string(test::issuer) + "/validate";
    validation.request.headers = {{"Authorization", "OAuth {access_token}"}};
    validation.every = seconds{3600};
    return entry;
}

/// Counts the questions whether a token still works, and answers them.
struct Validated {
    explicit Validated(Scene& scene) {
        scene.transport.intercept = [this](const http::Request& request) -> PracticeTransport::Answer {
            if (!request.url.ends_with("/validate")) return std::nullopt;
            ++asked;
            authorization = std::string(request.headers.find("Authorization").value_or(""));
            return http::Response{status, {}, ""};
        };
    }
    int asked = 0;
    int status = 200;
    std::string authorization;
};

TEST(Validation, AtTheStartAndEveryHour) {
    Scene scene(test::practice_settings(), {validating_entry()});
    const auto record = scene.connect();
    Validated validated(scene);
    scene.refresh_due();
    EXPECT_EQ(validated.asked, 1);
    EXPECT_EQ(validated.authorization, "OAuth " + record.tokens->access_token.reveal());
    scene.refresh_due();
    EXPECT_EQ(validated.asked, 1);
    pass(scene, 60, seconds{60});
    EXPECT_EQ(validated.asked, 2);
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 1) << "the one that was due";
}

TEST(Validation, ARefusedTokenIsRenewedBeforeAScriptNotices) {
    Scene scene(test::practice_settings(), {validating_entry()});
    scene.connect();
    Validated validated(scene);
    validated.status = 401;
    scene.refresh_due();
    EXPECT_EQ(scene.accounts->find(scene.ref())->generation, 2);
    validated.status = 503;
    pass(scene, 60, seconds{60});
    EXPECT_EQ(scene.accounts->find(scene.ref())->status, store::AccountStatus::connected);
}

TEST(Validation, IsNotForOthers) {
    Scene scene;
    scene.connect();
    Validated validated(scene);
    pass(scene, 120, seconds{60});
    EXPECT_EQ(validated.asked, 0);
}

TEST(Validation, TheProviderMayDemandItMoreOften) {
    auto entry = validating_entry();
    entry.provider.validation.every = seconds{600};
    Scene scene(test::practice_settings(), {entry});
    scene.connect();
    Validated validated(scene);
    pass(scene, 60, seconds{60});
    EXPECT_EQ(validated.asked, 6);
}

TEST(Validation, OnDemandSaysYesNoOrNothing) {
    auto entry = validating_entry();
    entry.provider.validation.every.reset();
    Scene scene(test::practice_settings(), {entry});
    const auto before = scene.connect();
    Validated validated(scene);
    pass(scene, 2, seconds{60});
    EXPECT_EQ(validated.asked, 0) << "it is no duty here";
    EXPECT_EQ(scene.accounts->validate(scene.ref()).value(), std::optional(true));
    validated.status = 401;
    EXPECT_EQ(scene.accounts->validate(scene.ref()).value(), std::optional(false));
    validated.status = 503;
    EXPECT_EQ(scene.accounts->validate(scene.ref()).value(), std::nullopt);
    EXPECT_EQ(validated.asked, 3);
    EXPECT_EQ(scene.accounts->find(scene.ref())->problem_code, before.problem_code) << "it changes nothing";
}

TEST(Validation, ANoHasTheStatusThatTheProviderGivesIt) {
    auto entry = validating_entry();
    entry.provider.validation.dead = {404};
    Scene scene(test::practice_settings(), {entry});
    scene.connect();
    Validated validated(scene);
    validated.status = 404;
    EXPECT_EQ(scene.accounts->validate(scene.ref()).value(), std::optional(false));
    validated.status = 401;
    EXPECT_EQ(scene.accounts->validate(scene.ref()).value(), std::nullopt);
}

TEST(Validation, MayNeedTheClientsProofAndReadsTheAnswer) {
    auto entry = validating_entry();
    auto& validation = entry.provider.validation;
    validation.request = {.url = std::string(test::issuer) + "/introspect",
                          .params = {{"token", "{access_token}"}},
                          .proof = oauth::ClientProof::configured};
    validation.active = "/active";
    Scene scene(test::practice_settings(), {entry});
    scene.connect();
    EXPECT_EQ(scene.accounts->validate(scene.ref()).value(), std::optional(true));
    scene.practice.revoke_all();
    EXPECT_EQ(scene.accounts->validate(scene.ref()).value(), std::optional(false));
}

TEST(Validation, ReadsASecretThatStandsInAParameter) {
    auto entry = validating_entry();
    entry.client.client_secret = {};
    entry.load_secret = [] { return Result<Secret>(Secret(test::client_secret)); };
    // Facebook: the app's own token is both, with a bar between.
    entry.provider.validation.request.params = {{"access_token", "{client_id}|{client_secret}"}};
    entry.provider.identity.request.params = {{"app", "{client_id}|{client_secret}"}};
    Scene scene(test::practice_settings(), {entry});
    std::vector<std::string> urls;
    scene.transport.intercept = [&](const http::Request& request) -> PracticeTransport::Answer {
        urls.push_back(request.url);
        if (!request.url.ends_with("planted-client-secret")) return std::nullopt;
        return json(200, R"({"sub":"1"})");
    };
    scene.connect();
    EXPECT_THAT(urls, testing::Contains(testing::HasSubstr("/userinfo?app=practice-client%7Cplanted")));
    EXPECT_EQ(scene.accounts->validate(scene.ref()).value(), std::optional(true));
    EXPECT_THAT(urls.back(), testing::EndsWith("access_token=practice-client%7Cplanted-client-secret"));
}

TEST(Validation, ADeadTokenThatNothingRenewsIsNotHandedOutAgain) {
    auto entry = validating_entry();
    entry.provider.server.default_expires_in = seconds{0};
    entry.provider.validation.every.reset();
    Scene scene(test::practice_settings(), {entry});
    int verdict = 503;
    scene.transport.intercept = [&](const http::Request& request) -> PracticeTransport::Answer {
        if (request.url.ends_with("/validate")) return http::Response{verdict, {}, ""};
        if (request.url.ends_with("/userinfo")) return json(200, R"({"sub":"1"})");
        if (!request.url.ends_with("/token")) return std::nullopt;
        return json(200, R"({"access_token":"planted-endless","token_type":"bearer"})");
    };
    ASSERT_EQ(scene.sign_in(scene.wish())->state, Flow::State::done);
    const Secret endless("planted-endless");
    EXPECT_FALSE(scene.accounts->reject(scene.ref(), endless));
    EXPECT_TRUE(scene.accounts->token(scene.ref(), {})) << "a script's word alone ends nothing";
    verdict = 401;
    const auto refused = scene.accounts->reject(scene.ref(), endless);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "E401");
    EXPECT_EQ(scene.accounts->token(scene.ref(), {}).error().kind, ErrorKind::needs_authorization);
    EXPECT_EQ(scene.count("account.needs_authorization"), 1);
}

TEST(Validation, WhoCannotBeAskedIsNotAsked) {
    Scene scene;
    EXPECT_EQ(scene.accounts->validate(scene.ref()).error().kind, ErrorKind::needs_authorization);
    scene.connect();
    const auto answer = scene.accounts->validate(scene.ref());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().title, "Practice cannot be asked whether a token works.");
}

TEST(Renewal, IsNotTriedWhileTheTokenIsTooYoung) {
    auto entry = test::practice_entry();
    entry.provider.lifetimes.renewal_not_before = seconds{86'400};
    auto settings = test::practice_settings();
    settings.access_token_lifetime = seconds{60 * 86'400};
    Scene scene(settings, {entry});
    scene.connect();
    const auto refused = scene.accounts->refresh(scene.ref());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().title, "Practice renews no token this young.");
    EXPECT_EQ(scene.practice.token_requests("refresh_token"), 0);
    EXPECT_EQ(scene.accounts->find(scene.ref())->failures, 0);
    scene.clock.advance(seconds{86'400});
    EXPECT_TRUE(scene.accounts->refresh(scene.ref()));
}

}  // namespace
}  // namespace roadcase::accounts
