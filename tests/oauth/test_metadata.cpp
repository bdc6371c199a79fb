#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oauth/metadata.h"

namespace roadcase::oauth {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string issuer = "https://id.example";

std::string document(const std::string& more = {}) {
    return R"({"issuer":"https://id.example","authorization_endpoint":"https://id.example/authorize",)"
           R"("token_endpoint":"https://id.example/token","jwks_uri":"https://id.example/keys")" +
           more + "}";
}

TEST(Metadata, IsLookedForInBothPlaces) {
    EXPECT_THAT(metadata_urls("https://id.example"),
                ElementsAre("https://id.example/.well-known/openid-configuration",
                            "https://id.example/.well-known/oauth-authorization-server"));
    EXPECT_THAT(metadata_urls("https://id.example/realms/one/"),
                ElementsAre("https://id.example/realms/one/.well-known/openid-configuration",
                            "https://id.example/.well-known/oauth-authorization-server/realms/one"));
    EXPECT_TRUE(metadata_urls("id.example").empty());
}

TEST(Metadata, GivesTheServerInItsOwnTerms) {
    const auto read = parse_metadata(
        document(
            R"(,"revocation_endpoint":"https://id.example/revoke","userinfo_endpoint":null,)"
            R"("code_challenge_methods_supported":["plain","S256"],)"
            R"("token_endpoint_auth_methods_supported":["private_key_jwt","client_secret_basic","none"],)"
            R"("authorization_response_iss_parameter_supported":true,"scopes_supported":["openid","chat"])"),
        issuer);
    ASSERT_TRUE(read) << read.error().one_line();
    EXPECT_EQ(read->server.issuer, issuer);
    EXPECT_EQ(read->server.token_endpoint, "https://id.example/token");
    EXPECT_EQ(read->server.revocation_endpoint, "https://id.example/revoke");
    EXPECT_EQ(read->server.userinfo_endpoint, "");
    EXPECT_TRUE(read->server.pkce);
    EXPECT_TRUE(read->server.authorization_response_iss_parameter_supported);
    EXPECT_THAT(read->auth_methods,
                ElementsAre(ClientAuthMethod::client_secret_basic, ClientAuthMethod::none));
    EXPECT_THAT(read->scopes_supported, ElementsAre("openid", "chat"));
}

TEST(Metadata, WhatItDoesNotSay) {
    const auto read = parse_metadata(document(), issuer);
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->server.pkce) << "a server ignores what it does not know";
    EXPECT_FALSE(read->server.authorization_response_iss_parameter_supported);
    EXPECT_TRUE(read->auth_methods.empty());
}

TEST(Metadata, PkceIsLeftOutOnlyWhereOtherMethodsAreNamed) {
    EXPECT_FALSE(
        parse_metadata(document(R"(,"code_challenge_methods_supported":["plain"])"), issuer)->server.pkce);
}

TEST(Metadata, AnotherIssuerIsRefused) {
    for (const auto* asked : {"https://id.example/", "https://ID.example", "https://other.example", ""}) {
        const auto read = parse_metadata(document(), asked);
        ASSERT_FALSE(read) << asked;
        EXPECT_EQ(read.error().code, "E307");
        EXPECT_THAT(read.error().detail, HasSubstr("another issuer"));
    }
}

TEST(Metadata, AnEndpointThatIsNotSafeIsNamed) {
    const auto read = parse_metadata(document(R"(,"userinfo_endpoint":"http://id.example/me")"), issuer);
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().detail, HasSubstr("userinfo_endpoint"));
    EXPECT_FALSE(parse_metadata(document(R"(,"revocation_endpoint":7)"), issuer));
    EXPECT_FALSE(parse_metadata(document(R"(,"userinfo_endpoint":"http://127.0.0.1/me")"), issuer))
        << "a server elsewhere may not send us to one on this computer";
    EXPECT_FALSE(parse_metadata(document(R"(,"userinfo_endpoint":"https://localhost:8443/me")"), issuer))
        << "nor by https";
    for (const auto* text : {"", "[]", "<html>", "{\"issuer\":7}"})
        EXPECT_FALSE(parse_metadata(text, issuer)) << text;
}

}  // namespace
}  // namespace roadcase::oauth
