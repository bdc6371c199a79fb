#include "dashboard/world.h"

#include <gmock/gmock.h>

#include <future>

#include "dashboard_fixture.h"

namespace roadcase::dashboard {
namespace {

using server::is_later;
using server::Request;
using server::Response;

using test::Browser;
using test::client_entry;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

Browser one_client() {
    return Browser{{client_entry("twitch", "Twitch"), test::practice_entry()}};
}

TEST(Success, ExchangesFirstAndThenShowsAPageWithoutTheCode) {
    const auto browser = one_client();
    const auto out = browser.get("/auth");
    const auto back =
        browser.come_back("code=canary-code&state=" + Browser::state_in(out), Browser::cookie_in(out));
    EXPECT_EQ(back.status, 303);
    const auto location = Browser::header(back, "Location");
    EXPECT_THAT(location, StartsWith("/done/"));
    EXPECT_THAT(location, Not(HasSubstr("?")));
    const auto page = browser.get(location);
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("Twitch is connected"));
    for (const auto* secret : {"canary-code", "planted-access", "planted-refresh"})
        EXPECT_THAT(page.body, Not(HasSubstr(secret)));
    EXPECT_THAT(page.body, Not(HasSubstr(Browser::state_in(out))));
}

/// The page about an answer that belongs to no sign-in of this browser: its address holds nothing of the
/// answer.
Response astray(const Browser& browser, const std::string& query) {
    const auto moved = browser.get("/success?" + query);
    EXPECT_EQ(moved.status, 303) << query;
    const auto location = Browser::header(moved, "Location");
    EXPECT_THAT(location, AllOf(StartsWith("/done/"), Not(HasSubstr("canary")))) << query;
    return browser.get(location);
}

TEST(Success, ShowsNothingOfAQueryItDoesNotKnow) {
    const auto browser = one_client();
    for (const auto* query :
         {"code=canary&state=canary", "state=canary", "error=canary&state=canary",
          "error=canary&error_description=<b>canary&error_uri=http://canary/&state=canary",
          "code=canary&code=canary&state=canary"}) {
        const auto answer = astray(browser, query);
        EXPECT_EQ(answer.status, 400) << query;
        EXPECT_THAT(answer.body, Not(HasSubstr("canary"))) << query;
        EXPECT_THAT(answer.body, HasSubstr("E205")) << query;
    }
    EXPECT_THAT(astray(browser, "").body, HasSubstr("E204")) << "nothing at all: it was cancelled there";
    EXPECT_THAT(browser.transport.requests(), IsEmpty());
}

TEST(Success, InAnotherBrowserDoesNotBurnTheRightfulSignIn) {
    const auto browser = one_client();
    const auto out = browser.get("/auth");
    const auto query = "code=a-code&state=" + Browser::state_in(out);
    const auto stranger = browser.come_back(query, "rc_flow_3000_0=somebody-elses");
    EXPECT_THAT(browser.get(Browser::header(stranger, "Location")).body, HasSubstr("E206"));
    EXPECT_EQ(browser.come_back(query, Browser::cookie_in(out)).status, 303);
}

TEST(Success, ShowsAPageBeforeASlowProviderHasAnswered) {
    auto browser = one_client();
    browser.world().patience = std::chrono::milliseconds(0);
    std::promise<void> provider;
    const auto answers = provider.get_future().share();
    browser.transport.on_send = [&](const http::Request&) -> Result<http::Response> {
        answers.wait();
        return browser.answer;
    };
    const auto out = browser.get("/auth");
    const auto back =
        browser.come_back("code=canary-code&state=" + Browser::state_in(out), Browser::cookie_in(out));
    const auto location = Browser::header(back, "Location");
    EXPECT_THAT(browser.get(location).body,
                AllOf(HasSubstr("Still talking to the provider"), HasSubstr("http-equiv=\"refresh\"")));
    provider.set_value();
    std::string outcome;
    while (outcome.empty()) outcome = Browser::header(browser.get(location), "Location");
    EXPECT_THAT(browser.get(outcome).body, HasSubstr("Twitch is connected"));
}

/// What the page's button takes to the clipboard.
Response copied(const Browser& browser, const std::string& id) {
    return browser.post("/copy/address", {{"csrf", browser.csrf("/done/" + id)}, {"which", id}}, true, true);
}

TEST(Success, OfASignInElsewhereIsCopiedWithoutBeingShown) {
    auto browser = one_client();
    const auto moved = browser.get("/success?code=a-code&state=a%20state&scope=canary&x=%3Brm%20-rf%20%2F");
    const auto id = Browser::header(moved, "Location").substr(std::string_view("/done/").size());
    EXPECT_EQ(copied(browser, id).status, 200);
    EXPECT_EQ(copied(browser, id).body, "http://localhost:3000/success?code=a-code&state=a%20state");
    EXPECT_EQ(browser.post("/copy/address", {{"csrf", "guess"}, {"which", id}}, true, true).body, "");
    const auto csrf = browser.csrf("/done/" + id);
    browser.clock.advance(std::chrono::minutes(10));
    EXPECT_EQ(browser.post("/copy/address", {{"csrf", csrf}, {"which", id}}, true, true).status, 404);
}

TEST(Copying, AsksTheDesktopWhetherTheClipboardHoldsItStill) {
    auto browser = one_client();
    const http::Params form{{"csrf", browser.csrf()}, {"hash", "abc"}};
    EXPECT_EQ(browser.post("/copy/clear", form, true, true).body, "unknown");
    browser.clipboard = platform::Cleared::yes;
    EXPECT_EQ(browser.post("/copy/clear", form, true, true).body, "cleared");
    EXPECT_THAT(browser.cleared, ElementsAre("abc", "abc"));
    EXPECT_TRUE(is_later(browser.post("/copy/clear", form, false, true)));
    EXPECT_EQ(browser.post("/copy/clear", form).status, 403) << "a form sent by a browser itself";
}

// A terminal that waits hears of a Cancel, too.
TEST(Success, OffersTheAddressOfEveryAnswerThatATerminalTakes) {
    const auto browser = one_client();
    EXPECT_THAT(astray(browser, "code=canary&state=canary").body, HasSubstr("/copy/address"));
    EXPECT_THAT(astray(browser, "error=access_denied&state=canary").body, HasSubstr("/copy/address"));
    EXPECT_THAT(astray(browser, "code=canary").body, Not(HasSubstr("/copy/address"))) << "of no sign-in";
}

// Whoever leads a browser here chooses the path, and the page tells its person to paste the address into a
// terminal.
TEST(Success, APathThatIsACommandIsNeverCopied) {
    const auto browser = one_client();
    const auto offered = [&](const std::string& path) {
        const auto moved = browser.get(path + "?code=a-code&state=a-state");
        return browser.get(Browser::header(moved, "Location")).body.find("/copy/address") !=
               std::string::npos;
    };
    EXPECT_TRUE(offered("/success/twitch"));
    for (const auto* path :
         {"/success/$(sh)", "/success/`sh`", "/success/;sh", "/success/a b", "/success/a'b", "/success/a&b"})
        EXPECT_FALSE(offered(path)) << path;
}

TEST(Success, KeepsTheLastEightThatWentAstray) {
    const auto browser = one_client();
    const auto first = Browser::header(browser.get("/success?code=a&state=b"), "Location");
    for (int i = 0; i < 8; ++i) {
        EXPECT_THAT(browser.get(first).body, HasSubstr("/copy/address")) << i;
        browser.get("/success?code=a&state=b");
    }
    EXPECT_EQ(browser.get(first).status, 404);
}

TEST(Success, WaitsForAWorkerThatMayBlock) {
    Request request;
    request.path = "/success";
    request.may_block = false;
    EXPECT_TRUE(is_later(one_client().send(request)));
}

TEST(Success, HeadCompletesNothing) {
    const auto browser = one_client();
    const auto out = browser.get("/auth");
    Request request;
    request.method = "HEAD";
    request.path = "/success";
    request.raw_query = "code=a-code&state=" + Browser::state_in(out);
    request.headers = {{"Cookie", Browser::cookie_in(out)}};
    EXPECT_EQ(browser.send(request).status, 405);
    EXPECT_THAT(browser.transport.requests(), IsEmpty());
}

TEST(Done, TellsADenialInWords) {
    const auto browser = one_client();
    const auto out = browser.get("/auth");
    const auto back = browser.come_back(
        "error=access_denied&error_description=<b>canary</b>&state=" + Browser::state_in(out),
        Browser::cookie_in(out));
    EXPECT_EQ(back.status, 303);
    const auto page = browser.get(Browser::header(back, "Location"));
    EXPECT_THAT(page.body, HasSubstr("Not connected"));
    EXPECT_THAT(page.body, HasSubstr("E204"));
    EXPECT_THAT(page.body, Not(HasSubstr("<b>")));
}

TEST(Done, AnUnknownSignInIsNotFound) {
    const auto answer = one_client().get("/done/canary");
    EXPECT_EQ(answer.status, 404);
    EXPECT_THAT(answer.body, Not(HasSubstr("canary")));
}

TEST(Done, WaitsForASignInThatIsUnderWay) {
    auto browser = one_client();
    browser.reserved = {.client = "twitch",
                        .account = {},
                        .name = {},
                        .scopes = {},
                        .origin = "terminal",
                        .flow_id = "flow-1"};
    browser.get("/auth/twitch?flow=flow-1");
    EXPECT_THAT(browser.get("/done/flow-1").body, HasSubstr("Still talking to Twitch"));
}

}  // namespace
}  // namespace roadcase::dashboard
