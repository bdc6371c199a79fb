// Sign-ins at a server that is known by its issuer alone, with the ID token checked.
#include "accounts/id_tokens.h"
#include "http/url.h"
#include "oauth/signing.h"
#include "outside.h"

namespace roadcase::accounts {
namespace {

using test::Outside;
using test::SigningKey;
using testing::HasSubstr;

const std::string issuer = "https://id.example";

ClientEntry by_issuer() {
    ClientEntry entry;
    entry.name = entry.provider.name = "id";
    entry.provider.display_name = "Id";
    entry.provider.server.issuer = issuer;
    entry.client.client_id = "our-client";
    entry.client.token_endpoint_auth_method = oauth::ClientAuthMethod::none;
    entry.client.redirect_uri = "http://localhost:3000/success";
    entry.client.scopes = {"openid", "chat"};
    return entry;
}

struct OpenId : testing::Test {
    Outside outside{{by_issuer()}};
    SigningKey key{SigningKey::Type::p256};
    std::unique_ptr<Accounts> accounts = std::make_unique<Accounts>(outside.world);
    StartedSignIn started;
    http::Params sent;  ///< in the authorization request

    OpenId() {
        describe();
        outside.put(issuer + "/keys", key.jwks());
    }
    void describe(const std::string& more = {}) {
        outside.put(
            issuer + "/.well-known/openid-configuration",
            R"({"issuer":"https://id.example","authorization_endpoint":"https://id.example/authorize",)"
            R"("token_endpoint":"https://id.example/token","jwks_uri":"https://id.example/keys")" +
                more + "}");
    }
    void use(ClientEntry entry) {
        std::vector<ClientEntry> entries;
        entries.push_back(std::move(entry));
        outside.registry.replace(std::move(entries));
    }
    void begin() {
        SignIn wish;
        wish.client = "id";
        auto begun = accounts->begin_authorization(wish);
        ASSERT_TRUE(begun) << begun.error().one_line();
        started = std::move(*begun);
        sent = *http::parse_params(http::parse_url(started.authorization_url)->query);
    }
    std::string claims(const std::string& nonce, const std::string& subject = "1") const {
        const auto now = to_unix(outside.clock.now());
        return R"({"iss":"https://id.example","aud":"our-client","sub":")" + subject + R"(","nonce":")" +
               nonce + R"(","preferred_username":"nova","iat":)" + std::to_string(now) + R"(,"exp":)" +
               std::to_string(now + 600) + "}";
    }
    std::string good_token() { return key.token(claims(sent.get("nonce").value_or("none"))); }
    Flow finish(const std::string& id_token) {
        const auto field = id_token.empty() ? "" : R"(,"id_token":")" + id_token + "\"";
        outside.put(issuer + "/token", R"({"access_token":"planted-access","token_type":"Bearer",)"
                                       R"("refresh_token":"planted-refresh","expires_in":3600)" +
                                           field + "}");
        const auto flow = accounts->complete_authorization("code=planted-code&state=" + *sent.get("state"),
                                                           {started.binding.reveal()});
        EXPECT_TRUE(flow) << flow.error().one_line();
        return flow.value_or(Flow{});
    }
    Flow sign_in() {
        begin();
        return finish(good_token());
    }
    void expect_nothing_saved(const Flow& flow, const std::string& code = "E215") {
        ASSERT_EQ(flow.state, Flow::State::failed);
        EXPECT_EQ(flow.error->code, code);
        EXPECT_EQ(*outside.store.account_count(), 0u);
    }
};

TEST_F(OpenId, TheIdTokenSaysWhoSignedIn) {
    begin();
    EXPECT_EQ(sent.get("nonce")->size(), 43u);
    EXPECT_THAT(started.authorization_url, testing::StartsWith(issuer + "/authorize?"));
    const auto flow = finish(good_token());
    ASSERT_EQ(flow.state, Flow::State::done) << flow.error->one_line();
    EXPECT_EQ(flow.display_name, "nova");
    const auto record = (*accounts->list()).at(0);
    EXPECT_EQ(record.subject, "1");
    EXPECT_EQ(record.problem_code, "");
}

TEST_F(OpenId, EverySignInHasItsOwnNonce) {
    begin();
    const auto first = *sent.get("nonce");
    begin();
    EXPECT_NE(*sent.get("nonce"), first);
    expect_nothing_saved(finish(key.token(claims(first))));
}

TEST_F(OpenId, AMissingOrWrongProofIsAFailedSignIn) {
    begin();
    expect_nothing_saved(finish(""));
    begin();
    auto tampered = good_token();
    tampered[tampered.find('.') + 8] ^= 1;
    expect_nothing_saved(finish(tampered));
    begin();
    expect_nothing_saved(finish(SigningKey(SigningKey::Type::p256).token(claims(*sent.get("nonce")))));
    outside.unplug(issuer + "/keys");
    accounts = std::make_unique<Accounts>(outside.world);
    begin();
    expect_nothing_saved(finish(good_token()), "E404");
}

TEST_F(OpenId, TheProofIsOwedAlsoWhenTheServerSaysOtherwiseMeanwhile) {
    begin();
    auto changed = by_issuer();
    changed.client.scopes = {"chat"};
    use(changed);
    expect_nothing_saved(finish(""));
}

TEST_F(OpenId, WithoutTheScopeThereIsNoNonceAndNoProof) {
    auto entry = by_issuer();
    entry.client.scopes = {"chat"};
    use(entry);
    begin();
    EXPECT_FALSE(sent.get("nonce"));
    const auto flow = finish("");
    EXPECT_EQ(flow.state, Flow::State::done);
    EXPECT_EQ((*accounts->list()).at(0).subject, "");
}

struct Userinfo : OpenId {
    Userinfo() { describe(R"(,"userinfo_endpoint":"https://id.example/me")"); }
    Flow sign_in_as(const std::string& userinfo) {
        outside.put(issuer + "/me", userinfo);
        return sign_in();
    }
};

TEST_F(Userinfo, MustNameTheSamePerson) {
    EXPECT_EQ(sign_in_as(R"({"sub":"1","preferred_username":"nova_live"})").display_name, "nova_live");
    const auto flow = sign_in_as(R"({"sub":"2","preferred_username":"somebody"})");
    ASSERT_EQ(flow.state, Flow::State::failed);
    EXPECT_EQ(flow.error->code, "E215");
    EXPECT_EQ((*accounts->list()).at(0).display_name, "nova_live");
}

TEST_F(Userinfo, IsNotNeededWhereTheProofSaysIt) {
    outside.unplug(issuer + "/me");
    EXPECT_EQ(sign_in().display_name, "nova");
    EXPECT_EQ((*accounts->list()).at(0).problem_code, "");
}

TEST_F(Userinfo, IsNotAskedWhereTheRowSaysIdToken) {
    auto entry = by_issuer();
    entry.provider.identity.from = providers::Identity::Source::id_token;
    use(entry);
    EXPECT_EQ(sign_in_as(R"({"sub":"2"})").display_name, "nova");
    for (const auto& url : outside.asked()) EXPECT_NE(url, issuer + "/me");
}

TEST_F(OpenId, TheProofOfTheFirstAnswerCountsAfterASecondExchange) {
    auto entry = by_issuer();
    entry.provider.server.forms.exchange =
        oauth::RequestForm{.url = issuer + "/long", .params = {{"token", "{access_token}"}}};
    use(entry);
    outside.put(issuer + "/long", R"({"access_token":"planted-long","token_type":"Bearer"})");
    const auto flow = sign_in();
    EXPECT_EQ(flow.state, Flow::State::done);
    EXPECT_EQ(accounts->token(*parse_reference("id"), {})->access_token, Secret("planted-long"));
}

TEST_F(OpenId, RenewalAndRevocationFindTheirEndpointsAfterARestart) {
    describe(R"(,"revocation_endpoint":"https://id.example/revoke")");
    ASSERT_EQ(sign_in().state, Flow::State::done);
    use(by_issuer());
    accounts = std::make_unique<Accounts>(outside.world);
    const auto ref = *parse_reference("id");
    EXPECT_EQ(accounts->token_if_fresh(ref, {}).value()->client_id, "our-client");
    outside.put(issuer + "/token",
                R"({"access_token":"planted-next","token_type":"Bearer","expires_in":3600})");
    ASSERT_TRUE(accounts->refresh(ref));
    EXPECT_EQ(accounts->token(ref, {})->access_token, Secret("planted-next"));
    outside.put(issuer + "/revoke", "{}");
    EXPECT_TRUE(accounts->revoke(ref)->told_provider);
}

TEST_F(OpenId, AServerThatIsAwayCannotBeginASignInAndEndsNone) {
    outside.unplug(issuer + "/.well-known/openid-configuration");
    EXPECT_FALSE(accounts->begins_at_once("id"));
    SignIn wish;
    wish.client = "id";
    EXPECT_EQ(accounts->begin_authorization(wish).error().code, "E404");
    describe();
    begin();
    EXPECT_TRUE(accounts->begins_at_once("id"));
}

/// The same with an app that the server registers for us.
struct OwnApp : OpenId {
    OwnApp() {
        auto entry = by_issuer();
        entry.client.client_id = "";
        entry.client.scopes = {"chat"};
        entry.provider.registration.request.url = issuer + "/register";
        use(entry);
        outside.put(issuer + "/register", R"({"client_id":"first","client_secret":"planted-secret"})");
    }
    Flow refused() {
        begin();
        outside.pages[issuer + "/token"] = test::json_answer(401, R"({"error":"invalid_client"})");
        return *accounts->complete_authorization("code=planted-code&state=" + *sent.get("state"),
                                                 {started.binding.reveal()});
    }
};

TEST_F(OwnApp, IsRegisteredAnewAfterItWasRefused) {
    EXPECT_EQ(refused().error->code, "E301");
    EXPECT_EQ(sent.get("client_id"), "first");
    outside.put(issuer + "/register", R"({"client_id":"second","client_secret":"planted-secret"})");
    begin();
    EXPECT_EQ(sent.get("client_id"), "second");
    EXPECT_EQ(finish("").state, Flow::State::done);
    EXPECT_EQ(accounts->token(*parse_reference("id"), {})->client_id, "second");
}

TEST_F(OwnApp, OnlyAnUnknownClientLosesItsRegistration) {
    begin();
    ASSERT_EQ(finish("").state, Flow::State::done);
    const auto ref = *parse_reference("id");
    for (const auto* word : {"invalid_scope", "invalid_request", "unauthorized_client", "planted_word"}) {
        outside.pages[issuer + "/token"] =
            test::json_answer(400, std::string(R"({"error":")") + word + R"("})");
        ASSERT_FALSE(accounts->refresh(ref));
        EXPECT_EQ(accounts->find(ref)->status, store::AccountStatus::connected) << word;
        begin();
        EXPECT_EQ(sent.get("client_id"), "first");
        const auto failed = *accounts->complete_authorization("code=planted-code&state=" + *sent.get("state"),
                                                              {started.binding.reveal()});
        EXPECT_EQ(failed.state, Flow::State::failed);
    }
    outside.put(issuer + "/register", R"({"client_id":"second","client_secret":"planted-secret"})");
    begin();
    EXPECT_EQ(sent.get("client_id"), "first");
}

TEST_F(OwnApp, ARenewalThatIsRefusedNeedsAPersonNotAnotherApp) {
    begin();
    ASSERT_EQ(finish("").state, Flow::State::done);
    outside.pages[issuer + "/token"] = test::json_answer(401, R"({"error":"invalid_client"})");
    const auto asked = outside.asked().size();
    const auto renewed = accounts->refresh(*parse_reference("id"));
    ASSERT_FALSE(renewed);
    EXPECT_EQ(renewed.error().kind, ErrorKind::needs_authorization);
    EXPECT_THAT(renewed.error().detail, HasSubstr("no longer knows the app"));
    EXPECT_EQ(outside.asked().size(), asked + 1);
    EXPECT_EQ(accounts->find(*parse_reference("id"))->status, store::AccountStatus::needs_authorization);
}

TEST_F(OwnApp, OtherScopesInTheConfigurationCostNoAccount) {
    begin();
    ASSERT_EQ(finish("").state, Flow::State::done);
    const auto registered = outside.registry.find("id")->configured;
    auto entry = *registered;
    entry.client.scopes = {"chat", "more"};
    use(entry);
    const auto ref = *parse_reference("id");
    const auto refused = accounts->refresh(ref);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "E104");
    EXPECT_THAT(refused.error().detail, HasSubstr("other scopes"));
    EXPECT_EQ(accounts->find(ref)->status, store::AccountStatus::connected);
    use(*registered);
    accounts->retry_refused();
    EXPECT_TRUE(accounts->refresh(ref));
}

}  // namespace
}  // namespace roadcase::accounts
