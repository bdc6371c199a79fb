#include <gmock/gmock.h>

#include "dashboard_fixture.h"

// /add/NAME/device: a code that is entered on another device.
namespace roadcase::dashboard {
namespace {

using test::Browser;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// One app at a provider that gives codes; nobody has entered one yet.
struct DeviceTest : testing::Test {
    DeviceTest() {
        browser.transport.on_send = [this](const http::Request& request) -> Result<http::Response> {
            if (request.url.ends_with("/device"))
                return test::json_answer(
                    200,
                    R"({"device_code":"planted-device","user_code":"WDJB-MJHT","expires_in":600,"interval":5,)"
                    R"("verification_uri":"https://id.example/activate?code=WDJB-MJHT"})");
            return entered ? browser.answer : test::json_answer(400, R"({"error":"authorization_pending"})");
        };
    }
    static accounts::ClientEntry entry() {
        auto client = test::client_entry("twitch", "Twitch");
        client.provider.server.device_authorization_endpoint = "https://id.example/twitch/device";
        client.client.scopes.clear();
        client.provider.roles = {{"bot", {"chat:read"}}};
        return client;
    }
    std::string begin() {
        return Browser::header(
            browser.post("/add/twitch/device", {{"csrf", browser.csrf("/add/kick")}, {"role", "bot"}}),
            "Location");
    }

    bool entered = false;
    Browser browser{{entry(), test::practice_entry()}};
};

TEST_F(DeviceTest, ShowsWhereAndWhatToEnterAndGoesOnByItself) {
    EXPECT_THAT(browser.get("/add/twitch").body, HasSubstr("href=\"/add/twitch/device?role=bot\""));
    EXPECT_THAT(browser.get("/add/twitch/device?role=bot").body, HasSubstr("name=\"role\" value=\"bot\""));
    const auto place = begin();
    ASSERT_THAT(place, testing::StartsWith("/add/twitch/device/"));
    EXPECT_THAT(place, Not(HasSubstr("WDJB")));
    const auto page = browser.get(place).body;
    EXPECT_THAT(page, AllOf(HasSubstr("WDJB-MJHT"), HasSubstr("href=\"" + place + "/open\""),
                            HasSubstr(">https://id.example/activate<"), HasSubstr("data-live")));
    EXPECT_EQ(Browser::header(browser.get(place + "/open"), "Location"), "https://id.example/activate");
    EXPECT_THAT(page, Not(HasSubstr("planted-device")));

    entered = true;
    browser.clock.advance(seconds{6});
    while (browser.accounts->run_one_due()) {
    }
    const auto done = Browser::header(browser.get(place), "Location");
    EXPECT_THAT(done, testing::StartsWith("/done/"));
    EXPECT_THAT(browser.get(done).body,
                AllOf(HasSubstr("Was it you who entered the code?"), HasSubstr("href=\"/accounts/twitch\"")));
}

TEST_F(DeviceTest, OnAirTheCodeStaysCoveredUntilThePersonWantsIt) {
    browser.on_air = true;
    const auto place = begin();
    const auto covered = browser.get(place).body;
    EXPECT_THAT(covered, AllOf(HasSubstr("Show code"), Not(HasSubstr("WDJB"))));
    const auto warned = browser.get(place + "/open").body;
    EXPECT_THAT(warned, AllOf(HasSubstr("You may be live"), HasSubstr(place + "/open?onair=1")));
    EXPECT_EQ(browser.post("/on-air", {{"csrf", browser.csrf("/add/kick")}, {"way", place + "/open"}}).status,
              200);
    EXPECT_EQ(browser.get(place + "/open").status, 307);
    EXPECT_EQ(browser.post(place + "/show", {{"csrf", "guess"}}).status, 403);
    EXPECT_THAT(browser.get(place).body, Not(HasSubstr("WDJB")));
    EXPECT_EQ(
        Browser::header(browser.post(place + "/show", {{"csrf", browser.csrf("/add/kick")}}), "Location"),
        place);
    EXPECT_THAT(browser.get(place).body, HasSubstr("WDJB-MJHT"));
}

TEST_F(DeviceTest, NothingBeginsForOthersOrWhereThereAreNoCodes) {
    EXPECT_EQ(browser.post("/add/twitch/device", {{"csrf", "guess"}}).status, 403);
    EXPECT_TRUE(
        server::is_later(browser.post("/add/twitch/device", {{"csrf", browser.csrf("/add/kick")}}, false)));
    EXPECT_TRUE(browser.transport.requests().empty());
    for (const auto* path : {"/add/twitch/device/canary", "/add/twitch/device/canary/open",
                             "/add/kick/device", "/add/canary/device"}) {
        EXPECT_EQ(browser.get(path).status, 404) << path;
        EXPECT_THAT(browser.get(path).body, Not(HasSubstr("canary"))) << path;
    }
    EXPECT_EQ(browser.post("/add/twitch/device/canary/show", {{"csrf", browser.csrf("/add/kick")}}).status,
              404);
}

}  // namespace
}  // namespace roadcase::dashboard
