#include <gmock/gmock.h>

#include "dashboard_fixture.h"

namespace roadcase::dashboard {
namespace {

using test::Browser;
using test::client_entry;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr auto warning = "You may be live";

struct OnAir : Browser {
    OnAir()
        : Browser({client_entry("twitch", "Twitch"), client_entry("spotify", "Spotify", "127.0.0.1"),
                   test::practice_entry()}) {
        on_air = true;
    }
};

TEST(WarningOnAir, AProvidersPageIsOneClickFurther) {
    const OnAir browser;
    const auto page = browser.get("/auth/twitch?name=bot");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr(warning));
    EXPECT_THAT(page.body, HasSubstr("Twitch's page can show your e-mail. Switch scene first."));
    EXPECT_FALSE(page.headers.find("Set-Cookie")) << "nothing has begun";
    EXPECT_THAT(page.body, HasSubstr("href=\"/auth/twitch?name=bot&amp;onair=1\""));
    const auto out = browser.get("/auth/twitch?name=bot&onair=1");
    EXPECT_THAT(Browser::header(out, "Location"), StartsWith("https://id.example/twitch/authorize?"));
}

TEST(WarningOnAir, PracticeAndQuietTimesAreNotWarned) {
    OnAir browser;
    EXPECT_EQ(browser.get("/auth/practice").status, 307);
    browser.on_air = false;
    EXPECT_EQ(browser.get("/auth/twitch").status, 307);
}

TEST(WarningOnAir, APageFromElsewhereCannotSkipTheWarning) {
    const OnAir browser;
    const http::Headers elsewhere{{"Host", "localhost:3000"}, {"Sec-Fetch-Site", "cross-site"}};
    const auto question = browser.get("/auth/twitch?onair=1", elsewhere);
    EXPECT_EQ(question.status, 200);
    EXPECT_THAT(question.body, HasSubstr("Another page led you here"));
    EXPECT_THAT(question.body, HasSubstr("href=\"/auth/twitch\""));
    EXPECT_THAT(question.body, Not(HasSubstr("onair")));
    EXPECT_THAT(browser.get("/auth/twitch").body, HasSubstr(warning));
}

TEST(WarningOnAir, OneWarningIsEnoughOnTheWayToTheRedirectHost) {
    const OnAir browser;
    EXPECT_THAT(browser.get("/auth/spotify").body, HasSubstr(warning));
    const auto moved = Browser::header(browser.get("/auth/spotify?onair=1"), "Location");
    EXPECT_THAT(moved, StartsWith("http://127.0.0.1:3000/auth/spotify?onair=1&pass="));
    const auto target = moved.substr(std::string{"http://127.0.0.1:3000"}.size());
    const http::Headers arrived{{"Host", "127.0.0.1:3000"}, {"Sec-Fetch-Site", "cross-site"}};
    EXPECT_THAT(Browser::header(browser.get(target, arrived), "Location"),
                StartsWith("https://id.example/spotify"));
    auto forged = target;
    forged.replace(forged.find("onair=1&"), 8, "");
    EXPECT_THAT(browser.get(forged, arrived).body, HasSubstr("Another page led you here"));
}

TEST(WarningOnAir, AReservationOfATerminalIsKeptUntilThePersonGoesOn) {
    OnAir browser;
    browser.reserved.flow_id = "flow-1";
    browser.reserved.client = "twitch";
    EXPECT_THAT(browser.get("/auth/twitch?flow=flow-1").body, HasSubstr("flow=flow-1&amp;onair=1"));
    EXPECT_EQ(browser.get("/auth/twitch?flow=flow-1&onair=1").status, 307);
}

TEST(WarningOnAir, StandsBeforeTheConsoleWhereTheSecretIs) {
    OnAir browser;
    const auto page = browser.get("/add/kick/console");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr(warning));
    EXPECT_THAT(page.body, HasSubstr("Kick's console can show the secret of your app"));
    EXPECT_THAT(page.body, HasSubstr("href=\"/add/kick/console?onair=1\""));
    EXPECT_THAT(Browser::header(browser.get("/add/kick/console?onair=1"), "Location"),
                StartsWith("https://kick.com/"));
    const auto own = browser.get("/add/twitch/console?client=twitch&onair=1");
    EXPECT_EQ(Browser::header(own, "Location"), "https://console.example/twitch")
        << "as that app's row has it";
    const http::Headers elsewhere{{"Host", "localhost:3000"}, {"Sec-Fetch-Site", "cross-site"}};
    EXPECT_THAT(browser.get("/add/kick/console?onair=1", elsewhere).body, HasSubstr(warning));
    browser.on_air = false;
    EXPECT_EQ(browser.get("/add/kick/console").status, 307);
}

TEST(WarningOnAir, LeadsNowhereThatNoRowNames) {
    const OnAir browser;
    EXPECT_EQ(browser.get("/add/canary/console?onair=1").status, 404);
    EXPECT_EQ(browser.get("/add/mastodon/console?onair=1").status, 404) << "it has none";
    EXPECT_EQ(Browser::header(browser.get("/add/kick/console?onair=1&client=twitch"), "Location"),
              Browser::header(browser.get("/add/kick/console?onair=1"), "Location"));
    const auto csrf = browser.csrf("/auth/twitch");
    for (const auto* way : {"https://evil.example/", "//evil.example", "/add/../auth/canary",
                            "/add/canary/console", "/add/twitch/\"canary", "/canary"}) {
        const auto answer = browser.post("/on-air", {{"csrf", csrf}, {"way", way}});
        EXPECT_EQ(answer.status, 404) << way;
        EXPECT_THAT(answer.body, Not(testing::AnyOf(HasSubstr("evil"), HasSubstr("canary")))) << way;
    }
    const auto saved = browser.post("/on-air", {{"csrf", csrf}, {"way", "/add/kick/console"}});
    EXPECT_THAT(saved.body, HasSubstr("href=\"/add/kick/console\""));
    EXPECT_EQ(browser.get("/add/kick/console").status, 307);
}

TEST(WarningOnAir, IsNotSaidAgainToWhoeverWantsItSo) {
    const OnAir browser;
    const auto csrf = browser.csrf("/auth/twitch");
    EXPECT_EQ(browser.post("/on-air", {{"client", "twitch"}}).status, 403);
    EXPECT_EQ(browser.post("/on-air", {{"csrf", csrf}, {"client", "canary"}}).status, 404);
    EXPECT_THAT(browser.get("/auth/twitch").body, HasSubstr(warning)) << "nothing was changed";
    const auto saved = browser.post("/on-air", {{"csrf", csrf}, {"client", "twitch"}, {"name", "bot"}});
    EXPECT_EQ(saved.status, 200) << "no form of ours leads to another site";
    EXPECT_THAT(saved.body, HasSubstr("href=\"/auth/twitch?name=bot\""));
    EXPECT_EQ(browser.get("/auth/twitch?name=bot").status, 307);
}

}  // namespace
}  // namespace roadcase::dashboard
