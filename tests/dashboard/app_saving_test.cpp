#include <gmock/gmock.h>

#include "dashboard_fixture.h"

// What is kept of an app that somebody pasted, and what is not.
namespace roadcase::dashboard {
namespace {

using test::Browser;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string id(30, 'i');
const std::string other_id(30, 'j');
const std::string right(30, 'r');
const std::string wrong(30, 'w');

/// Twitch, which knows one secret.
struct AppSaving : testing::Test {
    AppSaving() {
        browser.transport.on_send = [this](const http::Request& request) -> Result<http::Response> {
            if (const auto first = std::exchange(meanwhile, nullptr)) first();
            const bool refuses = request.body.find(wrong) != std::string::npos;
            return refuses ? test::json_answer(403, R"({"status":403,"message":"invalid client secret"})")
                           : browser.answer;
        };
    }
    server::Response save(const std::string& secret, const std::string& client_id = id) {
        return browser.post("/add/twitch", {{"csrf", browser.csrf("/add/kick")},
                                            {"what", "app"},
                                            {"client_id", client_id},
                                            {"client_secret", secret}});
    }
    std::string page() const { return browser.get("/add/twitch?setup=1").body; }
    std::string kept() {
        return std::string(browser.world().registry.find("twitch")->client.client_secret.reveal());
    }

    std::function<void()> meanwhile;
    Browser browser{{test::practice_entry()}};
};

TEST_F(AppSaving, AWrongSecretDoesNotTakeThePlaceOfTheRightOne) {
    ASSERT_EQ(save(right).status, 303);
    const auto refused = save(wrong);
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, AllOf(HasSubstr("Twitch does not accept this client ID and secret"),
                                    HasSubstr("It is not saved: the one that was there before is kept.")));
    EXPECT_EQ(kept(), right);
    EXPECT_EQ(browser.catalog_changes, 1) << "nobody tries it";
    EXPECT_THAT(page(), AllOf(HasSubstr("Twitch accepts it"), HasSubstr("id=\"go\"")));
}

TEST_F(AppSaving, ARefusedTabLeavesTheAppOfAnotherOne) {
    meanwhile = [this] { EXPECT_EQ(save(right).status, 303); };
    EXPECT_EQ(save(wrong).status, 422);
    EXPECT_EQ(kept(), right);
    EXPECT_EQ(browser.get("/auth/twitch").status, 307);
}

TEST_F(AppSaving, OfTwoTabsWithRightOnesTheLastIsKept) {
    meanwhile = [this] { EXPECT_EQ(save(right, other_id).status, 303); };
    EXPECT_EQ(save(right).status, 303);
    EXPECT_EQ(browser.world().registry.find("twitch")->client.client_id, id);
}

TEST_F(AppSaving, AVerdictIsAboutWhatIsSavedNow) {
    ASSERT_EQ(save(right).status, 303);
    auto& catalog = browser.world().catalog;
    ASSERT_TRUE(catalog.change_client("twitch", {{"client_secret", wrong}}));
    EXPECT_THAT(page(), Not(HasSubstr("accepts it"))) << "that was another one";
    browser.post("/settings/apps/test", {{"csrf", browser.csrf()}, {"app", "twitch"}});
    EXPECT_THAT(page(), AllOf(HasSubstr("Twitch refuses it"), Not(HasSubstr("id=\"go\""))));
    ASSERT_TRUE(catalog.change_client("twitch", {{"client_secret", right}}));
    EXPECT_THAT(page(), AllOf(Not(HasSubstr("refuses it")), HasSubstr("id=\"go\"")));
    browser.post("/settings/apps/test", {{"csrf", browser.csrf()}, {"app", "twitch"}});
    EXPECT_THAT(page(), HasSubstr("Twitch accepts it"));
}

TEST_F(AppSaving, AnotherClientIdSaysWhatItMeansForAccounts) {
    ASSERT_EQ(save(right).status, 303);
    browser.sign_in("/auth/twitch");
    EXPECT_THAT(page(), HasSubstr("With another one its account has to sign in again."));
    ASSERT_EQ(save("").status, 303);
    EXPECT_THAT(page(), Not(HasSubstr("The client ID is another one")));
    ASSERT_EQ(save(right, other_id).status, 303);
    EXPECT_THAT(page(), HasSubstr("The client ID is another one: its account has to sign in again."));
}

TEST_F(AppSaving, WhatCannotBeToldIsKeptAndSaid) {
    ASSERT_EQ(save(right).status, 303);
    browser.transport.on_send = [](const http::Request&) -> Result<http::Response> {
        return fail(ErrorKind::unavailable, "E404", "Twitch is not answering.");
    };
    EXPECT_EQ(save(wrong).status, 303);
    EXPECT_EQ(kept(), wrong);
    EXPECT_THAT(page(), AllOf(HasSubstr("could not be tested now"), Not(HasSubstr("accepts it"))));
}

}  // namespace
}  // namespace roadcase::dashboard
