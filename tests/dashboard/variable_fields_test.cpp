#include "dashboard/variable_fields.h"

#include <gmock/gmock.h>

#include "dashboard_fixture.h"

// Where a provider's addresses hold something of a person's own: a server, a tenant.
namespace roadcase::dashboard {
namespace {

using test::Browser;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Variables : testing::Test {
    Variables() {
        browser.transport.on_send = [](const http::Request&) -> Result<http::Response> {
            return fail(ErrorKind::unavailable, "E404", "Nobody is answering.");
        };
    }
    server::Response save(const std::string& provider, http::Params form) {
        form.add("csrf", browser.csrf("/add/kick"));
        form.add("what", "app");
        return browser.post("/add/" + provider, form);
    }
    std::string page(const std::string& provider) const {
        return browser.get("/add/" + provider + "?setup=1").body;
    }
    std::string authorize(const std::string& client) {
        return browser.world().registry.find(client)->provider.server.authorization_endpoint;
    }
    Browser browser{{test::practice_entry()}};
};

TEST(AddressParts, AreSeenInTheProvidersAddresses) {
    const auto part = [](const char* provider, const char* variable) {
        return part_of(test::default_config().providers.find(provider)->second, variable);
    };
    EXPECT_EQ(part("mastodon", "host"), AddressPart::host);
    EXPECT_EQ(part("microsoft", "tenant"), AddressPart::piece);
    EXPECT_EQ(part("keycloak", "base_url"), AddressPart::begin);
    EXPECT_EQ(part("keycloak", "realm"), AddressPart::piece);
    EXPECT_EQ(part("oidc", "issuer"), AddressPart::whole);
}

TEST(AddressParts, AreTakenAsTheyWereMeant) {
    EXPECT_EQ(as_part(AddressPart::host, "https://Mastodon.Social/@nova?x#y"), "mastodon.social");
    EXPECT_EQ(as_part(AddressPart::host, "mastodon.social"), "mastodon.social");
    EXPECT_EQ(as_part(AddressPart::begin, "id.example.org/auth/"), "https://id.example.org/auth");
    EXPECT_EQ(as_part(AddressPart::whole, "https://id.example.org/"), "https://id.example.org/")
        << "an issuer is compared to the letter";
    EXPECT_EQ(as_part(AddressPart::piece, "contoso/"), "contoso");
}

TEST(AddressParts, OnesThatMakeNoAddressAreWrong) {
    for (const auto* text :
         {"", "a b", "user@host", "{client_id}", "..", "a..b", ".a", "-a", "a/b", "host:port"})
        EXPECT_NE(part_problem(AddressPart::host, text), "") << text;
    for (const auto* text : {"mastodon.social", "localhost:1", "xn--bcher-kva.example"})
        EXPECT_EQ(part_problem(AddressPart::host, text), "") << text;
    EXPECT_NE(part_problem(AddressPart::begin, "http://example.org"), "");
    EXPECT_NE(part_problem(AddressPart::piece, "a/b"), "");
    EXPECT_EQ(part_problem(AddressPart::piece, "contoso.example"), "");
}

TEST_F(Variables, AHostMayBePastedFromTheAddressBar) {
    ASSERT_EQ(save("mastodon", {{"variable:host", " https://Mastodon.social/home "}}).status, 303);
    EXPECT_EQ(authorize("mastodon"), "https://mastodon.social/oauth/authorize");
    EXPECT_THAT(page("mastodon"),
                HasSubstr("name=\"variable:host\" type=\"text\" value=\"mastodon.social\""));
}

TEST_F(Variables, AWrongOneIsSaidAtItsFieldInWordsForPeople) {
    const auto answer = save("mastodon", {{"variable:host", "my server"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.body, AllOf(HasSubstr("Write the name of the server alone, as in example.org."),
                                   HasSubstr("value=\"my server\""), Not(HasSubstr("client.mastodon"))));
    EXPECT_EQ(browser.world().registry.find("mastodon"), nullptr);
}

TEST_F(Variables, ArePrefilledAndWhatIsPostedCounts) {
    const http::Params app{{"client_id", std::string(36, 'a')}, {"client_secret", "planted-secret"}};
    auto form = app;
    form.add("variable:tenant", "contoso");
    ASSERT_EQ(save("microsoft", form).status, 303);
    EXPECT_THAT(authorize("microsoft"), HasSubstr("/contoso/"));
    EXPECT_THAT(page("microsoft"), HasSubstr("value=\"contoso\""));
    form = app;
    form.add("variable:tenant", "common");
    ASSERT_EQ(save("microsoft", form).status, 303);
    EXPECT_THAT(authorize("microsoft"), HasSubstr("/common/")) << "back to what most people have";
}

TEST_F(Variables, AFormWithoutThemLeavesThemAsTheyAre) {
    const http::Params app{{"client_id", "planted-id"}, {"client_secret", "planted-secret"}};
    auto form = app;
    form.add("variable:base_url", "https://id.example.org");
    form.add("variable:realm", "stage");
    ASSERT_EQ(save("keycloak", form).status, 303);
    ASSERT_EQ(save("keycloak", app).status, 303);
    EXPECT_EQ(
        browser.world().catalog.variables("keycloak"),
        (std::map<std::string, std::string>{{"base_url", "https://id.example.org"}, {"realm", "stage"}}));
}

}  // namespace
}  // namespace roadcase::dashboard
