#include "brokers/operator_bearer.h"

#include <gtest/gtest.h>

namespace roadcase::brokers {
namespace {

constexpr Time now{seconds{1'800'000'000}};
const Secret bearer("planted-operator-token");
const Terms terms{"u-1", seconds{60}, {"viewer", "chat"}};

OperatorSettings settings() {
    OperatorSettings all;
    all.host = "https://operator.example";
    return all;
}

Json body_of(const OperatorSettings& service, const Terms& wanted, const Json& extra) {
    return *parse_json(operator_create_request(service, bearer, wanted, extra).body);
}

TEST(OperatorBearer, AsksForAToken) {
    const auto request = operator_create_request(settings(), bearer, terms, Json::object());
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, "https://operator.example/auth/v1/access-tokens");
    EXPECT_EQ(request.headers.find("Authorization"), "Bearer planted-operator-token");
    EXPECT_EQ(request.headers.find("Content-Type"), "application/json");
    EXPECT_EQ(request.body, R"({"scopes":["viewer","chat"],"ttl":60,"userId":"u-1"})");
    EXPECT_EQ(body_of(settings(), {"", seconds{60}, {}}, {}), Json({{"ttl", 60}}));
}

TEST(OperatorBearer, ThePolicyStandsOverTheCallerAndWeOverBoth) {
    auto mine = settings();
    mine.body = *parse_json(R"({"data":{"streamKey":"policy"},"ttl":9999,"userId":"x","kind":"a"})");
    const auto extra = *parse_json(
        R"({"data":{"streamKey":"caller","displayName":"D"},"kind":"b","expire":"2099-01-01T00:00:00Z","scopes":["admin"]})");
    EXPECT_EQ(body_of(mine, {"", seconds{60}, {}}, extra),
              *parse_json(R"({"data":{"streamKey":"policy","displayName":"D"},"kind":"a","ttl":60})"));
}

TEST(OperatorBearer, WhatIsDecidedHereIsNeverPassed) {
    auto mine = settings();
    mine.pass = {"data", "ttl", "expire", "scopes", "userId"};
    EXPECT_TRUE(may_pass(mine, "data"));
    for (const auto* member : {"ttl", "expire", "scopes", "userId", "other", ""})
        EXPECT_FALSE(may_pass(mine, member)) << member;
}

TEST(OperatorBearer, TheWholeAnswerIsGivenOn) {
    for (const int status : {200, 201, 299}) {
        const auto token = read_operator_token({status, {}, R"({"token":"t","x":{"y":1}})"}, now);
        ASSERT_TRUE(token);
        EXPECT_EQ(dump(*token), R"({"token":"t","x":{"y":1}})");
    }
    for (const auto* body :
         {"{}", R"({"token":""})", R"({"token":7})", R"({"token":null})", R"({"Token":"t"})"}) {
        const auto token = read_operator_token({200, {}, body}, now);
        ASSERT_FALSE(token) << body;
        EXPECT_EQ(token.error().error.kind, ErrorKind::rejected);
    }
}

TEST(OperatorBearer, ATokenEndsAtItsOwnAddress) {
    const auto request = operator_delete_request(settings(), bearer, Secret("a/b?c=%d.e"));
    EXPECT_EQ(request.method, "DELETE");
    EXPECT_EQ(request.url, "https://operator.example/auth/v1/access-tokens/a%2Fb%3Fc%3D%25d.e");
    EXPECT_EQ(request.headers.find("Authorization"), "Bearer planted-operator-token");
    EXPECT_EQ(request.body, "");
    EXPECT_EQ(request.headers.find("Content-Type"), std::nullopt);
}

TEST(OperatorBearer, TheFormOfEndingIsConfigurable) {
    auto mine = settings();
    mine.delete_method = "POST";
    mine.delete_path = "/end?token={token}&again={token}";
    mine.delete_body = R"({"token":"{token}"})";
    const auto request = operator_delete_request(mine, bearer, Secret(R"(a"\{token})"));
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, "https://operator.example/end?token=a%22%5C%7Btoken%7D&again=a%22%5C%7Btoken%7D");
    EXPECT_EQ(*parse_json(request.body), Json({{"token", R"(a"\{token})"}}));
    EXPECT_EQ(request.headers.find("Content-Type"), "application/json");
}

TEST(OperatorBearer, GoneIsGone) {
    for (const int status : {200, 202, 204, 404, 410})
        EXPECT_TRUE(read_operator_deleted({status, {}, ""}, now)) << status;
    for (const int status : {302, 400, 401, 403, 405, 429, 500})
        EXPECT_FALSE(read_operator_deleted({status, {}, ""}, now)) << status;
}

TEST(OperatorBearer, ATokenIsNoStepInAPath) {
    for (const auto* good : {"a", "...", "eyJ.a.b", "0d1a-4f", "a/b"})
        EXPECT_TRUE(is_operator_token(good)) << good;
    for (const auto* bad : {"", ".", "..", "a b", "a\n", "\x7f", "\xc3\xa9"})
        EXPECT_FALSE(is_operator_token(bad)) << bad;
    EXPECT_FALSE(is_operator_token(std::string(4097, 'a')));
}

}  // namespace
}  // namespace roadcase::brokers
