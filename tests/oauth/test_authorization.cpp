#include <gtest/gtest.h>

#include "oauth/authorization.h"
#include "oauth/label.h"
#include "oauth/pkce.h"
#include "support/random.h"

namespace roadcase::oauth {
namespace {

AuthorizationServer example_server() {
    AuthorizationServer server;
    server.issuer = "https://id.example";
    server.authorization_endpoint = "https://id.example/authorize";
    return server;
}

Client example_client() {
    Client client;
    client.client_id = "my id";
    return client;
}

AuthorizationRequest example_request() {
    return {
        "http://localhost:3000/success", {"chat:read", "chat:edit"}, "the-state", "the-challenge", "", {}};
}

TEST(Pkce, VerifierIsFreshAndHas256Bits) {
    test::CountingRandom random;
    const auto first = make_code_verifier(random);
    const auto second = make_code_verifier(random);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->size(), 43U);
    EXPECT_FALSE(*first == *second);
}

TEST(Pkce, ABrokenGeneratorStopsTheFlow) {
    test::CountingRandom random;
    random.broken = true;
    EXPECT_FALSE(make_code_verifier(random));
}

TEST(Pkce, ChallengeOfRfc7636AppendixB) {
    EXPECT_EQ(s256_challenge(Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")),
              "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(AuthorizationUrl, HasItsParametersInOrder) {
    EXPECT_EQ(authorization_url(example_server(), example_client(), example_request()),
              "https://id.example/authorize?response_type=code&client_id=my%20id"
              "&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fsuccess&scope=chat%3Aread%20chat%3Aedit"
              "&state=the-state&code_challenge=the-challenge&code_challenge_method=S256");
}

TEST(AuthorizationUrl, LeavesOutWhatIsEmpty) {
    auto request = example_request();
    request.scopes.clear();
    request.code_challenge.clear();
    EXPECT_EQ(authorization_url(example_server(), example_client(), request),
              "https://id.example/authorize?response_type=code&client_id=my%20id"
              "&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fsuccess&state=the-state");
}

TEST(AuthorizationUrl, ServersOwnWaysComeLastAndNeverOverrideOurs) {
    auto server = example_server();
    server.authorization_endpoint = "https://id.example/authorize?tenant=7";
    server.scope_separator = ",";
    server.authorization_params = {{"access_type", "offline"}, {"state", "evil"}, {"prompt", "consent"}};
    auto request = example_request();
    request.nonce = "n-1";
    request.extra = {{"force_verify", "true"}, {"redirect_uri", "https://evil.example"}};
    EXPECT_EQ(authorization_url(server, example_client(), request),
              "https://id.example/authorize?tenant=7&response_type=code&client_id=my%20id"
              "&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fsuccess&scope=chat%3Aread%2Cchat%3Aedit"
              "&state=the-state&code_challenge=the-challenge&code_challenge_method=S256&nonce=n-1"
              "&access_type=offline&prompt=consent&force_verify=true");
}

TEST(AuthorizationUrl, WhatIsAskedThisOnceBeatsTheServersStandingValue) {
    auto server = example_server();
    server.authorization_params = {{"prompt", "consent"}};
    auto request = example_request();
    request.extra = {{"prompt", "select_account"}};
    const auto url = authorization_url(server, example_client(), request);
    EXPECT_NE(url.find("&prompt=select_account"), std::string::npos);
    EXPECT_EQ(url.find("prompt=consent"), std::string::npos);
}

TEST(AuthorizationResponse, ReadsCodeStateAndIssuer) {
    const auto response =
        parse_authorization_response("code=abc%3D%3D&state=x-y_z&iss=https%3A%2F%2Fid.example&expires_in=60");
    ASSERT_TRUE(response);
    EXPECT_EQ(response->code.reveal(), "abc==");
    EXPECT_EQ(response->state, "x-y_z");
    EXPECT_EQ(response->iss, "https://id.example");
    EXPECT_EQ(response->error, "");
}

TEST(AuthorizationResponse, UnknownErrorCodesSurvive) {
    const auto response =
        parse_authorization_response("error=redirect_mismatch&error_description=No+such&state=s");
    ASSERT_TRUE(response);
    EXPECT_EQ(response->error, "redirect_mismatch");
    EXPECT_EQ(response->error_description, "No such");
}

TEST(AuthorizationResponse, NoAnswerAtAllIsHowSomeSayThatThePersonCancelled) {
    EXPECT_EQ(parse_authorization_response("").error().code, "E204");
}

TEST(AuthorizationResponse, RefusesWhatIsNotOneAnswer) {
    const std::string queries[] = {"code=a",
                                   "state=s",
                                   "code=a&state=",
                                   "code=&state=s",
                                   "code=a&code=b&state=s",
                                   "code=a&state=s&state=t",
                                   "code=a&state=s&x=1&x=2",
                                   "code=a&error=e&state=s",
                                   "code=a%0Ab&state=s",
                                   "code=a%00&state=s",
                                   "code=a%2&state=s",
                                   "code=a&state=s%0D",
                                   "code=%C3%A9&state=s",
                                   "code=" + std::string(2049, 'a') + "&state=s",
                                   "code=a&state=" + std::string(513, 's'),
                                   "code=a&state=s&iss=" + std::string(2000, 'i')};
    for (const auto& query : queries) {
        const auto response = parse_authorization_response(query);
        ASSERT_FALSE(response) << query;
        EXPECT_EQ(response.error().code, "E205");
        EXPECT_EQ(response.error().kind, ErrorKind::invalid_request);
    }
    EXPECT_TRUE(
        parse_authorization_response("code=" + std::string(2048, 'a') + "&state=" + std::string(512, 's')));
}

struct IssuerCase {
    std::string issuer, iss;
    bool promised, accepted;
};

void PrintTo(const IssuerCase& c, std::ostream* out) {
    *out << test::label(c.issuer + " " + c.iss + (c.promised ? " promised" : ""));
}

class Issuer : public testing::TestWithParam<IssuerCase> {};

TEST_P(Issuer, IsComparedByteForByte) {
    const auto& c = GetParam();
    AuthorizationServer server;
    server.issuer = c.issuer;
    server.authorization_response_iss_parameter_supported = c.promised;
    for (const bool is_error : {false, true}) {
        AuthorizationResponse response;
        response.state = "s";
        response.iss = c.iss;
        if (is_error) response.error = "access_denied";
        if (!is_error) response.code = Secret("abc");
        const auto code = accept_response(server, response);
        EXPECT_EQ(code.has_value(), c.accepted && !is_error);
        const std::string problem = code ? "" : code.error().code;
        EXPECT_EQ(problem, !c.accepted ? "E208" : is_error ? "E204" : "");
    }
}

INSTANTIATE_TEST_SUITE_P(
    Rfc9207, Issuer,
    testing::Values(IssuerCase{"https://id.example", "https://id.example", true, true},
                    IssuerCase{"https://id.example", "https://id.example", false, true},
                    IssuerCase{"https://id.example", "", false, true},
                    IssuerCase{"https://id.example", "", true, false},
                    IssuerCase{"https://id.example", "https://id.example/", true, false},
                    IssuerCase{"https://id.example", "https://evil.example", false, false},
                    IssuerCase{"https://id.example", "https://ID.example", false, false},
                    IssuerCase{"", "https://id.example", false, true},
                    IssuerCase{"", "https://id.example", true, false}, IssuerCase{"", "", true, false}));

struct ErrorCase {
    std::string error, code;
    ErrorKind kind;
};

void PrintTo(const ErrorCase& c, std::ostream* out) {
    *out << test::label(c.error);
}

class RedirectError : public testing::TestWithParam<ErrorCase> {};

TEST_P(RedirectError, IsSaidInWords) {
    AuthorizationResponse response;
    response.error = GetParam().error;
    response.error_description = "line\none";
    const auto code = accept_response(AuthorizationServer{}, response);
    ASSERT_FALSE(code);
    EXPECT_EQ(code.error().code, GetParam().code);
    EXPECT_EQ(code.error().kind, GetParam().kind);
    EXPECT_NE(code.error().detail.find("\"" + GetParam().error + "\": \"line\\x0Aone\""), std::string::npos);
    EXPECT_NE(code.error().next, "");
}

INSTANTIATE_TEST_SUITE_P(Table, RedirectError,
                         testing::Values(ErrorCase{"access_denied", "E204", ErrorKind::denied},
                                         ErrorCase{"redirect_mismatch", "E201", ErrorKind::rejected},
                                         ErrorCase{"unauthorized_client", "E212", ErrorKind::rejected},
                                         ErrorCase{"temporarily_unavailable", "E404", ErrorKind::unavailable},
                                         ErrorCase{"invalid_scope", "", ErrorKind::rejected},
                                         ErrorCase{"their_own_word", "", ErrorKind::rejected}));

}  // namespace
}  // namespace roadcase::oauth
