#include "brokers/respoke.h"

#include <gtest/gtest.h>

namespace roadcase::brokers {
namespace {

constexpr Time now{seconds{1'800'000'000}};
const Secret app_secret("planted-app-secret");

RespokeSettings settings() {
    RespokeSettings all;
    all.app_id = "app-1";
    all.base_url = "https://respoke.example/v1";
    return all;
}

/// As recorded in 2015.
const std::string recorded =
    R"({"appId":"app-1","endpointId":"foo-bar","roleId":"r","accountId":"a","createTime":1420234258,)"
    R"("expiryTime":1420320658,"id":"E44902BA-1F2B","forDevelopment":false,)"
    R"("createdAt":"2015-01-02T21:30:58.539Z","tokenId":"E44902BA-1F2B"})";

TEST(Respoke, AsksForATokenInTheRoleThatIsConfigured) {
    auto mine = settings();
    const auto request = respoke_token_request(mine, app_secret, "foo@bar", seconds{60});
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, "https://respoke.example/v1/tokens");
    EXPECT_EQ(request.headers.find("App-Secret"), "planted-app-secret");
    EXPECT_EQ(request.headers.find("Content-Type"), "application/json");
    EXPECT_EQ(request.body, R"({"appId":"app-1","endpointId":"foo@bar","ttl":60})") << "a number";
    EXPECT_EQ(respoke_role(mine), "member");
    mine.role_name = "speaker";
    EXPECT_EQ((*parse_json(respoke_token_request(mine, app_secret, "e", seconds{1}).body))["roleName"],
              "speaker");
    EXPECT_EQ(respoke_role(mine), "speaker");
    mine.role_name = "";
    mine.role_id = "r-1";
    const auto body = *parse_json(respoke_token_request(mine, app_secret, "e", seconds{1}).body);
    EXPECT_EQ(body["roleId"], "r-1");
    EXPECT_FALSE(body.contains("roleName"));
    EXPECT_EQ(respoke_role(mine), "r-1");
}

TEST(Respoke, ReadsTheRecordedAnswer) {
    const auto token = read_respoke_token({200, {}, recorded}, now);
    ASSERT_TRUE(token);
    EXPECT_EQ(token->id.reveal(), "E44902BA-1F2B");
    EXPECT_EQ(dump(token->answer), recorded) << "whole, and in its order";
}

TEST(Respoke, EitherNameOfTheTokenWillDo) {
    EXPECT_EQ(read_respoke_token({200, {}, R"({"id":"i"})"}, now)->id.reveal(), "i");
    EXPECT_EQ(read_respoke_token({201, {}, R"({"tokenId":"t","id":7})"}, now)->id.reveal(), "t");
    for (const auto* body : {"{}", R"({"id":""})", R"({"tokenId":7})", R"({"token":"t"})", "[]"})
        EXPECT_EQ(read_respoke_token({200, {}, body}, now).error().error.kind, ErrorKind::rejected) << body;
}

TEST(Respoke, ASessionBeginsWithoutASecretOfOurs) {
    const auto request = respoke_session_request(settings(), Secret("t-1"));
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, "https://respoke.example/v1/session-tokens");
    EXPECT_EQ(request.headers.find("App-Secret"), std::nullopt);
    EXPECT_EQ(*parse_json(request.body), Json({{"tokenId", "t-1"}, {"appId", "app-1"}}));
    const auto session =
        read_respoke_session({200, {}, R"({"message":"Authorization successful","token":"s"})"}, now);
    ASSERT_TRUE(session);
    EXPECT_EQ((*session)["token"], "s");
    EXPECT_FALSE(read_respoke_session({200, {}, R"({"message":"Authorization successful"})"}, now));
    EXPECT_EQ(read_respoke_session({401, {}, ""}, now).error().error.kind, ErrorKind::denied)
        << "the caller's token, not ours";
}

TEST(Respoke, TurnAndTheEndShowTheSession) {
    const auto turn = respoke_turn_request(settings(), Secret("s-1"));
    EXPECT_EQ(turn.method, "POST");
    EXPECT_EQ(turn.url, "https://respoke.example/v1/turn");
    EXPECT_EQ(turn.headers.find("App-Token"), "s-1");
    EXPECT_EQ(turn.headers.find("App-Secret"), std::nullopt);
    EXPECT_EQ(turn.body, "{}");
    const auto end = respoke_end_request(settings(), Secret("s-1"));
    EXPECT_EQ(end.method, "DELETE");
    EXPECT_EQ(end.url, "https://respoke.example/v1/session-tokens");
    EXPECT_EQ(end.headers.find("App-Token"), "s-1");
    EXPECT_EQ(end.body, "");
}

TEST(Respoke, TurnCredentialsHaveBothHalves) {
    const std::string whole =
        R"({"username":"u.1","password":"p","ttl":60,"uris":["turn:h:3478?transport=udp"]})";
    const auto turn = read_respoke_turn({200, {}, whole}, now);
    ASSERT_TRUE(turn);
    EXPECT_EQ(dump(*turn), whole);
    for (const auto* body :
         {"{}", R"({"username":"u"})", R"({"password":"p"})", R"({"username":"u","password":1})"})
        EXPECT_FALSE(read_respoke_turn({200, {}, body}, now)) << body;
}

TEST(Respoke, TokensOfCallersAreShortAndPrintable) {
    EXPECT_TRUE(is_respoke_token("E44902BA-1f2b"));
    for (const auto* bad : {"", " ", "a b", "a\r\nApp-Secret: x", "\xc3\xa9"})
        EXPECT_FALSE(is_respoke_token(bad));
    EXPECT_FALSE(is_respoke_token(std::string(256, 'a')));
}

}  // namespace
}  // namespace roadcase::brokers
