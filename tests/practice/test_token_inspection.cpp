#include "practice/driver.h"

namespace roadcase::test {
namespace {

TEST(Revocation, OfARefreshTokenTakesTheFamily) {
    Driver driver;
    const auto tokens = driver.exchange(driver.code());
    const auto answer = driver.about("/revoke", text(tokens, "refresh_token"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "");
    EXPECT_EQ(driver.userinfo(text(tokens, "access_token")).status, 401);
    EXPECT_EQ(refused(driver.refresh(text(tokens, "refresh_token"))), "400 invalid_grant");
}

TEST(Revocation, OfAnAccessTokenTakesThatOnly) {
    Driver driver;
    const auto tokens = driver.exchange(driver.code());
    driver.about("/revoke", text(tokens, "access_token"));
    EXPECT_EQ(driver.userinfo(text(tokens, "access_token")).status, 401);
    EXPECT_EQ(driver.refresh(text(tokens, "refresh_token")).status, 200);
}

TEST(Revocation, OfAnUnknownTokenIsFineButTheClientMustBeKnown) {
    Driver driver;
    EXPECT_EQ(driver.about("/revoke", "made-up").status, 200);
    EXPECT_EQ(refused(driver.about("/revoke", "")), "400 invalid_request");
    EXPECT_EQ(refused(driver.post("/revoke", {{"token", "x"}, {"client_id", "practice-client"}})),
              "401 invalid_client");
    EXPECT_EQ(driver.server.handle("GET", "/revoke", "token=x", {}, "").status, 405);
}

TEST(Introspection, OfALivingAccessToken) {
    Driver driver;
    const auto tokens = driver.exchange(driver.code());
    const auto now = to_unix(driver.clock.now());
    EXPECT_EQ(json_of(driver.about("/introspect", text(tokens, "access_token"))),
              (Json{{"active", true},
                    {"client_id", "practice-client"},
                    {"exp", now + 60},
                    {"iat", now},
                    {"iss", "http://127.0.0.1:3000/practice"},
                    {"scope", "chat:read chat:edit"},
                    {"sub", "practice-1"},
                    {"token_type", "Bearer"},
                    {"username", "nova_practice"}}));
    driver.clock.advance(seconds{60});
    EXPECT_EQ(driver.about("/introspect", text(tokens, "access_token")).body, R"({"active":false})");
}

TEST(Introspection, OfARefreshTokenEndsWithItsRotation) {
    Driver driver;
    const auto old = text(driver.exchange(driver.code()), "refresh_token");
    const auto before = json_of(driver.about("/introspect", old));
    EXPECT_EQ(before["active"], true);
    EXPECT_FALSE(before.contains("exp"));
    driver.refresh(old);
    EXPECT_EQ(driver.about("/introspect", old).body, R"({"active":false})");
}

TEST(Introspection, NeedsAKnownClientAndTellsNothingOfStrangers) {
    Driver driver;
    EXPECT_EQ(driver.about("/introspect", "made-up").body, R"({"active":false})");
    EXPECT_EQ(refused(driver.post("/introspect", {{"token", "x"}})), "401 invalid_client");
}

TEST(Userinfo, NeedsALivingToken) {
    Driver driver;
    const auto none = driver.server.handle("GET", "/userinfo", "", {}, "");
    EXPECT_EQ(none.status, 401);
    EXPECT_EQ(none.headers.find("WWW-Authenticate"), "Bearer realm=\"Practice Stream\"");
    const auto wrong = driver.userinfo("made-up");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(wrong.headers.find("WWW-Authenticate"),
              "Bearer realm=\"Practice Stream\", error=\"invalid_token\"");
    const auto tokens = driver.exchange(driver.code());
    EXPECT_EQ(driver.userinfo(text(tokens, "refresh_token")).status, 401);
}

TEST(Metadata, IsThatOfRfc8414) {
    Driver driver;
    const auto json =
        json_of(driver.server.handle("GET", "/.well-known/oauth-authorization-server", "", {}, ""));
    EXPECT_EQ(json["issuer"], "http://127.0.0.1:3000/practice");
    EXPECT_EQ(json["token_endpoint"], "http://127.0.0.1:3000/practice/token");
    EXPECT_EQ(json["authorization_response_iss_parameter_supported"], true);
    EXPECT_EQ(json["code_challenge_methods_supported"], Json::array({"S256"}));
    EXPECT_EQ(json["response_types_supported"], Json::array({"code"}));
    EXPECT_EQ(json["token_endpoint_auth_methods_supported"],
              Json::array({"client_secret_basic", "client_secret_post"}));
    auto settings = practice_settings();
    settings.client_secret.clear();
    Driver open(settings);
    EXPECT_EQ(json_of(open.server.handle("GET", "/.well-known/oauth-authorization-server", "", {},
                                         ""))["token_endpoint_auth_methods_supported"],
              Json::array({"none"}));
}

}  // namespace
}  // namespace roadcase::test
