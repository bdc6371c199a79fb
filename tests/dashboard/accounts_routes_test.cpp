#include "dashboard/world.h"

#include <gmock/gmock.h>

#include "dashboard/assets.h"
#include "dashboard_fixture.h"

namespace roadcase::dashboard {
namespace {

using server::Request;

using test::Browser;
using test::client_entry;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Browser one_client() {
    return Browser{{client_entry("twitch", "Twitch"), test::practice_entry()}};
}

TEST(Dashboard, StartsEmptyAndOffersPractice) {
    const Browser browser{{test::practice_entry()}};
    const auto page = browser.get("/");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("Nothing connected yet"));
    EXPECT_THAT(page.body, HasSubstr("href=\"/auth/practice\""));
    EXPECT_THAT(page.body, HasSubstr("href=\"/add\""));
}

TEST(Dashboard, ShowsAConnectedAccountAndNoSecret) {
    const auto browser = one_client();
    browser.sign_in("/auth/twitch");
    const auto page = browser.get("/").body;
    EXPECT_THAT(page, HasSubstr("Connected"));
    EXPECT_THAT(page, HasSubstr("Renews by itself"));
    EXPECT_THAT(page, HasSubstr("href=\"/accounts/" + browser.id_of("twitch") + "\""));
    EXPECT_THAT(page, Not(HasSubstr("planted")));
}

TEST(Dashboard, TakesNoOtherKindOfBody) {
    const auto browser = one_client();
    browser.sign_in("/auth/twitch");
    Request request;
    request.method = "POST";
    request.path = "/accounts/remove";
    request.body = http::Params{{"account", browser.id_of("twitch")}, {"csrf", browser.csrf()}}.encode();
    for (const auto* type : {"text/plain", "application/json", "multipart/form-data", ""}) {
        request.headers = {{"Content-Type", type}};
        EXPECT_EQ(browser.send(request).status, 403) << type;
    }
}

TEST(Dashboard, AsksAboutANewKeyAndTakesTheAnswerFromItsOwnFormsOnly) {
    auto browser = one_client();
    browser.sign_in("/auth/twitch");
    browser.keys().confirm_first_use(true);
    accounts::KeyWish wish;
    wish.name = "chatbot";
    wish.accounts = {"twitch"};
    const auto key = browser.keys().create(wish).value().key;
    EXPECT_THAT(browser.get("/").body, Not(HasSubstr("chatbot")));
    EXPECT_EQ(browser.keys().identify(key).error().code, "E509");
    const auto page = browser.get("/").body;
    EXPECT_THAT(page, HasSubstr("The key <code>chatbot</code> was used for the first time"));
    EXPECT_THAT(page, HasSubstr("action=\"/keys/allow\""));
    EXPECT_THAT(page, Not(HasSubstr(key.reveal())));

    EXPECT_EQ(browser.post("/keys/allow", {{"key", "chatbot"}, {"csrf", "guessed"}}).status, 403);
    EXPECT_EQ(browser.post("/keys/allow", {{"key", "nobody"}, {"csrf", browser.csrf()}}).status, 404);
    EXPECT_EQ(browser.keys().identify(key).error().code, "E509");
    EXPECT_EQ(browser.post("/keys/deny", {{"key", "chatbot"}, {"csrf", browser.csrf()}}).status, 303);
    EXPECT_EQ(browser.keys().identify(key).error().code, "E503");
    EXPECT_THAT(browser.get("/").body, Not(HasSubstr("chatbot")));
    EXPECT_EQ(browser.post("/keys/allow", {{"key", "chatbot"}, {"csrf", browser.csrf()}}).status, 303);
    EXPECT_EQ(browser.keys().find("chatbot")->unconfirmed, false);
}

TEST(Dashboard, WhatIsNotThereIsNotRepeated) {
    auto browser = one_client();
    const auto csrf = browser.csrf();
    for (const auto* path : {"/keys/allow", "/keys/deny", "/scripts/keys/pause", "/scripts/keys/remove"}) {
        const auto answer = browser.post(path, {{"key", "<i>rck_planted"}, {"csrf", csrf}});
        EXPECT_EQ(answer.status, 404) << path;
        EXPECT_THAT(answer.body, AllOf(HasSubstr("There is no such key"), Not(HasSubstr("planted")))) << path;
    }
    const auto renewed =
        browser.post("/scripts/keys/renew", {{"key", "rck_planted"}, {"csrf", csrf}}, true, true);
    EXPECT_THAT(Browser::header(renewed, "Roadcase-Problem"), Not(HasSubstr("planted")));
    for (const auto* path : {"/accounts/remove", "/accounts/refresh", "/accounts/pause", "/accounts/resume",
                             "/accounts/revoke"}) {
        const auto answer = browser.post(path, {{"account", "twitch/rck_planted"}, {"csrf", csrf}});
        EXPECT_EQ(answer.status, 404) << path;
        EXPECT_THAT(answer.body, Not(HasSubstr("planted"))) << path;
    }
}

TEST(Dashboard, OffersToSignInAgainWhenTheGrantIsGone) {
    auto browser = one_client();
    browser.sign_in("/auth/twitch");
    const auto id = browser.id_of("twitch");
    browser.answer = test::json_answer(400, R"({"error":"invalid_grant"})");
    EXPECT_EQ(browser.post("/accounts/refresh", {{"account", id}, {"csrf", browser.csrf()}}).status, 303);
    const auto page = browser.get("/").body;
    EXPECT_THAT(page, HasSubstr("Sign in again"));
    EXPECT_THAT(page, HasSubstr("href=\"/auth/twitch?account=" + id + "\""));
    EXPECT_THAT(page, HasSubstr("Twitch needs you to sign in again"));
    EXPECT_THAT(browser.get("/favicon.svg").body, HasSubstr("M16 8 25 24H7z"));
}

TEST(Assets, AreKeptOnlyUnderTheirVersion) {
    const auto browser = one_client();
    const auto current = browser.get("/assets/" + asset_version() + "/app.js");
    EXPECT_THAT(Browser::header(current, "Cache-Control"), HasSubstr("immutable"));
    EXPECT_EQ(Browser::header(current, "Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(Browser::header(browser.get("/assets/old/app.js"), "Cache-Control"), "no-cache");
    for (const auto* other : {"frame.html", "favicon.svg", "CMakeLists.txt", "..", "base.css", "app.js.br"})
        EXPECT_EQ(browser.get(std::string("/assets/old/") + other).status, 404) << other;
}

TEST(Icon, IsOneFileUnderBothNames) {
    const auto browser = one_client();
    EXPECT_EQ(Browser::header(browser.get("/favicon.svg"), "Content-Type"), "image/svg+xml");
    EXPECT_EQ(browser.get("/favicon.svg").body, browser.get("/favicon.ico").body);
}

}  // namespace
}  // namespace roadcase::dashboard
