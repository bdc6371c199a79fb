#include "dashboard/world.h"

#include <gmock/gmock.h>

#include <set>

#include "dashboard_fixture.h"

namespace roadcase::dashboard {
namespace {

using server::Request;

using test::Browser;
using test::client_entry;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Browser one_client() {
    return Browser{{client_entry("twitch", "Twitch"), test::practice_entry()}};
}

http::Headers from_site(const char* site) {
    return {{"Host", "localhost:3000"}, {"Sec-Fetch-Site", site}};
}

TEST(Auth, SendsTheBrowserToTheProviderWithACookieOfItsOwn) {
    const auto browser = one_client();
    for (const auto* door : {"/auth", "/auth/twitch"}) {
        const auto answer = browser.get(door);
        EXPECT_EQ(answer.status, 307);
        EXPECT_THAT(Browser::header(answer, "Location"), StartsWith("https://id.example/twitch/authorize?"));
        EXPECT_EQ(Browser::state_in(answer).size(), 43U);
        const auto cookie = Browser::header(answer, "Set-Cookie");
        EXPECT_THAT(cookie, StartsWith("rc_flow_3000_"));
        EXPECT_THAT(cookie, HasSubstr("; Path=/success; Max-Age=600; HttpOnly; SameSite=Lax"));
        EXPECT_THAT(cookie, Not(HasSubstr("Domain")));
        EXPECT_THAT(cookie, Not(HasSubstr("Secure")));
    }
}

TEST(Auth, CookieIsSecureWhereTheProviderComesBackByHttps) {
    auto entry = client_entry("twitch", "Twitch");
    entry.client.redirect_uri = "https://connect.example/success";
    const Browser browser{{entry}};
    const auto answer = browser.get("/auth", {{"Host", "connect.example"}});
    EXPECT_THAT(Browser::header(answer, "Set-Cookie"), HasSubstr("; Secure"));
}

TEST(Auth, AProviderThatSendsNoBrowserBackToUsIsConnectedFromATerminal) {
    auto entry = client_entry("tiktok", "TikTok");
    entry.provider.redirect_scheme = "https";
    entry.client.redirect_uri = "https://localhost:3000/success";
    const Browser browser{{entry}};
    const auto answer = browser.get("/auth/tiktok");
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr("roadcase add tiktok --paste"));
    EXPECT_EQ(Browser::header(answer, "Set-Cookie"), "") << "nothing has begun";
    // A proxy of the person's own takes it and brings it here.
    entry.client.redirect_uri = "http://localhost:3000/success";
    EXPECT_EQ(Browser{{entry}}.get("/auth/tiktok").status, 307);
}

TEST(Auth, KeepsAtMostEightSignInsInABrowser) {
    const auto browser = one_client();
    std::set<std::string> names;
    for (int i = 0; i < 20; ++i) {
        const auto cookie = Browser::cookie_in(browser.get("/auth"));
        names.insert(cookie.substr(0, cookie.find('=')));
    }
    EXPECT_EQ(names.size(), 8U);
}

TEST(Auth, NothingOfTheRequestReachesTheProvider) {
    const auto answer = one_client().get(
        "/auth/twitch?redirect_uri=https%3A%2F%2Fevil.example&scope=canary&state=canary&name=bot");
    EXPECT_EQ(answer.status, 307);
    EXPECT_THAT(Browser::header(answer, "Location"), Not(HasSubstr("canary")));
    EXPECT_THAT(Browser::header(answer, "Location"), Not(HasSubstr("evil")));
    EXPECT_THAT(Browser::header(answer, "Location"), Not(HasSubstr("bot")));
}

TEST(Auth, OffersAChoiceWhenThereAreSeveralOrNone) {
    const Browser several{{client_entry("twitch", "Twitch"), client_entry("kick", "Kick")}};
    const auto choice = several.get("/auth");
    EXPECT_EQ(choice.status, 200);
    EXPECT_THAT(choice.body, HasSubstr("href=\"/auth/kick\""));
    EXPECT_THAT(Browser{{test::practice_entry()}}.get("/auth").body, HasSubstr("href=\"/auth/practice\""));
}

TEST(Auth, AnUnknownNameIsNotFoundAndNotRepeated) {
    const auto browser = one_client();
    const auto answer = browser.get("/auth/twich");
    EXPECT_EQ(answer.status, 404);
    EXPECT_THAT(answer.body, HasSubstr("href=\"/auth/twitch\""));
    EXPECT_THAT(browser.get("/auth/canary").body, Not(HasSubstr("canary")));
    const auto account = browser.get("/auth/twitch?account=acc_canary");
    EXPECT_EQ(account.status, 404);
    EXPECT_THAT(account.body, Not(HasSubstr("canary")));
}

TEST(Auth, APageFromElsewhereOnlyGetsAQuestion) {
    const auto browser = one_client();
    for (const auto* site : {"cross-site", "same-site", "something-new"}) {
        const auto answer = browser.get("/auth/twitch?name=bot&flow=canary&x=canary", from_site(site));
        EXPECT_EQ(answer.status, 200) << site;
        EXPECT_FALSE(answer.headers.find("Set-Cookie")) << site;
        EXPECT_THAT(answer.body, HasSubstr("href=\"/auth/twitch?name=bot\""));
        EXPECT_THAT(answer.body, Not(HasSubstr("canary")));
    }
    for (const auto* site : {"none", "same-origin"})
        EXPECT_EQ(browser.get("/auth/twitch", from_site(site)).status, 307) << site;
}

TEST(Auth, HeadStartsNothing) {
    Request request;
    request.method = "HEAD";
    request.path = "/auth/twitch";
    request.headers = {{"Host", "localhost:3000"}};
    const auto answer = one_client().send(request);
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(answer.headers.find("Set-Cookie"));
    EXPECT_FALSE(answer.headers.find("Location"));
}

TEST(Auth, MovesToTheHostTheProviderComesBackTo) {
    const Browser browser{{client_entry("spotify", "Spotify", "127.0.0.1")}};
    const auto moved = browser.get("/auth/spotify?name=bot&x=canary", from_site("same-origin"));
    EXPECT_EQ(moved.status, 307);
    EXPECT_FALSE(moved.headers.find("Set-Cookie"));
    const auto there = Browser::header(moved, "Location");
    EXPECT_THAT(there, StartsWith("http://127.0.0.1:3000/auth/spotify?name=bot&pass="));
    EXPECT_THAT(there, Not(HasSubstr("canary")));

    const auto target = there.substr(std::string{"http://127.0.0.1:3000"}.size());
    const http::Headers arrived{{"Host", "127.0.0.1:3000"}, {"Sec-Fetch-Site", "cross-site"}};
    EXPECT_THAT(Browser::header(browser.get(target, arrived), "Location"),
                StartsWith("https://id.example/spotify"));
    EXPECT_EQ(browser.get("/auth/spotify?name=bot&pass=guess", arrived).status, 200);
    EXPECT_EQ(
        browser.get("/auth/spotify" + target.substr(target.find("?name=bot") + 9).replace(0, 1, "?"), arrived)
            .status,
        200)
        << "a pass is for the address it was made for";
}

TEST(Auth, BehindAProxyThatChangesTheHostItDoesNotTurnInCircles) {
    const Browser browser{{client_entry("spotify", "Spotify", "127.0.0.1")}};
    const auto there = Browser::header(browser.get("/auth/spotify"), "Location");
    const auto target = there.substr(std::string{"http://127.0.0.1:3000"}.size());
    EXPECT_THAT(Browser::header(browser.get(target), "Location"), StartsWith("https://id.example/spotify"));
}

TEST(Auth, AReservationOfATerminalOpensOnce) {
    auto browser = one_client();
    browser.reserved.flow_id = "flow-1";
    browser.reserved.client = "twitch";
    EXPECT_EQ(browser.get("/auth/twitch?flow=flow-1").status, 307);
    browser.reserved.flow_id = "another";
    const auto again = browser.get("/auth/twitch?flow=flow-1");
    EXPECT_EQ(again.status, 400);
    EXPECT_THAT(again.body, HasSubstr("E205"));
}

}  // namespace
}  // namespace roadcase::dashboard
