#include "scene.h"

namespace roadcase::accounts {
namespace {

using test::json;
using test::Scene;
using testing::HasSubstr;

/// A provider that answers right and wrong secrets so.
struct Asked : Scene {
    explicit Asked(ClientEntry entry = test::practice_entry())
        : Scene(test::practice_settings(), {std::move(entry)}) {}
    void answer(std::function<http::Response(bool wrong)> how) {
        transport.intercept = [this, how](const http::Request& request) -> test::PracticeTransport::Answer {
            bodies.push_back(request.body);
            const bool wrong = request.body.find("client_secret=0") != std::string::npos ||
                               request.body.find("client_id=practice-client0") != std::string::npos;
            return how(wrong);
        };
    }
    std::vector<std::string> bodies;
};

http::Response error(const std::string& word, int status = 400) {
    return json(status, R"({"error":")" + word + "\"}");
}

TEST(CheckClient, IsRightWhenAWrongSecretIsAnsweredOtherwise) {
    Asked scene;
    scene.answer([](bool wrong) { return error(wrong ? "invalid_client" : "invalid_grant"); });
    const auto verdict = scene.accounts->check_client("practice");
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->works, true);
    EXPECT_EQ(verdict->asked_by, "authorization_code");
    EXPECT_EQ(scene.bodies.size(), 2u);
    EXPECT_TRUE(scene.accounts->list()->empty());
}

TEST(CheckClient, IsWrongWhenTheProviderSaysSo) {
    Asked scene;
    scene.answer([](bool) { return error("invalid_client", 401); });
    const auto verdict = scene.accounts->check_client("practice");
    EXPECT_EQ(verdict->works, false);
    EXPECT_THAT(verdict->detail, HasSubstr("invalid_client"));
    EXPECT_EQ(scene.bodies.size(), 1u) << "a second question would say nothing more";
}

TEST(CheckClient, CannotBeToldWhenBothGetTheSameAnswer) {
    Asked scene;
    scene.answer([](bool) { return error("invalid_grant"); });
    const auto verdict = scene.accounts->check_client("practice");
    EXPECT_EQ(verdict->works, std::nullopt);
    EXPECT_THAT(verdict->detail, HasSubstr("nobody can tell"));
}

TEST(CheckClient, WithoutASecretTheIdIsChecked) {
    auto entry = test::practice_entry();
    entry.client.client_secret = Secret();
    entry.client.token_endpoint_auth_method = oauth::ClientAuthMethod::none;
    Asked scene(entry);
    scene.answer([](bool wrong) { return error(wrong ? "invalid_client" : "invalid_grant"); });
    const auto verdict = scene.accounts->check_client("practice");
    EXPECT_EQ(verdict->works, true);
    EXPECT_THAT(verdict->detail, HasSubstr("a wrong client_id"));
}

TEST(CheckClient, AnAppTokenIsTheBestProof) {
    auto entry = test::practice_entry();
    entry.provider.has_app_tokens = true;
    Asked scene(entry);
    scene.answer([](bool) { return json(200, R"({"access_token":"planted","token_type":"bearer"})"); });
    EXPECT_EQ(scene.accounts->check_client("practice")->asked_by, "client_credentials");
    scene.answer([](bool) { return error("invalid_client"); });
    EXPECT_EQ(scene.accounts->check_client("practice")->works, false);
    scene.answer([](bool wrong) { return error(wrong ? "invalid_client" : "unsupported_grant_type"); });
    EXPECT_EQ(scene.accounts->check_client("practice")->asked_by, "authorization_code");
}

TEST(CheckClient, OneThatNobodyKeepsIsAskedAboutAndStaysUnknown) {
    auto entry = test::practice_entry("candidate");
    entry.client.client_secret = Secret("planted-candidate");
    Asked scene;
    scene.answer([](bool wrong) { return error(wrong ? "invalid_client" : "invalid_grant"); });
    const auto verdict = scene.accounts->check_client(std::make_shared<const ClientEntry>(entry));
    EXPECT_EQ(verdict->works, true);
    EXPECT_THAT(scene.bodies.front(), HasSubstr("planted-candidate"));
    EXPECT_EQ(scene.accounts->check_client("candidate").error().code, "E501");
    entry.problem = make_error(ErrorKind::config, "E104", "Its provider is broken.");
    EXPECT_EQ(scene.accounts->check_client(std::make_shared<const ClientEntry>(entry)).error().code, "E104");
}

TEST(CheckClient, AnOutageSaysNothing) {
    Asked scene;
    scene.answer([](bool) { return json(503, ""); });
    EXPECT_EQ(scene.accounts->check_client("practice")->works, std::nullopt);
    EXPECT_EQ(scene.accounts->check_client("nobody").error().code, "E501");
}

TEST(CheckClient, NeverRepeatsASecret) {
    Asked scene;
    scene.answer([](bool) { return error(std::string(test::client_secret) + " is wrong"); });
    EXPECT_EQ(scene.accounts->check_client("practice")->detail.find(test::client_secret), std::string::npos);
}

}  // namespace
}  // namespace roadcase::accounts
