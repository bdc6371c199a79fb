#include <gmock/gmock.h>

#include "dashboard_fixture.h"

// /add: which provider, the way through its console, and whose account it is.
namespace roadcase::dashboard {
namespace {

using server::is_later;
using test::Browser;
using test::client_entry;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string id(30, 'i');
const std::string secret = "plantedsecret" + std::string(17, 's');

http::Params app(const Browser& browser, const std::string& client_id = id,
                 const std::string& its_secret = secret) {
    return {{"csrf", browser.csrf("/add/kick")},
            {"what", "app"},
            {"client_id", client_id},
            {"client_secret", its_secret},
            {"role", "bot"}};
}

Browser fresh() {
    return Browser{{test::practice_entry()}};
}

http::Response refusal() {
    return test::json_answer(403, R"({"status":403,"message":"invalid client secret"})");
}

TEST(Picker, ShowsEveryProviderThatLivesTheMostUsedFirst) {
    const auto browser = fresh();
    const auto page = browser.get("/add").body;
    std::size_t last = 0;
    for (const auto* name : {"twitch", "youtube", "kick", "discord", "spotify", "github", "mastodon"}) {
        const auto at = page.find("href=\"/add/" + std::string(name) + "\"");
        ASSERT_NE(at, std::string::npos) << name;
        EXPECT_GT(at, last) << name;
        last = at;
    }
    EXPECT_GT(page.find("href=\"/auth/practice\""), last) << "practice stands at the end";
    EXPECT_THAT(page, Not(HasSubstr("/add/trovo"))) << "it has ended";
    EXPECT_THAT(page, HasSubstr("/add/glimesh")) << "it lives on servers of people's own";
    for (const auto& [name, provider] : test::default_config().providers)
        EXPECT_EQ(page.find("/add/" + name + "\"") != std::string::npos,
                  provider.retired.empty() || name == "glimesh")
            << name;
}

TEST(Wizard, ShowsWhatTheConsoleAsksForWithTheAddressThatTheProviderTakes) {
    const auto browser = fresh();
    const auto page = browser.get("/add/twitch").body;
    EXPECT_THAT(page,
                HasSubstr("href=\"/add/twitch/console\" target=\"_blank\" rel=\"noopener noreferrer\""));
    EXPECT_EQ(Browser::header(browser.get("/add/twitch/console"), "Location"),
              "https://dev.twitch.tv/console/apps");
    EXPECT_THAT(
        page,
        HasSubstr("data-copy=\"http://localhost:3000/success\" aria-label=\"Copy: OAuth Redirect URLs\""));
    EXPECT_THAT(page, HasSubstr("data-copy=\"my-roadcase-"));
    EXPECT_THAT(page, HasSubstr("type=\"password\" value=\"\" autocomplete=\"off\""));
    EXPECT_THAT(page, HasSubstr("Read and write chat"));
    EXPECT_THAT(page, HasSubstr("data-right=\"30 small letters and digits\""));
    EXPECT_THAT(page, Not(HasSubstr("/auth/twitch"))) << "there is no app yet";
    EXPECT_EQ(browser.get("/add/twitch").body, page) << "the name that was copied still stands there";
    EXPECT_THAT(browser.get("/add/spotify").body, HasSubstr("http://127.0.0.1:3000/success"));
    EXPECT_THAT(browser.get("/add/mastodon").body,
                AllOf(HasSubstr("variable:host"), Not(HasSubstr("client_secret"))));
    EXPECT_THAT(browser.get("/add/twitch", {{"Roadcase-Fragment", "1"}}).body, Not(HasSubstr("<nav")));
}

TEST(Wizard, SavesTestsAndLeadsOn) {
    const auto browser = fresh();
    EXPECT_TRUE(is_later(browser.post("/add/twitch", app(browser), false)));
    const auto saved = browser.post("/add/twitch", app(browser));
    ASSERT_EQ(saved.status, 303) << saved.body;
    EXPECT_EQ(Browser::header(saved, "Location"), "/add/twitch?setup=1&role=bot");
    EXPECT_EQ(browser.catalog_changes, 1);
    const auto page = browser.get("/add/twitch").body;
    EXPECT_THAT(page, AllOf(HasSubstr("secret of 30 characters"), HasSubstr("Twitch accepts it")));
    EXPECT_THAT(page, HasSubstr("id=\"go\" href=\"/auth/twitch?role=bot\""));
    EXPECT_THAT(page, HasSubstr("Step <span id=\"step\">3</span> of 4"));
    const auto out = Browser::header(browser.get("/auth/twitch?role=bot"), "Location");
    EXPECT_THAT(out, HasSubstr("scope=user%3Aread%3Achat%20user%3Awrite%3Achat%20user%3Abot"));
    EXPECT_THAT(Browser::header(browser.get("/auth/twitch?role=reader"), "Location"),
                HasSubstr("scope=user%3Aread%3Achat&"));
    EXPECT_THAT(Browser::header(browser.get("/auth/twitch?role=canary"), "Location"),
                Not(HasSubstr("canary")));
}

TEST(Wizard, NoPageEverHoldsTheSecret) {
    auto browser = fresh();
    std::string all = browser.post("/add/twitch", app(browser)).body;
    for (const auto* path : {"/", "/add", "/add/twitch", "/add/twitch?setup=1"})
        all += browser.get(path).body;
    all += browser.post("/add/twitch", app(browser, "short")).body;
    browser.answer = refusal();
    all += browser.post("/add/twitch", app(browser)).body;
    EXPECT_THAT(all, Not(HasSubstr("planted")));
}

TEST(Wizard, WhatLooksWrongIsSaidAtItsFieldAndAsksNobody) {
    const auto browser = fresh();
    const auto page = browser.post("/add/twitch", app(browser, "tooshort<b>", secret + "1"));
    EXPECT_EQ(page.status, 422);
    EXPECT_THAT(
        page.body,
        HasSubstr("value=\"tooshort&lt;b&gt;\" autocomplete=\"off\" spellcheck=\"false\" maxlength=\"512\" "
                  "required aria-describedby=\"client_id_says\" aria-invalid=\"true\""));
    EXPECT_THAT(page.body,
                HasSubstr("id=\"client_id_says\" class=\"wrong\" aria-live=\"polite\">It has 11 characters"));
    EXPECT_THAT(page.body,
                HasSubstr("class=\"wrong\" aria-live=\"polite\">It has 31 characters; right are 30"));
    EXPECT_TRUE(browser.transport.requests().empty());
    EXPECT_EQ(browser.get("/auth/twitch").status, 404) << "nothing was kept";
    EXPECT_EQ(browser.post("/add/twitch", app(browser, " " + id + "\n")).status, 303)
        << "blanks around it are not meant";
}

TEST(Wizard, AWrongSecretIsKnownBeforeAnybodyLeaves) {
    auto browser = fresh();
    browser.answer = refusal();
    const auto page = browser.post("/add/twitch", app(browser));
    EXPECT_EQ(page.status, 422);
    EXPECT_THAT(page.body, AllOf(HasSubstr("Twitch does not accept this client ID and secret"),
                                 HasSubstr("/help/E301")));
    EXPECT_THAT(page.body, HasSubstr("value=\"" + id + "\"")) << "nothing is lost but the secret";
    EXPECT_THAT(page.body, Not(HasSubstr("id=\"go\"")));
    EXPECT_EQ(browser.get("/auth/twitch").status, 404) << "an app that was never any good is not kept";
}

TEST(Wizard, WhereNobodyAnswersTheAppIsKeptAndNothingIsClaimed) {
    auto browser = fresh();
    browser.transport.on_send = [](const http::Request&) -> Result<http::Response> {
        return fail(ErrorKind::unavailable, "E404", "Twitch is not answering.");
    };
    EXPECT_EQ(browser.post("/add/twitch", app(browser)).status, 303);
    const auto page = browser.get("/add/twitch").body;
    EXPECT_THAT(page, AllOf(HasSubstr("could not be tested now"), Not(HasSubstr("accepts it"))));
    EXPECT_THAT(page, HasSubstr("id=\"go\""));
}

TEST(Wizard, OnlyOurOwnFormsChangeAnything) {
    const auto browser = fresh();
    auto form = app(browser);
    EXPECT_EQ(browser.post("/add/twitch", {{"csrf", "guess"}, {"what", "app"}, {"client_id", id}}).status,
              403);
    form.add("client_id", "twice");
    EXPECT_EQ(browser.post("/add/twitch", form).status, 403);
    EXPECT_EQ(browser.post("/add/canary", app(browser)).status, 404);
    for (const auto* path :
         {"/add/canary", "/add/twich", "/add/twitch?role=canary&account=canary&name=canary"})
        EXPECT_THAT(browser.get(path).body, Not(HasSubstr("canary"))) << path;
    EXPECT_THAT(browser.get("/add/twich").body, HasSubstr("href=\"/add/twitch\""));
    EXPECT_EQ(browser.get("/auth/twitch").status, 404);
}

TEST(Wizard, AuthorsPasteScopesAndTakeThemBack) {
    const auto browser = fresh();
    browser.post("/add/twitch", app(browser));
    const auto change = [&](const std::string& scopes) {
        return browser.post("/add/twitch", {{"csrf", browser.csrf("/add/kick")}, {"scopes", scopes}});
    };
    EXPECT_EQ(change("clips:edit bits:read").status, 303);
    EXPECT_THAT(Browser::header(browser.get("/auth/twitch"), "Location"),
                HasSubstr("scope=clips%3Aedit%20bits%3Aread"));
    EXPECT_THAT(browser.get("/add/twitch").body, HasSubstr("As this app was set up"));
    EXPECT_EQ(change("a\"b").status, 400);
    const auto many = change(std::string(3000, 'x'));
    EXPECT_EQ(many.status, 422);
    EXPECT_THAT(many.body, HasSubstr("at most 2,048 characters"));
    EXPECT_EQ(change("").status, 303);
    EXPECT_THAT(Browser::header(browser.get("/auth/twitch"), "Location"), Not(HasSubstr("clips")));
}

TEST(Wizard, NeverForgetsWhoseAccountItChanges) {
    auto browser = fresh();
    browser.post("/add/twitch", app(browser));
    browser.sign_in("/auth/twitch");
    const auto page = browser.get("/add/twitch?account=twitch").body;
    const std::string field = "name=\"account\" value=\"twitch\"";
    EXPECT_THAT(page.substr(page.find("id=\"setup\"")), HasSubstr(field));
    EXPECT_THAT(page.substr(page.find("id=\"scopes\"")), HasSubstr(field));
    const auto csrf = browser.csrf("/add/kick");
    const auto saved =
        browser.post("/add/twitch", {{"csrf", csrf}, {"account", "twitch"}, {"scopes", "clips:edit"}});
    EXPECT_EQ(Browser::header(saved, "Location"), "/add/twitch?setup=1&account=twitch");
    const auto then = browser.get(Browser::header(saved, "Location")).body;
    EXPECT_THAT(then, HasSubstr("id=\"go\" href=\"/auth/twitch?account=twitch\""));
    EXPECT_THAT(then, HasSubstr("id=\"pasted\" name=\"scopes\" value=\"clips:edit\""))
        << "or saving would empty them";
    const auto other =
        browser.post("/add/twitch", {{"csrf", csrf}, {"account", "canary/x"}, {"scopes", "clips:edit"}});
    EXPECT_EQ(Browser::header(other, "Location"), "/add/twitch?setup=1");
}

TEST(Wizard, AnAppOfTheConfigurationIsShownAndNotChanged) {
    const Browser browser{{client_entry("twitch", "Twitch"), test::practice_entry()}};
    const auto page = browser.get("/add/twitch").body;
    EXPECT_THAT(page,
                AllOf(HasSubstr("Set up in <code>config.toml</code>"), Not(HasSubstr("type=\"password\""))));
    EXPECT_THAT(page, HasSubstr("id=\"go\" href=\"/auth/twitch\""));
    EXPECT_EQ(browser.post("/add/twitch", app(browser)).status, 409);
}

TEST(Another, AsksWhoseItIsAndKeepsTheFirstAsItIs) {
    const Browser browser{{client_entry("twitch", "Twitch"), test::practice_entry()}};
    browser.sign_in("/auth/twitch");
    const auto page = browser.get("/add/twitch").body;
    EXPECT_THAT(page, HasSubstr("Is this your channel or your bot?"));
    EXPECT_THAT(page, HasSubstr("href=\"/auth/twitch?name=bot&amp;choose=1\""));
    const auto named = browser.get("/add/twitch?name=stage");
    EXPECT_THAT(named.body, HasSubstr("href=\"/auth/twitch?name=stage&amp;choose=1\""));
    const auto wrong = browser.get("/add/twitch?name=%3Cb%3Ecanary");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_THAT(wrong.body, AllOf(HasSubstr("aria-invalid=\"true\""), Not(HasSubstr("canary"))));
    EXPECT_THAT(browser.get("/add/twitch?setup=1").body, HasSubstr("Connect Twitch"));
    const auto change = browser.get("/add/twitch?account=twitch").body;
    EXPECT_THAT(change, HasSubstr("href=\"/auth/twitch?account=twitch\"")) << "other things may be allowed";
}

}  // namespace
}  // namespace roadcase::dashboard
