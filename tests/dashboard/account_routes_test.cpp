#include <gmock/gmock.h>

#include "dashboard_fixture.h"

namespace roadcase::dashboard {
namespace {

using server::is_later;
using test::Browser;
using testing::HasSubstr;
using testing::Not;

Browser signed_in() {
    return Browser({test::client_entry("twitch", "Twitch"), test::practice_entry()});
}

TEST(Account, RemovesAndRenewsByItsOwnFormsOnly) {
    const auto browser = signed_in();
    browser.sign_in("/auth/twitch");
    const auto id = browser.id_of("twitch");
    const auto csrf = browser.csrf();
    ASSERT_FALSE(csrf.empty());
    for (const auto& form : {http::Params{{"account", id}}, http::Params{{"account", id}, {"csrf", "guess"}},
                             http::Params{{"account", id}, {"csrf", csrf}, {"csrf", csrf}}}) {
        EXPECT_EQ(browser.post("/accounts/remove", form).status, 403);
        EXPECT_EQ(browser.post("/accounts/refresh", form).status, 403);
    }
    EXPECT_EQ(browser.id_of("twitch"), id);
    EXPECT_EQ(browser.transport.requests().size(), 1U);

    EXPECT_TRUE(is_later(browser.post("/accounts/refresh", {{"account", id}, {"csrf", csrf}}, false)));
    const auto renewed = browser.post("/accounts/refresh", {{"account", id}, {"csrf", csrf}});
    EXPECT_EQ(renewed.status, 303);
    EXPECT_EQ(Browser::header(renewed, "Location"), "/");
    EXPECT_EQ(browser.transport.requests().size(), 2U);

    EXPECT_EQ(browser.post("/accounts/remove", {{"account", id}, {"csrf", csrf}}).status, 303);
    EXPECT_EQ(browser.id_of("twitch"), "");
    EXPECT_EQ(browser.post("/accounts/remove", {{"account", id}, {"csrf", csrf}}).status, 404);
}

TEST(Account, HasAPageWithWhatIsKnownOfItAndNoSecret) {
    auto browser = signed_in();
    browser.sign_in("/auth/twitch");
    accounts::KeyWish wish;
    wish.name = "chatbot";
    wish.accounts = {"twitch"};
    ASSERT_TRUE(browser.keys().create(wish).has_value());
    for (const auto& name : {browser.id_of("twitch"), std::string("twitch")}) {
        const auto page = browser.get("/accounts/" + name);
        EXPECT_EQ(page.status, 200);
        EXPECT_THAT(page.body, HasSubstr("roadcase token twitch"));
        EXPECT_THAT(page.body, HasSubstr("chatbot <span class=\"quiet\">not yet"));
        EXPECT_THAT(page.body, HasSubstr("<code>chat:read</code>"));
        EXPECT_THAT(page.body, HasSubstr("0 renewals in the last 7 days"));
        EXPECT_THAT(page.body, Not(HasSubstr("planted")));
    }
}

TEST(Account, ThatIsNotThereIsSaidWithoutRepeatingItsName) {
    const auto browser = signed_in();
    for (const auto* name : {"canary", "acc_canary000000", "a/b/canary", "%3Cscript%3E"}) {
        const auto page = browser.get(std::string("/accounts/") + name);
        EXPECT_GE(page.status, 400) << name;
        EXPECT_THAT(page.body, Not(HasSubstr("canary"))) << name;
    }
}

TEST(Account, IsPausedAndResumedOnItsPage) {
    const auto browser = signed_in();
    browser.sign_in("/auth/twitch");
    const auto id = browser.id_of("twitch");
    const http::Params form{{"account", id}, {"csrf", browser.csrf()}, {"from", "account"}};
    const auto paused = browser.post("/accounts/pause", form);
    EXPECT_EQ(Browser::header(paused, "Location"), "/accounts/" + id);
    EXPECT_THAT(browser.get("/accounts/" + id).body, HasSubstr("Paused by you."));
    EXPECT_THAT(browser.get("/accounts/" + id).body, Not(HasSubstr("Copy token")));
    EXPECT_EQ(browser.post("/accounts/resume", form).status, 303);
    EXPECT_THAT(browser.get("/accounts/" + id).body, Not(HasSubstr("Paused by you.")));
    EXPECT_EQ(browser.post("/accounts/pause", {{"account", id}}).status, 403);
}

TEST(Account, RevokingSaysWhatHappenedAndNoMore) {
    const auto browser = signed_in();
    browser.sign_in("/auth/twitch");
    const http::Params form{{"account", browser.id_of("twitch")}, {"csrf", browser.csrf()}};
    EXPECT_TRUE(is_later(browser.post("/accounts/revoke", form, false)));
    const auto page = browser.post("/accounts/revoke", form);
    EXPECT_THAT(page.body, HasSubstr("Removed here only"));
    EXPECT_EQ(browser.id_of("twitch"), "");
    EXPECT_EQ(browser.post("/accounts/revoke", form).status, 404);
}

TEST(Account, ThatIsRefusedSaysWhyAndOffersTheOneStep) {
    auto browser = signed_in();
    browser.sign_in("/auth/twitch");
    const auto id = browser.id_of("twitch");
    browser.answer = test::json_answer(400, R"({"error":"invalid_grant"})");
    browser.post("/accounts/refresh", {{"account", id}, {"csrf", browser.csrf()}});
    const auto page = browser.get("/accounts/" + id).body;
    EXPECT_THAT(page, HasSubstr(": sign in again, Roadcase</title>"));
    EXPECT_THAT(page, HasSubstr("Why does this happen?"));
    EXPECT_THAT(page, HasSubstr("href=\"/auth/twitch?account=" + id + "\">Reconnect Twitch</a>"));
}

TEST(Fragment, IsThePageWithoutItsFrame) {
    const auto browser = signed_in();
    browser.sign_in("/auth/twitch");
    for (const auto& path :
         {std::string("/"), "/accounts/" + browser.id_of("twitch"), std::string("/dock")}) {
        const auto part = browser.get(path, {{"Roadcase-Fragment", "1"}}).body;
        EXPECT_THAT(part, HasSubstr("<title>")) << path;
        EXPECT_THAT(part, HasSubstr("<main id=\"main\"")) << path;
        EXPECT_THAT(part, Not(HasSubstr("<nav"))) << path;
        EXPECT_THAT(part, Not(HasSubstr("stylesheet"))) << path;
    }
}

TEST(Dock, IsOneLineWhenAllIsWell) {
    const auto browser = signed_in();
    EXPECT_THAT(browser.get("/dock").body, HasSubstr("Nothing connected"));
    browser.sign_in("/auth/twitch");
    const auto page = browser.get("/dock").body;
    EXPECT_THAT(page, HasSubstr("Connected"));
    EXPECT_THAT(page, Not(HasSubstr("<li ")));
    EXPECT_THAT(page, Not(HasSubstr("<nav")));
}

TEST(Dock, OpensThePersonsOwnBrowserForABrokenAccount) {
    auto browser = signed_in();
    browser.sign_in("/auth/twitch");
    const auto id = browser.id_of("twitch");
    const http::Params form{{"account", id}, {"csrf", browser.csrf()}};
    browser.answer = test::json_answer(400, R"({"error":"invalid_grant"})");
    browser.post("/accounts/refresh", form);
    EXPECT_THAT(browser.get("/dock").body, HasSubstr("action=\"/dock/open\""));
    EXPECT_THAT(browser.get("/dock").body, Not(HasSubstr("/auth/")));

    const auto stale = browser.post("/dock/open", {{"account", id}, {"csrf", "of-another-start"}});
    EXPECT_EQ(Browser::header(stale, "Location"), "/dock?told=again") << "no page of the site fits in there";
    EXPECT_THAT(browser.get("/dock?told=again").body, HasSubstr("Press it once more."));
    EXPECT_TRUE(browser.opened.empty());
    EXPECT_EQ(Browser::header(browser.post("/dock/open", form), "Location"), "/dock?told=opened");
    EXPECT_EQ(browser.opened,
              std::vector<std::string>{"http://localhost:3000/auth/twitch?account=" + id + "&from=dock"});
    EXPECT_THAT(browser.get("/dock?told=opened").body, HasSubstr("Opened in your browser."));
    browser.has_browser = false;
    EXPECT_EQ(Browser::header(browser.post("/dock/open", form), "Location"), "/dock?told=nowhere");
    EXPECT_THAT(browser.get("/dock?told=canary").body, Not(HasSubstr("canary")));
}

}  // namespace
}  // namespace roadcase::dashboard
