#include <gtest/gtest.h>

#include "oauth/label.h"
#include "oauth/token.h"

namespace roadcase::oauth {
namespace {

constexpr Time now = Time{seconds{1'800'000'000}};  // 2027-01-15T08:00:00Z

TokenOutcome parse(std::string body, int status = 200, const AuthorizationServer& server = {},
                   std::string type = "application/json") {
    return parse_token_response(server, {status, {{"Content-Type", std::move(type)}}, std::move(body)}, now);
}

TokenSet tokens(const std::string& body, const AuthorizationServer& server = {}) {
    auto outcome = parse(body, 200, server);
    EXPECT_TRUE(std::holds_alternative<TokenSet>(outcome)) << body;
    return std::holds_alternative<TokenSet>(outcome) ? std::get<TokenSet>(outcome) : TokenSet{};
}

TokenFailure failure(const std::string& body, int status = 200) {
    auto outcome = parse(body, status);
    EXPECT_TRUE(std::holds_alternative<TokenFailure>(outcome)) << body;
    return std::holds_alternative<TokenFailure>(outcome) ? std::get<TokenFailure>(outcome) : TokenFailure{};
}

/// A good answer with one more member.
std::string with(const std::string& member) {
    return R"({"access_token":"at","token_type":"Bearer")" + (member.empty() ? "" : "," + member) + "}";
}

TEST(TokenResponse, OfTheStandard) {
    const std::string body =
        R"({"access_token":"at","token_type":"Bearer","expires_in":3600,"refresh_token":"rt","id_token":"it",)"
        R"("scope":"chat:read chat:edit","extra":{"x":1}})";
    const auto set = tokens(body);
    EXPECT_EQ(set.access_token.reveal(), "at");
    EXPECT_EQ(set.refresh_token.reveal(), "rt");
    EXPECT_EQ(set.id_token.reveal(), "it");
    EXPECT_EQ(set.token_type, "Bearer");
    EXPECT_EQ(set.scopes, (std::vector<std::string>{"chat:read", "chat:edit"}));
    EXPECT_EQ(set.received_at, now);
    EXPECT_EQ(set.expires_at, now + seconds{3600});
    EXPECT_EQ(set.raw.reveal(), body);
}

TEST(TokenResponse, OfTheFormEncoding) {
    for (const std::string type : {"application/x-www-form-urlencoded; charset=utf-8", "text/html", ""}) {
        const auto outcome =
            parse("access_token=a%2Bt&expires_in=28800&scope=repo%2Cgist&token_type=bearer\n", 200, {}, type);
        const auto* set = std::get_if<TokenSet>(&outcome);
        ASSERT_NE(set, nullptr) << type;
        EXPECT_EQ(set->access_token.reveal(), "a+t");
        EXPECT_EQ(set->expires_at, now + seconds{28800});
        EXPECT_EQ(set->scopes, (std::vector<std::string>{"repo", "gist"}));
    }
}

TEST(TokenResponse, TokenTypeInAnyCaseOrMissing) {
    for (const std::string type : {"bearer", "Bearer", "BEARER"})
        EXPECT_EQ(tokens(R"({"access_token":"at","token_type":")" + type + "\"}").token_type, type);
    EXPECT_EQ(tokens(R"({"access_token":"at"})").token_type, "Bearer");
    EXPECT_EQ(tokens(R"({"access_token":"at","token_type":null})").token_type, "Bearer");
    for (const std::string type : {"\"mac\"", "\"DPoP\"", "7", "\"\"", "[\"bearer\"]"})
        EXPECT_EQ(failure(R"({"access_token":"at","token_type":)" + type + "}").kind,
                  TokenFailure::Kind::unreadable);
}

struct ScopeCase {
    std::string member;
    std::optional<std::vector<std::string>> scopes;
};

void PrintTo(const ScopeCase& c, std::ostream* out) {
    *out << test::label(c.member);
}

class ScopeOfAnswer : public testing::TestWithParam<ScopeCase> {};

TEST_P(ScopeOfAnswer, IsReadLiberally) {
    EXPECT_EQ(tokens(with(GetParam().member)).scopes, GetParam().scopes);
}

using Scopes = std::vector<std::string>;
INSTANTIATE_TEST_SUITE_P(
    Table, ScopeOfAnswer,
    testing::Values(ScopeCase{"", std::nullopt}, ScopeCase{R"("scope":null)", std::nullopt},
                    ScopeCase{R"("scope":"")", std::nullopt}, ScopeCase{R"("scope":7)", std::nullopt},
                    ScopeCase{R"("scope":[])", Scopes{}}, ScopeCase{R"("scope":"a")", Scopes{"a"}},
                    ScopeCase{R"("scope":" a  b ")", Scopes{"a", "b"}},
                    ScopeCase{R"("scope":"a,b, c")", Scopes{"a", "b", "c"}},
                    ScopeCase{R"("scope":["a:b","c",7,"x\ny",""])", Scopes{"a:b", "c"}}));

struct LifetimeCase {
    std::string member;
    std::int64_t seconds_left;
};

void PrintTo(const LifetimeCase& c, std::ostream* out) {
    *out << test::label(c.member);
}

class LifetimeOfAnswer : public testing::TestWithParam<LifetimeCase> {};

TEST_P(LifetimeOfAnswer, IsSaneWhateverTheServerSays) {
    const auto set = tokens(with(GetParam().member));
    ASSERT_TRUE(set.expires_at);
    EXPECT_EQ((*set.expires_at - now).count(), GetParam().seconds_left);
}

INSTANTIATE_TEST_SUITE_P(
    ExpiresIn, LifetimeOfAnswer,
    testing::Values(LifetimeCase{R"("expires_in":60)", 60}, LifetimeCase{R"("expires_in":"14124")", 14124},
                    LifetimeCase{R"("expires_in":" 60 ")", 60}, LifetimeCase{R"("expires_in":59.9)", 59},
                    LifetimeCase{R"("expires_in":"59.9")", 59},
                    LifetimeCase{R"("expires_in":315360000)", 315360000}, LifetimeCase{"", 3600},
                    LifetimeCase{R"("expires_in":null)", 3600}, LifetimeCase{R"("expires_in":0)", 3600},
                    LifetimeCase{R"("expires_in":-5)", 3600}, LifetimeCase{R"("expires_in":0.5)", 3600},
                    LifetimeCase{R"("expires_in":1e18)", 3600},
                    LifetimeCase{R"("expires_in":1000000000000000000)", 3600},
                    LifetimeCase{R"("expires_in":18446744073709551615)", 3600},
                    LifetimeCase{R"("expires_in":"nan")", 3600}, LifetimeCase{R"("expires_in":"inf")", 3600},
                    LifetimeCase{R"("expires_in":"1e999")", 3600},
                    LifetimeCase{R"("expires_in":"soon")", 3600}, LifetimeCase{R"("expires_in":"60s")", 3600},
                    LifetimeCase{R"("expires_in":true)", 3600}, LifetimeCase{R"("expires_in":[60])", 3600}));

INSTANTIATE_TEST_SUITE_P(
    CreatedAt, LifetimeOfAnswer,
    testing::Values(LifetimeCase{R"("expires_in":3600,"created_at":"2027-01-15T07:59:00")", 3540},
                    LifetimeCase{R"("expires_in":3600,"created_at":"2027-01-15T07:59:00.250Z")", 3540},
                    LifetimeCase{R"("expires_in":3600,"created_at":1799999940)", 3540},
                    LifetimeCase{R"("expires_in":3600,"created_at":"2027-01-15T08:10:00")", 3600},
                    LifetimeCase{R"("expires_in":3600,"created_at":"2021-09-02T12:34:56")", 3600},
                    LifetimeCase{R"("expires_in":3600,"created_at":"2027-01-15T07:59:00+01:00")", 3600},
                    LifetimeCase{R"("expires_in":3600,"created_at":"2027-02-30T07:59:00")", 3600},
                    LifetimeCase{R"("expires_in":3600,"created_at":"yesterday")", 3600},
                    LifetimeCase{R"("expires_in":3600,"created_at":-9e99)", 3600},
                    LifetimeCase{R"("created_at":"2027-01-15T07:59:00")", 3600}));

TEST(TokenResponse, TheServersDefaultLifetimeFillsTheGap) {
    AuthorizationServer server;
    server.default_expires_in = seconds{7200};
    EXPECT_EQ(tokens(with(""), server).expires_at, now + seconds{7200});
    EXPECT_EQ(tokens(with(R"("expires_in":-1)"), server).expires_at, now + seconds{7200});
    EXPECT_EQ(tokens(with(R"("expires_in":60)"), server).expires_at, now + seconds{60});
    server.default_expires_in = seconds{0};
    EXPECT_EQ(tokens(with(""), server).expires_at, std::nullopt);
}

struct RefreshEndCase {
    const char* label;
    const char* member;
    std::optional<seconds> life;
};

class EndOfRefreshToken : public testing::TestWithParam<RefreshEndCase> {};

TEST_P(EndOfRefreshToken, IsReadInEveryDialect) {
    const auto set = tokens(with(GetParam().member));
    const auto expected = GetParam().life ? std::optional(now + *GetParam().life) : std::nullopt;
    EXPECT_EQ(set.refresh_expires_at, expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, EndOfRefreshToken,
    testing::Values(RefreshEndCase{"Missing", "", {}},
                    RefreshEndCase{"Google", R"("refresh_token_expires_in":604799)", seconds{604'799}},
                    RefreshEndCase{"GitHubForm", R"("refresh_token_expires_in":"15897600")",
                                   seconds{15'897'600}},
                    RefreshEndCase{"TikTok", R"("refresh_expires_in":31536000)", seconds{31'536'000}},
                    RefreshEndCase{"KeycloakOffline", R"("refresh_expires_in":0)", {}},
                    RefreshEndCase{"Intuit", R"("x_refresh_token_expires_in":8726400)", seconds{8'726'400}},
                    RefreshEndCase{"Negative", R"("refresh_expires_in":-1)", {}},
                    RefreshEndCase{"Absurd", R"("refresh_expires_in":1e300)", {}},
                    RefreshEndCase{"NoNumber", R"("refresh_expires_in":{})", {}},
                    RefreshEndCase{"TheFirstThatIsALifetime",
                                   R"("refresh_token_expires_in":0,"refresh_expires_in":60)", seconds{60}}),
    [](const auto& each) { return each.param.label; });

TEST(TokenResponse, TokensOutsideVscharOrTooLongAreRefused) {
    const std::string longest(8192, 'a');
    EXPECT_EQ(tokens(R"({"access_token":")" + longest + "\"}").access_token.size(), 8192U);
    const std::string bad[] = {"\"a\\r\\nX: 1\"", "\"\\u0000\"",         "\"\\u00e9\"", "7",
                               "[\"a\"]",         "\"" + longest + "a\""};
    for (const auto& token : bad) {
        EXPECT_EQ(failure("{\"access_token\":" + token + "}").kind, TokenFailure::Kind::unreadable) << token;
        EXPECT_EQ(failure(with("\"refresh_token\":" + token)).kind, TokenFailure::Kind::unreadable) << token;
        EXPECT_EQ(failure(with("\"id_token\":" + token)).kind, TokenFailure::Kind::unreadable) << token;
    }
    for (const std::string none : {"null", "\"\""}) {
        EXPECT_TRUE(tokens(with("\"refresh_token\":" + none)).refresh_token.empty());
        EXPECT_EQ(failure("{\"access_token\":" + none + "}").kind, TokenFailure::Kind::unreadable);
    }
}

TEST(TokenResponse, WhatIsNoAnswerIsUnreadable) {
    const std::string bodies[] = {"",
                                  "<!DOCTYPE html><p>access_token=1</p>",
                                  R"({"access_token":"at","expires)",
                                  R"({"access_token":"at"} trailing)",
                                  R"(["access_token"])",
                                  "\"at\"",
                                  "null",
                                  "{}",
                                  R"({"access_token":"one","access_token":"two"})",
                                  "access_token=one&access_token=two",
                                  "{\"access_token\":\"\xff\"}",
                                  std::string(50'000, '['),
                                  with("\"pad\":\"" + std::string(1024 * 1024, 'x') + "\"")};
    for (const auto& body : bodies) {
        const auto what = failure(body);
        EXPECT_EQ(what.kind, TokenFailure::Kind::unreadable) << body.substr(0, 60);
        EXPECT_EQ(what.status, 200);
        EXPECT_EQ(what.content_type, "application/json");
        EXPECT_EQ(judge(what), RenewalVerdict::transient);
    }
}

TEST(TokenResponse, ATokenInARefusalIsNoToken) {
    EXPECT_EQ(failure(with(""), 500).kind, TokenFailure::Kind::unreadable);
    EXPECT_EQ(failure(with(""), 302).kind, TokenFailure::Kind::unreadable);
    EXPECT_EQ(failure(with(R"("error":"invalid_grant")")).error, "invalid_grant");
}

struct ErrorCase {
    int status;
    std::string body, error, description;
};

void PrintTo(const ErrorCase& c, std::ostream* out) {
    *out << c.status << " " << test::label(c.body);
}

class ErrorOfAnswer : public testing::TestWithParam<ErrorCase> {};

TEST_P(ErrorOfAnswer, IsFoundInEveryDialect) {
    const auto what = failure(GetParam().body, GetParam().status);
    EXPECT_EQ(what.kind, TokenFailure::Kind::server_error);
    EXPECT_EQ(what.status, GetParam().status);
    EXPECT_EQ(what.error, GetParam().error);
    EXPECT_EQ(what.error_description, GetParam().description);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ErrorOfAnswer,
    testing::Values(
        ErrorCase{400, R"({"error":"invalid_grant","error_description":"gone"})", "invalid_grant", "gone"},
        ErrorCase{200, R"({"error":"bad_refresh_token"})", "bad_refresh_token", ""},
        ErrorCase{200, "error=bad_verification_code&error_description=The+code", "bad_verification_code",
                  "The code"},
        ErrorCase{400, R"({"status":400,"message":"Invalid refresh token"})", "Invalid refresh token", ""},
        ErrorCase{400, R"({"error":"Bad Request","status":400,"message":"Invalid refresh token"})",
                  "Bad Request", "Invalid refresh token"},
        ErrorCase{200, R"({"message":"Unauthorized","error":401})", "401", "Unauthorized"},
        ErrorCase{400, R"({"error":{"message":"No","type":"OAuthException","code":190}})", "OAuthException",
                  "No"},
        ErrorCase{401, R"({"errors":[{"code_name":"Unauthorized","detail":"No token"}]})", "Unauthorized",
                  "No token"},
        ErrorCase{400, R"({"error":"a\nb\u001b[31m"})", "a\\x0Ab\\x1B[31m", ""}));

TEST(TokenResponse, SaysWhenToComeBack) {
    const http::Response response{503, {{"Retry-After", "120"}}, "busy"};
    const auto outcome = parse_token_response({}, response, now);
    EXPECT_EQ(std::get<TokenFailure>(outcome).retry_after, seconds{120});
}

TEST(TokenResponse, LongDescriptionsAreCut) {
    const auto what = failure(R"({"error":"e","error_description":")" + std::string(5000, 'x') + "\"}", 400);
    EXPECT_LE(what.error_description.size(), 203U);
}

}  // namespace
}  // namespace roadcase::oauth
