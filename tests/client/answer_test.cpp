#include "client/answer.h"

#include <gtest/gtest.h>

namespace roadcase::detail {
namespace {

TEST(Answer, AnEverydayTokenIsReadWhole) {
    const auto token = token_of(200, R"({"version":1,"access_token":"planted-access","token_type":"bearer",
        "expires_in":13984,"scope":"chat:read chat:edit","expires_at":"2026-11-20T23:14:05Z","account":"twitch/bot",
        "subject":"125328655","display_name":"nova_bot","client_id":"planted-client",
        "headers":{"Authorization":"Bearer planted-access","Client-Id":"planted-client"}})");
    EXPECT_EQ(token.value, "planted-access");
    EXPECT_EQ(token.type, "bearer");
    EXPECT_EQ(token.scope, "chat:read chat:edit");
    EXPECT_EQ(token.account, "twitch/bot");
    EXPECT_EQ(token.subject, "125328655");
    EXPECT_EQ(token.display_name, "nova_bot");
    EXPECT_EQ(token.client_id, "planted-client");
    EXPECT_EQ(token.headers, (std::map<std::string, std::string>{{"Authorization", "Bearer planted-access"},
                                                                 {"Client-Id", "planted-client"}}));
    ASSERT_TRUE(token.expires_at);
    EXPECT_EQ(std::chrono::system_clock::to_time_t(*token.expires_at), 1795216445);
}

TEST(Answer, ATokenThatDoesNotEndHasNoEnd) {
    EXPECT_FALSE(token_of(200, R"({"access_token":"planted","expires_at":null})").expires_at);
}

TEST(Answer, WhoMustSignInIsToldWhere) {
    try {
        token_of(
            409,
            R"({"title":"Sign in to Twitch again.","detail":"Twitch removed the connection.","code":"E401",
            "next":"roadcase reconnect twitch","action_url":"http://localhost:3000/auth/twitch"})");
        FAIL();
    } catch (const needs_authorization& problem) {
        EXPECT_STREQ(problem.what(), "Sign in to Twitch again. Twitch removed the connection.");
        EXPECT_EQ(problem.code(), "E401");
        EXPECT_EQ(problem.next(), "roadcase reconnect twitch");
        EXPECT_EQ(problem.action_url(), "http://localhost:3000/auth/twitch");
    }
}

TEST(Answer, EachKindOfProblemIsATypeOfItsOwn) {
    const std::string problem = R"({"title":"Something."})";
    for (const int status : {401, 403}) EXPECT_THROW(token_of(status, problem), denied) << status;
    for (const int status : {429, 502, 503}) EXPECT_THROW(token_of(status, problem), unavailable) << status;
    EXPECT_THROW(token_of(404, problem), error);
    EXPECT_THROW(token_of(500, problem), error);
}

TEST(Answer, WhatIsNotOursIsNotBelieved) {
    const std::string deep = std::string(100'000, '[');
    const std::vector<std::string> bodies{"",
                                          "<html>",
                                          "null",
                                          "[]",
                                          R"({"access_token":7})",
                                          R"({"access_token":""})",
                                          "{\"access_token\":\"\xff\"}",
                                          deep};
    for (const auto& body : bodies) EXPECT_THROW(token_of(200, body), unreachable) << body.substr(0, 40);
    EXPECT_THROW(token_of(401, "nginx"), unreachable);
}

}  // namespace
}  // namespace roadcase::detail
