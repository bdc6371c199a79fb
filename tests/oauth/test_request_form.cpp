#include <gtest/gtest.h>

#include "core/encoding.h"
#include "oauth/authorization.h"
#include "oauth/pkce.h"
#include "oauth/token.h"

namespace roadcase::oauth {
namespace {

AuthorizationServer server() {
    AuthorizationServer server;
    server.authorization_endpoint = "https://id.example/authorize";
    server.token_endpoint = "https://id.example/token";
    server.revocation_endpoint = "https://id.example/revoke";
    return server;
}

Client client(const char* secret = "planted-secret") {
    Client client;
    client.client_id = "id 1";
    client.client_secret = Secret(secret);
    client.redirect_uri = "http://localhost:3000/success";
    return client;
}

http::Request made(const RequestForm& form, const Client& who = client()) {
    return make_request(form, "https://id.example/token", server(), who, {{"token", "t&1"}, {"scope", ""}});
}

TEST(RequestForm, FillsInOnePassAndLeavesWhatItDoesNotKnow) {
    EXPECT_EQ(fill("{a}-{b}-{c}", {{"a", "{b}"}, {"b", "2"}}), "{b}-2-{c}");
    EXPECT_EQ(fill("{{a}}", {{"a", "1"}}), "{1}");
    EXPECT_EQ(fill("{", {}), "{");
    EXPECT_EQ(fill("}{a", {{"a", "1"}}), "}{a");
    EXPECT_EQ(fill("", {}), "");
}

TEST(RequestForm, AParameterThatIsOnePlaceholderWithoutValueIsLeftOut) {
    const auto request =
        made({.params = {{"a", "{scope}"}, {"b", "x{scope}"}, {"c", "{code}"}, {"d", "{token}"}},
              .proof = ClientProof::none});
    EXPECT_EQ(request.body, "b=x&d=t%261");
}

TEST(RequestForm, ABodyOfItsOwnPutsNoSecretIntoTheAddress) {
    const auto request = made({.params = {{"a", "1"}}, .body = "null"});
    EXPECT_EQ(request.url, "https://id.example/token?a=1");
    EXPECT_EQ(request.body, "null");
    EXPECT_TRUE(request.headers.find("Authorization")->starts_with("Basic "));
}

TEST(RequestForm, KnowsWhetherItCarriesTheSecret) {
    EXPECT_TRUE(carries_secret({}));
    EXPECT_TRUE(carries_secret({.proof = ClientProof::basic}));
    EXPECT_FALSE(carries_secret({.params = {{"a", "{client_id}"}}, .proof = ClientProof::id_only}));
    EXPECT_TRUE(carries_secret({.params = {{"a", "x|{client_secret}"}}, .proof = ClientProof::none}));
    EXPECT_TRUE(carries_secret({.headers = {{"A", "{client_secret}"}}, .proof = ClientProof::none}));
}

TEST(RequestForm, WritesTheParametersAsFormJsonOrQuery) {
    RequestForm form{.params = {{"token", "{token}"}}, .proof = ClientProof::none};
    EXPECT_EQ(made(form).body, "token=t%261");
    EXPECT_EQ(made(form).headers.find("Content-Type"), "application/x-www-form-urlencoded");
    form.encoding = Encoding::json;
    EXPECT_EQ(made(form).body, R"({"token":"t&1"})");
    EXPECT_EQ(made(form).headers.find("Content-Type"), "application/json");
    form.encoding = Encoding::query;
    EXPECT_EQ(made(form).body, "");
    EXPECT_EQ(made(form).url, "https://id.example/token?token=t%261");
    EXPECT_EQ(made(form).headers.count("Content-Type"), 0u);
    form.encoding = Encoding::form;
    form.method = "GET";
    EXPECT_EQ(made(form).url, "https://id.example/token?token=t%261") << "a GET has no body";
    form.params.clear();
    form.method = "POST";
    EXPECT_EQ(made(form).body, "") << "Dropbox wants an empty body";
    EXPECT_EQ(made(form).headers.count("Content-Type"), 0u);
    form.body = R"({"query":"{ me }"})";
    EXPECT_EQ(made(form).body, form.body);
}

TEST(RequestForm, ProvesTheClientAsTheFormSays) {
    RequestForm form;
    EXPECT_EQ(made(form).body, "client_id=id%201&client_secret=planted-secret");
    form.proof = ClientProof::id_only;
    EXPECT_EQ(made(form).body, "client_id=id%201");
    form.proof = ClientProof::none;
    EXPECT_EQ(made(form).body, "");
    EXPECT_EQ(made(form).headers.count("Authorization"), 0u);
    form.proof = ClientProof::basic;
    EXPECT_EQ(made(form).headers.find("Authorization"), "Basic " + base64_encode("id%201:planted-secret"));
    EXPECT_EQ(made(form, client("")).headers.find("Authorization"), "Basic " + base64_encode("id%201:"))
        << "Reddit: an installed app has an empty password";
}

TEST(RequestForm, WhatItNamesItselfIsNotNamedAgain) {
    EXPECT_EQ(made({.params = {{"client_secret", "{client_secret}"}, {"client_id", "other"}}}).body,
              "client_secret=planted-secret&client_id=other");
}

TEST(RequestForm, MayHaveAnAddressHeadersAndMethodOfItsOwn) {
    const auto request = made({.url = "https://api.example/apps/{client_id}/token",
                               .method = "DELETE",
                               .headers = {{"accept", "text/x"}, {"Client-ID", "{client_id}"}},
                               .proof = ClientProof::none});
    EXPECT_EQ(request.method, "DELETE");
    EXPECT_EQ(request.url, "https://api.example/apps/id%201/token");
    EXPECT_EQ(request.headers.find("Accept"), "text/x");
    EXPECT_EQ(request.headers.count("Accept"), 1u);
    EXPECT_EQ(request.headers.find("Client-ID"), "id 1");
}

std::string url(const AuthorizationServer& server) {
    return authorization_url(server, client(),
                             {.redirect_uri = "http://x/s",
                              .scopes = {"a:b", "c d"},
                              .state = "STATE",
                              .code_challenge = {},
                              .nonce = {},
                              .extra = {}});
}

TEST(AuthorizationUrl, BendsAsTheServerDoes) {
    auto bent = server();
    bent.client_id_parameter = "client_key";
    bent.scope_parameter = "user_scope";
    bent.scope_separator = "+";
    bent.leading_authorization_params = {{"redirect", "127.0.0.1"}, {"state", "evil"}};
    bent.authorization_params = {{"client_key", "evil"}, {"prompt", "consent"}};
    EXPECT_EQ(url(bent),
              "https://id.example/authorize?redirect=127.0.0.1&response_type=code&client_key=id%201"
              "&redirect_uri=http%3A%2F%2Fx%2Fs&user_scope=a%3Ab+c%20d&state=STATE&prompt=consent");
    bent.omit_parameters = {"response_type", "client_id", "scope"};
    bent.leading_authorization_params = {};
    bent.authorization_endpoint = "https://shop.example/apps/{client_id}/connect?v=1";
    EXPECT_EQ(url(bent),
              "https://shop.example/apps/id%201/connect?v=1&redirect_uri=http%3A%2F%2Fx%2Fs&state=STATE"
              "&prompt=consent");
}

TEST(AuthorizationUrl, ChallengesAreBase64urlOrHex) {
    const Secret verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");  // RFC 7636 appendix B
    EXPECT_EQ(s256_challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    EXPECT_EQ(s256_challenge(verifier, ChallengeEncoding::hex),
              "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3");
}

TokenOutcome parsed(const AuthorizationServer& from, const std::string& body, int status = 200) {
    return parse_token_response(from, {status, {}, body}, from_unix(1'000'000));
}

TEST(AnswerForm, LooksOnlyWhereItSays) {
    auto bent = server();
    bent.answer.fields = {{"access_token", {"/authed_user/access_token"}}, {"scope", {"/authed_user/scope"}}};
    const auto tokens = std::get<TokenSet>(parsed(
        bent, R"({"ok":true,"access_token":"planted-bot","authed_user":{"access_token":"planted-user",)"
              R"("scope":"a,b"}})"));
    EXPECT_EQ(tokens.access_token.reveal(), "planted-user");
    EXPECT_EQ(tokens.scopes, (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(std::holds_alternative<TokenFailure>(parsed(bent, R"({"access_token":"planted-bot"})")))
        << "another token stands at the standard's place";
}

TEST(AnswerForm, TokenTypesLifetimesAndWords) {
    auto bent = server();
    const auto body = R"({"access_token":"planted-a","token_type":"OAuth","expires_in":3600})";
    EXPECT_TRUE(std::holds_alternative<TokenFailure>(parsed(bent, body)));
    bent.answer.token_types = {"bearer", "oauth"};
    EXPECT_TRUE(std::get<TokenSet>(parsed(bent, body)).expires_at);
    bent.answer.ignore_expires_in = true;
    EXPECT_FALSE(std::get<TokenSet>(parsed(bent, body)).expires_at);

    bent.answer.errors = {{"11003", "invalid_grant"}};
    bent.answer.fields = {{"error", {"/sub_status"}}};
    const auto failure = std::get<TokenFailure>(parsed(bent, R"({"sub_status":11003,"error":"other"})", 400));
    EXPECT_EQ(failure.error, "invalid_grant");
    EXPECT_EQ(failure.error_description, "11003");
    EXPECT_EQ(judge(failure), RenewalVerdict::grant_gone);
}

TEST(AnswerForm, ATokenThatRenewsItselfStandsAsBoth) {
    auto bent = server();
    bent.renews_with_access_token = true;
    const auto tokens = std::get<TokenSet>(parsed(bent, R"({"access_token":"planted-a","expires_in":60})"));
    EXPECT_EQ(tokens.refresh_token, tokens.access_token);
    EXPECT_EQ(tokens.refresh_expires_at, tokens.expires_at);
    bent.forms.exchange = RequestForm{
        .method = "GET", .params = {{"access_token", "{access_token}"}}, .proof = ClientProof::none};
    EXPECT_EQ(exchange_request(bent, client(), Secret("planted-a"))->url,
              "https://id.example/token?access_token=planted-a");
    EXPECT_FALSE(exchange_request(server(), client(), Secret("planted-a")));
}

TEST(Refusal, IsSeenInAnAnswerOfSuccess) {
    EXPECT_EQ(refusal_in({200, {}, ""}, server()), "");
    EXPECT_EQ(refusal_in({200, {}, R"({"ok":true})"}, server()), "");
    EXPECT_EQ(refusal_in({200, {}, R"({"ok":false,"error":"not_authed"})"}, server()),
              "It answered \"not_authed\".");
}

}  // namespace
}  // namespace roadcase::oauth
