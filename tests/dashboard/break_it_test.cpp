#include "dashboard/break_it.h"

#include <gmock/gmock.h>

#include "dashboard_fixture.h"

namespace roadcase::dashboard {
namespace {

using test::Browser;
using testing::HasSubstr;
using testing::Not;

struct Rehearsal : Browser {
    Rehearsal() : Browser({test::client_entry("twitch", "Twitch"), test::practice_entry()}) {
        sign_in("/auth/practice");
    }
};

server::Response press(const Browser& browser, const std::string& fault) {
    return browser.post("/practice-faults", {{"csrf", browser.csrf()}, {"fault", fault}});
}

TEST(BreakIt, IsOfferedBesideAPracticeAccountOnly) {
    Browser browser{{test::client_entry("twitch", "Twitch"), test::practice_entry()}};
    browser.sign_in("/auth/twitch");
    EXPECT_THAT(browser.get("/").body, Not(HasSubstr("Break it on purpose")));
    EXPECT_EQ(press(browser, "down").status, 404);
    EXPECT_FALSE(browser.practice().faults().down);
    browser.sign_in("/auth/practice");
    const auto page = browser.get("/").body;
    EXPECT_THAT(page, HasSubstr("Break it on purpose"));
    EXPECT_THAT(page, HasSubstr("Remove the practice account"));
    EXPECT_THAT(Rehearsal().get("/").body, Not(HasSubstr("Remove the practice account")));
}

TEST(BreakIt, EachButtonIsOneBreakdownThatShowsAtOnce) {
    Rehearsal browser;
    for (const auto& [name, member] : practice::fault_names) {
        const auto asked = browser.transport.requests().size();
        const auto answer = press(browser, std::string(name));
        EXPECT_EQ(answer.status, 303);
        EXPECT_EQ(Browser::header(answer, "Location"), "/#break-it");
        EXPECT_EQ(browser.transport.requests().size(), asked + 1) << "renewed at once";
        const auto now = browser.practice().faults();
        for (const auto& [other, each] : practice::fault_names) EXPECT_EQ(now.*each, other == name) << name;
        EXPECT_THAT(browser.get("/").body, HasSubstr("Make it well again")) << name;
    }
    EXPECT_EQ(press(browser, "none").status, 303);
    EXPECT_FALSE(browser.practice().faults().no_refresh_token);
    EXPECT_THAT(browser.get("/").body, Not(HasSubstr("Make it well again")));
}

TEST(BreakIt, AConnectionThatIsGoneIsMendedByItsPerson) {
    Rehearsal browser;
    browser.answer = test::json_answer(400, R"({"error":"invalid_grant"})");
    EXPECT_EQ(press(browser, "revoke").status, 303);
    const auto page = browser.get("/").body;
    EXPECT_THAT(page, HasSubstr("Sign in again"));
    EXPECT_THAT(page, HasSubstr("Press Reconnect, then Allow."));
    EXPECT_THAT(page, Not(HasSubstr("Make it well again")));
}

TEST(BreakIt, TakesItsOwnFormsOnlyAndWaitsForAPatientWorker) {
    Rehearsal browser;
    EXPECT_EQ(browser.post("/practice-faults", {{"fault", "down"}}).status, 403);
    EXPECT_EQ(browser.post("/practice-faults", {{"csrf", "guess"}, {"fault", "down"}}).status, 403);
    const auto odd = press(browser, "canary");
    EXPECT_EQ(odd.status, 404);
    EXPECT_THAT(odd.body, Not(HasSubstr("canary")));
    const http::Params form{{"csrf", browser.csrf()}, {"fault", "down"}};
    EXPECT_TRUE(is_later(browser.post("/practice-faults", form, false)));
    EXPECT_FALSE(browser.practice().faults().down);
}

TEST(BreakIt, TheRenewalIsWorthWatching) {
    Rehearsal browser;
    const auto page = browser.get("/").body;
    EXPECT_THAT(page, HasSubstr("Watch it renew: <time data-until=\""));
    EXPECT_THAT(page, Not(HasSubstr("Renews by itself")));
    browser.sign_in("/auth/twitch");
    EXPECT_THAT(browser.get("/").body, HasSubstr("Renews by itself"));
}

}  // namespace
}  // namespace roadcase::dashboard
