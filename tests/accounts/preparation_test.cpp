#include "accounts/preparation.h"

#include "http/url.h"
#include "outside.h"

namespace roadcase::accounts {
namespace {

using oauth::ClientAuthMethod;
using test::Outside;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string issuer = "https://id.example";
const std::string metadata_url = issuer + "/.well-known/openid-configuration";

std::string document(const std::string& more = {}) {
    return R"({"issuer":"https://id.example","authorization_endpoint":"https://id.example/authorize",)"
           R"("token_endpoint":"https://id.example/token","userinfo_endpoint":"https://id.example/me",)"
           R"("revocation_endpoint":"https://id.example/revoke","jwks_uri":"https://id.example/keys")" +
           more + "}";
}

ClientEntry by_issuer() {
    ClientEntry entry;
    entry.name = "id";
    entry.provider.name = entry.provider.display_name = "id";
    entry.provider.server.issuer = issuer;
    entry.client.client_id = "our-client";
    entry.client.client_secret = Secret("planted-secret");
    return entry;
}

struct Preparing : testing::Test {
    Outside outside{{by_issuer()}};
    Preparation preparation{outside.world};

    void use(ClientEntry entry) {
        std::vector<ClientEntry> entries;
        entries.push_back(std::move(entry));
        outside.registry.replace(std::move(entries));
    }
    ClientPtr prepare() {
        const auto whole = preparation.prepare("id");
        EXPECT_TRUE(whole) << whole.error().one_line();
        return whole ? *whole : nullptr;
    }
};

TEST_F(Preparing, TheIssuerAloneIsEnough) {
    outside.put(metadata_url,
                document(R"(,"authorization_response_iss_parameter_supported":true,"scopes_supported":["a"],)"
                         R"("code_challenge_methods_supported":["plain"],)"
                         R"("token_endpoint_auth_methods_supported":["client_secret_post"])"));
    EXPECT_FALSE(preparation.is_at_hand("id"));
    const auto whole = prepare();
    const auto& server = whole->provider.server;
    EXPECT_EQ(server.authorization_endpoint, issuer + "/authorize");
    EXPECT_EQ(server.token_endpoint, issuer + "/token");
    EXPECT_EQ(server.userinfo_endpoint, issuer + "/me");
    EXPECT_EQ(server.revocation_endpoint, issuer + "/revoke");
    EXPECT_EQ(server.jwks_uri, issuer + "/keys");
    EXPECT_TRUE(server.authorization_response_iss_parameter_supported);
    EXPECT_FALSE(server.pkce) << "it says that it has another method only";
    EXPECT_THAT(whole->provider.scopes_supported, ElementsAre("a"));
    EXPECT_EQ(whole->client.token_endpoint_auth_method, ClientAuthMethod::client_secret_post);
    EXPECT_EQ(outside.registry.find("id"), whole) << "it takes the place of the configured one";
    EXPECT_TRUE(preparation.is_at_hand("id"));
    EXPECT_EQ(prepare(), whole);
    EXPECT_EQ(outside.asked().size(), 1u);
}

TEST_F(Preparing, BasicIsForServersThatDoNotSay) {
    outside.put(metadata_url, document());
    EXPECT_EQ(prepare()->client.token_endpoint_auth_method, ClientAuthMethod::client_secret_basic);
    auto entry = by_issuer();
    entry.client.client_secret = {};
    entry.client.token_endpoint_auth_method = ClientAuthMethod::none;
    use(entry);
    EXPECT_EQ(prepare()->client.token_endpoint_auth_method, ClientAuthMethod::none) << "a public client";
}

TEST_F(Preparing, WhatTheConfigurationStatesWins) {
    outside.put(metadata_url, document(R"(,"code_challenge_methods_supported":["plain"],)"
                                       R"("token_endpoint_auth_methods_supported":["client_secret_post"])"));
    auto entry = by_issuer();
    entry.provider.server.token_endpoint = "https://mine.example/token";
    entry.provider.server.revocation_endpoint = "https://mine.example/revoke";
    entry.provider.states_pkce = true;
    entry.provider.scopes_supported = {"mine"};
    entry.states_auth_method = true;
    entry.client.token_endpoint_auth_method = ClientAuthMethod::client_secret_basic;
    use(entry);
    const auto whole = prepare();
    EXPECT_EQ(whole->provider.server.authorization_endpoint, issuer + "/authorize");
    EXPECT_EQ(whole->provider.server.token_endpoint, "https://mine.example/token");
    EXPECT_EQ(whole->provider.server.revocation_endpoint, "https://mine.example/revoke");
    EXPECT_TRUE(whole->provider.server.pkce);
    EXPECT_THAT(whole->provider.scopes_supported, ElementsAre("mine"));
    EXPECT_EQ(whole->client.token_endpoint_auth_method, ClientAuthMethod::client_secret_basic);
}

TEST_F(Preparing, NobodyIsAskedWhereEverythingIsConfigured) {
    auto entry = by_issuer();
    entry.provider.server.authorization_endpoint = "https://mine.example/authorize";
    entry.provider.server.token_endpoint = "https://mine.example/token";
    use(entry);
    EXPECT_TRUE(preparation.is_at_hand("id"));
    EXPECT_EQ(prepare(), outside.registry.find("id"));
    EXPECT_TRUE(outside.asked().empty());
}

TEST_F(Preparing, AServerWithoutATokenEndpointIsOfNoUse) {
    outside.put(metadata_url, R"({"issuer":"https://id.example"})");
    const auto whole = preparation.prepare("id");
    ASSERT_FALSE(whole);
    EXPECT_EQ(whole.error().code, "E308");
    EXPECT_EQ(preparation.prepare("nobody").error().code, "E501");
    EXPECT_EQ(*preparation.prepared("nobody"), nullptr);
}

TEST_F(Preparing, AServerForDevicesOnlyIsPreparedOnce) {
    outside.put(metadata_url, R"({"issuer":"https://id.example","token_endpoint":"https://id.example/token",)"
                              R"("device_authorization_endpoint":"https://id.example/device"})");
    const auto whole = prepare();
    EXPECT_EQ(prepare(), whole) << "a renewal compares what it met with what is there now";
    EXPECT_TRUE(preparation.is_at_hand("id"));
}

TEST_F(Preparing, TheNextDocumentReplacesWhatTheLastOneSaid) {
    outside.put(metadata_url, document());
    ASSERT_TRUE(prepare());
    outside.put(metadata_url, R"({"issuer":"https://id.example","token_endpoint":"https://id.example/moved",)"
                              R"("authorization_endpoint":"https://id.example/authorize"})");
    outside.clock.advance(seconds{86'400});
    const auto moved = prepare();
    EXPECT_EQ(moved->provider.server.token_endpoint, issuer + "/moved");
    EXPECT_EQ(moved->provider.server.revocation_endpoint, "");
}

TEST_F(Preparing, AConfigurationReadAnewIsMadeWholeAnew) {
    outside.put(metadata_url, document());
    ASSERT_TRUE(prepare());
    auto entry = by_issuer();
    entry.client.client_id = "another-client";
    use(entry);
    EXPECT_EQ(prepare()->client.client_id, "another-client");
    EXPECT_EQ(outside.asked().size(), 1u);
}

TEST_F(Preparing, AfterARestartTheStoreKnowsWithoutNetwork) {
    outside.put(metadata_url, document());
    ASSERT_TRUE(prepare());
    use(by_issuer());
    Preparation after(outside.world);
    EXPECT_EQ(after.known("id")->provider.server.token_endpoint, issuer + "/token");
    EXPECT_TRUE(after.is_at_hand("id"));
    EXPECT_EQ(outside.asked().size(), 1u);
}

// Registration by Roadcase itself, in the form of Mastodon.

const std::string apps = "https://social.example/api/v1/apps";

ClientEntry unregistered() {
    ClientEntry entry;
    entry.name = "id";
    entry.provider.name = entry.provider.display_name = "social";
    entry.provider.server.authorization_endpoint = "https://social.example/oauth/authorize";
    entry.provider.server.token_endpoint = "https://social.example/oauth/token";
    entry.provider.registration.request.url = apps;
    entry.provider.registration.request.params = {
        {"client_name", "Roadcase"}, {"redirect_uris", "{redirect_uri}"}, {"scopes", "{scope}"}};
    entry.client.redirect_uri = "http://localhost:3000/success";
    entry.client.scopes = {"read", "write"};
    entry.client.token_endpoint_auth_method = ClientAuthMethod::none;
    return entry;
}

std::string registered(const std::string& id) {
    return R"({"id":"1","client_id":")" + id + R"(","client_secret":"planted-secret-of-)" + id + "\"}";
}

struct Registering : Preparing {
    Registering() {
        use(unregistered());
        outside.put(apps, registered("first"));
    }
};

TEST_F(Registering, HappensOnceAndIsKept) {
    EXPECT_FALSE(preparation.is_at_hand("id"));
    const auto whole = prepare();
    EXPECT_EQ(whole->client.client_id, "first");
    EXPECT_EQ(whole->client.client_secret, Secret("planted-secret-of-first"));
    EXPECT_EQ(whole->client.token_endpoint_auth_method, ClientAuthMethod::client_secret_post);
    EXPECT_TRUE(preparation.is_at_hand("id"));
    EXPECT_TRUE(Preparation::is_own(*whole));
    const auto request = outside.transport.requests().at(0);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.body,
              "client_name=Roadcase&redirect_uris=http%3A%2F%2Flocalhost%3A3000%2Fsuccess&"
              "scopes=read%20write");
    EXPECT_EQ(prepare(), whole);

    outside.put(apps, registered("second"));
    use(unregistered());
    Preparation after(outside.world);
    EXPECT_EQ(after.known("id")->client.client_id, "first") << "after a restart";
    EXPECT_EQ((*after.prepare("id"))->client.client_id, "first");
    EXPECT_EQ(outside.asked().size(), 1u);
}

TEST_F(Registering, IsBoundToServerRedirectAndScopes) {
    ASSERT_EQ(prepare()->client.client_id, "first");
    outside.put(apps, registered("second"));
    outside.put("https://other.example/api/v1/apps", registered("third"));
    auto other_redirect = unregistered();
    other_redirect.client.redirect_uri = "http://127.0.0.1:3000/success";
    use(other_redirect);
    EXPECT_EQ(prepare()->client.client_id, "second");
    auto other_scopes = unregistered();
    other_scopes.client.scopes = {"read"};
    use(other_scopes);
    EXPECT_EQ(prepare()->client.client_id, "second");
    auto other_server = unregistered();
    other_server.provider.registration.request.url = "https://other.example/api/v1/apps";
    use(other_server);
    EXPECT_EQ(prepare()->client.client_id, "third");
    use(unregistered());
    EXPECT_EQ(prepare()->client.client_id, "first");
    EXPECT_EQ(outside.asked().size(), 4u);
}

TEST_F(Registering, WhatWasForgottenIsRegisteredAnewAtTheNextSignInOnly) {
    const auto first = prepare();
    outside.put(apps, registered("second"));
    preparation.forget_registration(first);
    EXPECT_EQ(preparation.known("id")->client.client_id, "");
    EXPECT_EQ((*preparation.prepared("id"))->client.client_id, "") << "a renewal registers nothing";
    EXPECT_EQ(outside.asked().size(), 1u);
    EXPECT_EQ(prepare()->client.client_id, "second");
}

TEST_F(Registering, ALateRefusalForgetsNoNewerRegistration) {
    const auto first = prepare();
    outside.put(apps, registered("second"));
    preparation.forget_registration(first);
    ASSERT_EQ(prepare()->client.client_id, "second");
    preparation.forget_registration(first);
    EXPECT_EQ(preparation.known("id")->client.client_id, "second");
    use(unregistered());
    EXPECT_EQ(Preparation(outside.world).known("id")->client.client_id, "second") << "after a restart";
}

TEST_F(Registering, ARefusedOneIsForgottenWhoeverPutItThere) {
    const auto first = prepare();
    use(unregistered());
    ASSERT_EQ(prepare()->client.client_id, "first");
    preparation.forget_registration(first);
    EXPECT_EQ(preparation.known("id")->client.client_id, "");
}

TEST_F(Registering, AConfiguredClientIsNeverForgotten) {
    auto entry = unregistered();
    entry.client.client_id = "by-hand";
    use(entry);
    const auto whole = prepare();
    EXPECT_FALSE(Preparation::is_own(*whole));
    preparation.forget_registration(whole);
    EXPECT_EQ(outside.registry.find("id"), whole);
    EXPECT_TRUE(outside.asked().empty());
}

TEST_F(Registering, ARefusalIsE309AndAskedAgainNextTime) {
    for (const auto& [answer, kind, why] : std::vector<std::tuple<http::Response, ErrorKind, std::string>>{
             {{422, {}, R"({"error":"planted-words"})"}, ErrorKind::rejected, "422"},
             {{503, {}, ""}, ErrorKind::unavailable, "503"},
             {test::json_answer(200, "<html>"), ErrorKind::rejected, "no client id"},
             {test::json_answer(200, R"({"client_id":"a\nb"})"), ErrorKind::rejected, "no client id"}}) {
        outside.pages[apps] = answer;
        const auto refused = preparation.prepare("id");
        ASSERT_FALSE(refused) << why;
        EXPECT_EQ(refused.error().code, "E309");
        EXPECT_EQ(refused.error().kind, kind);
        EXPECT_THAT(refused.error().detail, HasSubstr(why));
        EXPECT_EQ(refused.error().one_line().find("planted"), std::string::npos);
    }
    outside.put(apps, registered("at-last"));
    EXPECT_EQ(prepare()->client.client_id, "at-last");
}

TEST_F(Registering, WithoutADiskNobodyIsAsked) {
    outside.store.unwritable = true;
    EXPECT_EQ(preparation.prepare("id").error().code, "E406");
    EXPECT_TRUE(outside.asked().empty());
}

}  // namespace
}  // namespace roadcase::accounts
