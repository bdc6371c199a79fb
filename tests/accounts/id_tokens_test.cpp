#include "accounts/id_tokens.h"

#include "oauth/signing.h"
#include "outside.h"

namespace roadcase::accounts {
namespace {

using test::SigningKey;
using testing::HasSubstr;

const std::string keys_url = "https://id.example/keys";

struct IdTokenChecks : testing::Test {
    test::Outside outside;
    IdTokens id_tokens{outside.world};
    SigningKey key{SigningKey::Type::p256};
    oauth::AuthorizationServer server;

    IdTokenChecks() {
        server.issuer = "https://id.example";
        server.jwks_uri = keys_url;
        outside.put(keys_url, key.jwks());
    }
    std::string claims(const std::string& change = {}, const std::string& to = {}) const {
        const auto now = to_unix(outside.clock.now());
        std::string text =
            R"({"iss":"https://id.example","aud":"our-client","sub":"nova","nonce":"planted-nonce","iat":)" +
            std::to_string(now) + R"(,"exp":)" + std::to_string(now + 600) + "}";
        if (const auto at = text.find(change); !change.empty() && at != std::string::npos)
            text.replace(at, change.size(), to);
        return text;
    }
    /// "nova" when it holds, else the Error.
    std::string check(const std::string& token) {
        const auto checked = id_tokens.check(server, "our-client", Secret("planted-nonce"), Secret(token));
        if (!checked) return checked.error().code + " " + checked.error().detail;
        return string_at(*checked, "sub").value_or("nobody");
    }
    std::size_t asked() const { return outside.asked().size(); }
};

TEST_F(IdTokenChecks, Es256AndRs256Hold) {
    EXPECT_EQ(check(key.token(claims())), "nova");
    const SigningKey rsa(SigningKey::Type::rsa);
    outside.put("https://id.example/other", rsa.jwks());
    server.jwks_uri = "https://id.example/other";
    EXPECT_EQ(check(rsa.token(claims())), "nova");
}

TEST_F(IdTokenChecks, WhatDoesNotHoldIsSaidWithoutTheToken) {
    const auto hs256 = key.token(R"({"alg":"HS256","kid":"key-1"})", claims());
    const auto none = key.token(R"({"alg":"none"})", claims());
    for (const auto& [token, why] : std::vector<std::pair<std::string, std::string>>{
             {"", "held none"},
             {"not.a.token", "cannot be read"},
             {hs256, "signed in a way"},
             {none, "signed in a way"},
             {none.substr(0, none.rfind('.') + 1), "signed in a way"},
             {key.token(claims("our-client", "another-client")), "another client"},
             {key.token(claims("https://id.example", "https://id.example/")), "another issuer"},
             {key.token(claims("planted-nonce", "another-nonce")), "another sign-in"},
             {key.token(claims(R"(,"nonce")", R"(,"other")")), "another sign-in"},
             {key.token(claims(R"("exp":)", R"("exp":1,"x":)")), "has ended"},
             {SigningKey(SigningKey::Type::p256).token(claims()), "not by a key"}}) {
        const auto said = check(token);
        EXPECT_THAT(said, HasSubstr("E215")) << why;
        EXPECT_THAT(said, HasSubstr(why));
        EXPECT_EQ(said.find("planted"), std::string::npos);
    }
}

TEST_F(IdTokenChecks, AKeyThatIsNotKnownIsAskedForOnceAMinute) {
    ASSERT_EQ(check(key.token(claims())), "nova");
    const SigningKey next(SigningKey::Type::p256, "key-2");
    outside.put(keys_url, R"({"keys":[)" + key.jwk() + "," + next.jwk() + "]}");
    outside.clock.advance(seconds{59});
    EXPECT_THAT(check(next.token(claims())), HasSubstr("not by a key"));
    EXPECT_EQ(asked(), 1u);
    outside.clock.advance(seconds{1});
    EXPECT_EQ(check(next.token(claims())), "nova");
    EXPECT_EQ(check(key.token(claims())), "nova");
    EXPECT_EQ(asked(), 2u);
    for (int stranger = 0; stranger < 20; ++stranger)
        check(SigningKey(SigningKey::Type::p256, "key-of-" + std::to_string(stranger)).token(claims()));
    EXPECT_EQ(asked(), 2u) << "names of keys must not make us ask at every turn";
}

TEST_F(IdTokenChecks, AfterADayAKeyThatWasTakenBackDoesNotHold) {
    ASSERT_EQ(check(key.token(claims())), "nova");
    const SigningKey next(SigningKey::Type::p256, "key-2");
    outside.put(keys_url, next.jwks());
    outside.clock.advance(seconds{86'399});
    EXPECT_EQ(check(key.token(claims())), "nova");
    outside.clock.advance(seconds{1});
    EXPECT_THAT(check(key.token(claims())), HasSubstr("not by a key"));
}

TEST_F(IdTokenChecks, WithoutKeysNobodyIsBelieved) {
    outside.unplug(keys_url);
    EXPECT_THAT(check(key.token(claims())), HasSubstr("E404"));
    for (const auto& answer : {http::Response{500, {}, ""}, test::json_answer(200, "<html>"),
                               test::json_answer(200, key.jwks() + std::string(300'000, ' '))}) {
        outside.pages[keys_url] = answer;
        EXPECT_THAT(check(key.token(claims())), HasSubstr("E215 The provider's keys")) << answer.status;
    }
    outside.put(keys_url, R"({"keys":[]})");
    EXPECT_THAT(check(key.token(claims())), HasSubstr("not by a key"));
}

TEST_F(IdTokenChecks, ManyServersAreNotAllRemembered) {
    for (int i = 0; i < 40; ++i) {
        server.jwks_uri = keys_url + std::to_string(i);
        outside.put(server.jwks_uri, key.jwks());
        ASSERT_EQ(check(key.token(claims())), "nova");
        outside.clock.advance(seconds{1});
    }
    ASSERT_EQ(asked(), 40u);
    EXPECT_EQ(check(key.token(claims())), "nova");
    EXPECT_EQ(asked(), 40u) << "the last one is known";
    server.jwks_uri = keys_url + "0";
    EXPECT_EQ(check(key.token(claims())), "nova");
    EXPECT_EQ(asked(), 41u) << "the first one had to go";
}

TEST_F(IdTokenChecks, AreExpectedWithOpenidAndSomethingToCheckThem) {
    EXPECT_TRUE(IdTokens::are_expected(server, {"openid", "chat"}));
    EXPECT_FALSE(IdTokens::are_expected(server, {"chat", "openid2"}));
    server.jwks_uri = "";
    EXPECT_FALSE(IdTokens::are_expected(server, {"openid"}));
    server = {};
    server.jwks_uri = keys_url;
    EXPECT_FALSE(IdTokens::are_expected(server, {"openid"})) << "without an issuer nothing can be compared";
}

}  // namespace
}  // namespace roadcase::accounts
