#include "practice/driver.h"

namespace roadcase::test {
namespace {

TEST(Glimesh, ComesBackWithCodeExpiresInAndStateInThisOrder) {
    Driver driver(glimesh_settings());
    const auto answer = driver.press("allow", Driver::request_id(driver.authorize()));
    std::vector<std::string> names;
    for (const auto& [name, value] : Driver::came_back(answer)) names.push_back(name);
    EXPECT_EQ(names, (std::vector<std::string>{"code", "expires_in", "state"}));
    EXPECT_EQ(Driver::came_back(answer).get("expires_in"), "60");
}

TEST(Glimesh, AnswersWithSixMembersInAlphabeticalOrder) {
    Driver driver(glimesh_settings());
    const auto answer = driver.exchange(driver.code());
    const auto json = json_of(answer);
    EXPECT_EQ(answer.body, dump(json));
    EXPECT_EQ(json.size(), 6U);
    EXPECT_EQ(json["created_at"], "2027-01-15T08:00:00");
    EXPECT_EQ(json["expires_in"], 60);
    EXPECT_EQ(json["scope"], "chat:read chat:edit");
    EXPECT_EQ(json["token_type"], "bearer");
}

TEST(Glimesh, TheTutorialsWayWorks) {
    Driver driver(glimesh_settings());
    const auto code = driver.code({{"code_challenge", ""}, {"code_challenge_method", ""}, {"state", ""}});
    const http::Params query{{"grant_type", "authorization_code"},
                             {"code", code},
                             {"redirect_uri", callback},
                             {"client_id", "practice-client"},
                             {"client_secret", "s3cret:+/"}};
    EXPECT_EQ(driver.server.handle("POST", "/token", query.encode(), {}, "").status, 200);
    EXPECT_EQ(driver.server.token_requests("authorization_code"), 1);
}

TEST(Glimesh, TheBodyBeatsTheQuery) {
    Driver driver(glimesh_settings());
    const auto token = text(driver.exchange(driver.code()), "refresh_token");
    const auto answer = driver.server.handle(
        "POST", "/token", "grant_type=nonsense&refresh_token=x&client_id=practice-client",
        {{"Content-Type", "application/x-www-form-urlencoded"}},
        http::Params{
            {"grant_type", "refresh_token"}, {"refresh_token", token}, {"client_secret", "s3cret:+/"}}
            .encode());
    EXPECT_EQ(answer.status, 200);
}

TEST(Glimesh, CodesAreForOneUseButRefreshTokensAreNot) {
    Driver driver(glimesh_settings());
    const auto code = driver.code();
    const auto token = text(driver.exchange(code), "refresh_token");
    const auto next = text(driver.refresh(token), "refresh_token");
    EXPECT_EQ(driver.refresh(token).status, 200);
    EXPECT_EQ(driver.refresh(next).status, 200);
    EXPECT_EQ(refused(driver.exchange(code)), "400 invalid_grant");
    EXPECT_EQ(refused(driver.refresh(next)), "400 invalid_grant");
}

TEST(Glimesh, ASentChallengeIsChecked) {
    Driver driver(glimesh_settings());
    EXPECT_EQ(refused(driver.exchange(driver.code(), {{"code_verifier", std::string(43, 'a')}})),
              "400 invalid_grant");
}

TEST(Glimesh, HasItsOwnErrors) {
    Driver driver(glimesh_settings());
    EXPECT_EQ(refused(driver.refresh("x", {{"grant_type", "password"}})), "400 invalid_request");
    EXPECT_EQ(refused(driver.refresh("x", {{"client_secret", "wrong"}})), "401 invalid_client");
    const http::Headers basic{{"Authorization", "Basic " + base64_encode("practice-client:s3cret%3A%2B%2F")}};
    EXPECT_EQ(
        refused(driver.post("/token", {{"grant_type", "refresh_token"}, {"refresh_token", "x"}}, basic)),
        "400 invalid_request");
}

TEST(Glimesh, RefreshTokenIsNullWhenThereIsNone) {
    Driver driver(glimesh_settings());
    practice::Faults faults;
    faults.no_refresh_token = true;
    driver.server.set_faults(faults);
    EXPECT_TRUE(json_of(driver.exchange(driver.code())).at("refresh_token").is_null());
}

TEST(Glimesh, RevokesWithAnEmptyBodyAndIntrospectsLikeBoruta) {
    Driver driver(glimesh_settings());
    const auto access = text(driver.exchange(driver.code()), "access_token");
    const auto now = to_unix(driver.clock.now());
    EXPECT_EQ(json_of(driver.about("/introspect", access)), (Json{{"active", true},
                                                                  {"client_id", "practice-client"},
                                                                  {"exp", now + 60},
                                                                  {"iat", now},
                                                                  {"iss", "boruta"},
                                                                  {"scope", "chat:read chat:edit"},
                                                                  {"sub", 154},
                                                                  {"username", "nova_practice"}}));
    const auto revoked = driver.about("/revoke", access);
    EXPECT_EQ(revoked.status, 200);
    EXPECT_EQ(revoked.body, "");
    EXPECT_EQ(driver.about("/introspect", access).body, R"({"active":false})");
}

TEST(Glimesh, SaysWhoTheUserIs) {
    Driver driver(glimesh_settings());
    const auto access = text(driver.exchange(driver.code()), "access_token");
    const std::string query = R"({"query":"{ myself { id username } }"})";
    const auto graph = [&](const http::Headers& headers) {
        return driver.server.handle("POST", "/api/graph", "", headers, query);
    };
    EXPECT_EQ(graph({{"Authorization", "bearer " + access}}).body,
              R"({"data":{"myself":{"id":"154","username":"nova_practice"}}})");
    EXPECT_EQ(graph({}).status, 401);
    const auto bad = graph({{"Authorization", "Bearer made-up"}});
    EXPECT_EQ(bad.status, 401);
    EXPECT_NE(bad.body.find("invalid_access_token"), std::string::npos);
}

TEST(Glimesh, PromisesNoIssuer) {
    Driver driver(glimesh_settings());
    const auto json =
        json_of(driver.server.handle("GET", "/.well-known/oauth-authorization-server", "", {}, ""));
    EXPECT_EQ(json["authorization_response_iss_parameter_supported"], false);
    EXPECT_EQ(Driver::came_back(driver.press("deny", Driver::request_id(driver.authorize()))).count("iss"),
              0U);
}

}  // namespace
}  // namespace roadcase::test
