#include <gmock/gmock.h>

#include "dashboard/copying.h"
#include "dashboard/own_paths.h"
#include "dashboard/world.h"
#include "dashboard_fixture.h"

namespace roadcase::dashboard {
namespace {

using http::Params;
using test::Browser;
using test::client_entry;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct CopyToken : testing::Test {
    Browser browser{{client_entry("twitch", "Twitch"), test::practice_entry()}};
    Params form;

    void SetUp() override {
        browser.sign_in("/auth/twitch");
        form = {{"account", browser.id_of("twitch")}, {"csrf", browser.csrf()}};
    }
};

TEST_F(CopyToken, GivesItToTheClipboardAloneAndSaysSoInTheLog) {
    EXPECT_EQ(browser.post("/copy/token", form).status, 403);
    EXPECT_EQ(browser.post("/copy/token", {{"account", "twitch"}, {"csrf", "guess"}}, true, true).status,
              403);
    EXPECT_THAT(browser.handed_out, IsEmpty());
    const auto answer = browser.post("/copy/token", form, false, true);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "planted-access");
    EXPECT_EQ(Browser::header(answer, "Cache-Control"), "no-store");
    EXPECT_THAT(browser.handed_out, ElementsAre("twitch to dashboard"));
}

TEST_F(CopyToken, RenewsWhatHasEndedOnAWorkerThatMayWait) {
    browser.clock.advance(seconds{3600});
    browser.answer = test::json_answer(200, R"({"access_token":"planted-second","token_type":"bearer",)"
                                            R"("expires_in":3600,"scope":"chat:read"})");
    EXPECT_TRUE(is_later(browser.post("/copy/token", form, false, true)));
    EXPECT_EQ(browser.post("/copy/token", form, true, true).body, "planted-second");
}

TEST_F(CopyToken, SaysWhyThereIsNone) {
    browser.clock.advance(seconds{3600});
    browser.answer = test::json_answer(400, R"({"error":"invalid_grant"})");
    const auto dead = browser.post("/copy/token", form, true, true);
    EXPECT_EQ(dead.status, 409);
    EXPECT_EQ(dead.body, "");
    EXPECT_THAT(Browser::header(dead, "Roadcase-Problem"), HasSubstr("Twitch"));
    for (const auto* account : {"canary", "../canary", "acc_canary", ""}) {
        const auto none =
            browser.post("/copy/token", {{"account", account}, {"csrf", browser.csrf()}}, true, true);
        EXPECT_GE(none.status, 400);
        EXPECT_THAT(Browser::header(none, "Roadcase-Problem"), Not(HasSubstr("canary")));
    }
    EXPECT_THAT(browser.handed_out, IsEmpty());
}

TEST(NotCopied, IsOneLineOfAscii) {
    const auto answer =
        not_copied(make_error(ErrorKind::conflict, "", "Caf\u00e9\r\nX: y.", "", "roadcase x"));
    EXPECT_EQ(Browser::header(answer, "Roadcase-Problem"), "Caf????X: y.");
}

TEST(OwnPaths, NameNobody) {
    EXPECT_EQ(with_tilde("/home/nova/a and /home/nova/b, /home/novas/c", "/home/nova"),
              "~/a and ~/b, /home/novas/c");
    EXPECT_EQ(with_tilde("/home/nova is /home/nova", "/home/nova"), "~ is ~");
    EXPECT_EQ(
        with_tilde("/backup/home/nova/x, \"/home/nova\": not /home/nova-2. In /home/nova.", "/home/nova"),
        "/backup/home/nova/x, \"~\": not /home/nova-2. In ~.");
    EXPECT_EQ(shown_path("/home/nova/a\n\x1b[31m", "/home/nova").find_first_of("\n\x1b"), std::string::npos);
    EXPECT_EQ(with_tilde("/a", "/"), "/a");
    EXPECT_EQ(with_tilde("/a", ""), "/a");
    EXPECT_EQ(without_tilde("~/a", "/home/nova"), "/home/nova/a");
    EXPECT_EQ(without_tilde("~other/a", "/home/nova"), "~other/a");
    EXPECT_EQ(without_tilde("~/a", ""), "~/a");
}

}  // namespace
}  // namespace roadcase::dashboard
