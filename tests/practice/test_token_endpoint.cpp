#include "practice/driver.h"

namespace roadcase::test {
namespace {

TEST(Exchange, GivesABearerForAMinute) {
    Driver driver;
    const auto answer = driver.exchange(driver.code());
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.find("Cache-Control"), "no-store");
    EXPECT_EQ(answer.headers.find("Content-Type"), "application/json");
    const auto json = json_of(answer);
    EXPECT_EQ(json.size(), 5U);
    EXPECT_EQ(json["token_type"], "Bearer");
    EXPECT_EQ(json["expires_in"], 60);
    EXPECT_EQ(json["scope"], "chat:read chat:edit");
    const auto access = text(answer, "access_token");
    EXPECT_EQ(access.size(), 43U);
    EXPECT_NE(access, text(answer, "refresh_token"));
    EXPECT_EQ(driver.userinfo(access).body, R"({"sub":"practice-1","preferred_username":"nova_practice"})");
    driver.clock.advance(seconds{59});
    EXPECT_EQ(driver.userinfo(access).status, 200);
    driver.clock.advance(seconds{1});
    EXPECT_EQ(driver.userinfo(access).status, 401);
}

struct Refused {
    http::Params changes;
    std::string answer;
};

void PrintTo(const Refused& c, std::ostream* out) {
    *out << label(c.changes.encode());
}

class BadExchange : public testing::TestWithParam<Refused> {};

TEST_P(BadExchange, IsRefusedInTheStandardsWords) {
    Driver driver;
    EXPECT_EQ(refused(driver.exchange(driver.code(), GetParam().changes)), GetParam().answer);
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadExchange,
    testing::Values(Refused{{{"code", "made-up"}}, "400 invalid_grant"},
                    Refused{{{"code", ""}}, "400 invalid_request"},
                    Refused{{{"redirect_uri", ""}}, "400 invalid_request"},
                    Refused{{{"redirect_uri", "http://127.0.0.1:3000/success?keep=1"}}, "400 invalid_grant"},
                    Refused{{{"code_verifier", ""}}, "400 invalid_grant"},
                    Refused{{{"code_verifier", std::string(43, 'a')}}, "400 invalid_grant"},
                    Refused{{{"client_secret", "wrong"}}, "401 invalid_client"},
                    Refused{{{"client_secret", ""}}, "401 invalid_client"},
                    Refused{{{"client_id", "somebody"}}, "401 invalid_client"},
                    Refused{{{"grant_type", ""}}, "400 invalid_request"},
                    Refused{{{"grant_type", "password"}}, "400 unsupported_grant_type"},
                    Refused{{{"x", "1"}, {"x", "2"}}, "400 invalid_request"}));

TEST(Exchange, OfALateCodeIsRefused) {
    Driver driver;
    const auto code = driver.code();
    driver.clock.advance(seconds{60});
    EXPECT_EQ(refused(driver.exchange(code)), "400 invalid_grant");
}

TEST(Exchange, AFailedTryUsesTheCodeUp) {
    Driver driver;
    const auto code = driver.code();
    EXPECT_EQ(refused(driver.exchange(code, {{"code_verifier", std::string(43, 'a')}})), "400 invalid_grant");
    EXPECT_EQ(refused(driver.exchange(code)), "400 invalid_grant");
}

TEST(Exchange, ASecondUseRevokesWhatCameFromTheFirst) {
    Driver driver;
    const auto code = driver.code();
    const auto first = driver.exchange(code);
    const auto refresh = text(driver.refresh(text(first, "refresh_token")), "refresh_token");
    ASSERT_NE(refresh, "");
    EXPECT_EQ(refused(driver.exchange(code)), "400 invalid_grant");
    EXPECT_EQ(driver.userinfo(text(first, "access_token")).status, 401);
    EXPECT_EQ(refused(driver.refresh(refresh)), "400 invalid_grant");
}

TEST(Exchange, AVerifierWithoutAChallengeIsRefused) {
    auto settings = practice_settings();
    settings.require_pkce = false;
    Driver driver(settings);
    const http::Params no_challenge{{"code_challenge", ""}, {"code_challenge_method", ""}};
    EXPECT_EQ(refused(driver.exchange(driver.code(no_challenge))), "400 invalid_grant");
    EXPECT_EQ(driver.exchange(driver.code(no_challenge), {{"code_verifier", ""}}).status, 200);
}

TEST(Exchange, ReadsOnlyForms) {
    Driver driver;
    const auto json =
        driver.server.handle("POST", "/token", "", {{"Content-Type", "application/json"}}, "{}");
    EXPECT_EQ(refused(json), "400 invalid_request");
    const auto query = driver.server.handle("POST", "/token",
                                            "grant_type=authorization_code&client_id=practice-client"
                                            "&client_secret=s3cret%3A%2B%2F&code=" +
                                                driver.code(),
                                            {}, "");
    EXPECT_EQ(refused(query), "401 invalid_client");
}

TEST(ClientAuthentication, ByBasicIsFormDecoded) {
    Driver driver;
    const http::Headers basic{
        {"Authorization", "Basic " + base64_encode("practice%2Dclient:s3cret%3A%2B%2F")}};
    const http::Params form{{"grant_type", "authorization_code"},
                            {"code", driver.code()},
                            {"redirect_uri", callback},
                            {"code_verifier", verifier.reveal()}};
    EXPECT_EQ(driver.post("/token", form, basic).status, 200);
}

TEST(ClientAuthentication, ByBasicIsChallengedWhenWrong) {
    Driver driver;
    for (const std::string& header :
         {"Basic " + base64_encode("practice-client:wrong"), std::string("Basic ???"),
          std::string("Bearer x"), "Basic " + base64_encode("no colon")}) {
        const auto answer = driver.post("/token", {{"grant_type", "refresh_token"}, {"refresh_token", "x"}},
                                        {{"Authorization", header}});
        EXPECT_EQ(refused(answer), "401 invalid_client") << header;
        EXPECT_TRUE(answer.headers.find("WWW-Authenticate")) << header;
    }
    EXPECT_FALSE(driver.exchange("x", {{"client_secret", "wrong"}}).headers.find("WWW-Authenticate"));
}

TEST(ClientAuthentication, OneWayAtATime) {
    Driver driver;
    const http::Headers basic{{"Authorization", "Basic " + base64_encode("practice-client:s3cret%3A%2B%2F")}};
    EXPECT_EQ(refused(driver.post("/token", {{"grant_type", "refresh_token"}, {"client_secret", "s3cret:+/"}},
                                  basic)),
              "400 invalid_request");
    EXPECT_EQ(
        refused(driver.post("/token", {{"grant_type", "refresh_token"}, {"client_id", "another"}}, basic)),
        "400 invalid_request");
}

TEST(ClientAuthentication, APublicClientOnlyNamesItself) {
    auto settings = practice_settings();
    settings.client_secret.clear();
    Driver driver(settings);
    EXPECT_EQ(driver.exchange(driver.code()).status, 200);
    EXPECT_EQ(refused(driver.exchange(driver.code(), {{"client_id", ""}})), "401 invalid_client");
}

TEST(Refresh, RotatesAndKeepsTheScope) {
    Driver driver;
    const auto first = driver.exchange(driver.code());
    driver.clock.advance(seconds{3600});
    const auto second = driver.refresh(text(first, "refresh_token"));
    EXPECT_EQ(second.status, 200);
    EXPECT_EQ(text(second, "scope"), "chat:read chat:edit");
    EXPECT_NE(text(second, "refresh_token"), text(first, "refresh_token"));
    EXPECT_NE(text(second, "access_token"), text(first, "access_token"));
    EXPECT_EQ(driver.userinfo(text(second, "access_token")).status, 200);
    EXPECT_EQ(driver.refresh(text(second, "refresh_token")).status, 200);
}

TEST(Refresh, ASpentTokenRevokesItsFamilyAndNoOther) {
    Driver driver;
    const auto other = driver.exchange(driver.code());
    const auto first = driver.exchange(driver.code());
    const auto second = driver.refresh(text(first, "refresh_token"));
    EXPECT_EQ(refused(driver.refresh(text(first, "refresh_token"))), "400 invalid_grant");
    EXPECT_EQ(refused(driver.refresh(text(second, "refresh_token"))), "400 invalid_grant");
    EXPECT_EQ(driver.userinfo(text(second, "access_token")).status, 401);
    EXPECT_EQ(driver.refresh(text(other, "refresh_token")).status, 200);
}

TEST(Refresh, MayNarrowAndNotWiden) {
    Driver driver;
    const auto first = driver.exchange(driver.code());
    EXPECT_EQ(refused(driver.refresh(text(first, "refresh_token"), {{"scope", "chat:read admin"}})),
              "400 invalid_scope");
    const auto narrow = driver.refresh(text(first, "refresh_token"), {{"scope", "chat:read"}});
    EXPECT_EQ(text(narrow, "scope"), "chat:read");
    EXPECT_EQ(text(driver.about("/introspect", text(narrow, "access_token")), "scope"), "chat:read");
    EXPECT_EQ(text(driver.refresh(text(narrow, "refresh_token")), "scope"), "chat:read chat:edit");
}

TEST(Refresh, WithoutATokenOrWithAStrangersIsRefused) {
    Driver driver;
    EXPECT_EQ(refused(driver.refresh("")), "400 invalid_request");
    EXPECT_EQ(refused(driver.refresh("made-up")), "400 invalid_grant");
    const auto tokens = driver.exchange(driver.code());
    EXPECT_EQ(refused(driver.refresh(text(tokens, "access_token"))), "400 invalid_grant");
}

TEST(Refresh, TheOldestOfAThousandGrantsGoes) {
    Driver driver;
    const auto first = text(driver.exchange(driver.code()), "refresh_token");
    const auto second = text(driver.exchange(driver.code()), "refresh_token");
    for (int i = 0; i < 999; ++i) driver.exchange(driver.code());
    EXPECT_EQ(refused(driver.refresh(first)), "400 invalid_grant");
    EXPECT_EQ(driver.refresh(second).status, 200);
}

TEST(Counting, TellsTokenRequestsByGrantType) {
    Driver driver;
    const auto tokens = driver.exchange(driver.code());
    driver.refresh(text(tokens, "refresh_token"));
    driver.refresh("made-up");
    EXPECT_EQ(driver.server.token_requests("authorization_code"), 1);
    EXPECT_EQ(driver.server.token_requests("refresh_token"), 2);
    EXPECT_EQ(driver.server.token_requests("password"), 0);
}

TEST(Randomness, WhenItFailsNothingIsIssued) {
    Driver driver;
    const auto code = driver.code();
    driver.random.broken = true;
    EXPECT_EQ(refused(driver.exchange(code)), "500 server_error");
    EXPECT_EQ(Driver::came_back(driver.authorize()).get("error"), "server_error");
}

}  // namespace
}  // namespace roadcase::test
