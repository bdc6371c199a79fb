#include "dashboard/activity_list.h"

#include <gmock/gmock.h>

#include "accounts/events.h"
#include "dashboard_fixture.h"

namespace roadcase::dashboard {
namespace {

using store::ActivityRecord;
using test::Browser;
using testing::HasSubstr;
using testing::Not;

const Called bot{"Twitch", "Twitch (bot)"};
const Time noon = from_unix(1'800'014'400);

ActivityRecord record(std::int64_t id, Time at, std::string kind, std::string account = "twitch/bot",
                      std::string text = "What happened.") {
    return {id, at, std::move(kind), std::move(account), {}, std::move(text)};
}

std::string sentence(const std::string& kind, const std::string& text = "What happened.") {
    return activity_words(record(1, noon, kind, "twitch/bot", text), bot, "/home/nova").sentence;
}

ActivityList listed(const std::vector<ActivityRecord>& records, const ActivityWish& wish = {}) {
    const auto called = [](const std::string& reference) { return Called{"Twitch", reference}; };
    return activity_list(records, wish, called, "", noon);
}

TEST(ActivityWords, EveryKindOfEventHasASentence) {
    for (const auto kind : accounts::event_kinds()) {
        EXPECT_TRUE(has_words(kind)) << kind;
        const auto words = activity_words(record(1, noon, std::string(kind)), bot, "");
        EXPECT_TRUE(words.sentence.ends_with('.')) << kind << ": " << words.sentence;
        EXPECT_THAT(words.sentence + words.detail, Not(HasSubstr("{"))) << kind;
    }
    EXPECT_FALSE(has_words("token.eaten"));
    EXPECT_EQ(sentence("token.eaten"), "What happened.");
}

TEST(ActivityWords, ReadAsAPersonWouldSayIt) {
    EXPECT_EQ(sentence("token.renewed"), "Twitch (bot) renewed its token.");
    EXPECT_EQ(sentence("account.needs_authorization"), "Twitch (bot) needs you to sign in again.");
    EXPECT_EQ(sentence("provider.down"), "Twitch is not answering.");
    EXPECT_EQ(sentence("key.revoked", "The key chatbot was revoked."), "The key chatbot was revoked.");
    const auto why =
        activity_words(record(1, noon, "provider.down", "twitch", "No answer for 10 s."), bot, "");
    EXPECT_EQ(why.detail, "No answer for 10 s.");
    EXPECT_TRUE(why.is_problem);
    EXPECT_EQ(why.story, Story::renewals);
}

TEST(ActivityWords, SayNothingTwice) {
    const auto detail = [](const char* kind, const char* text) {
        return activity_words(record(1, noon, kind, "twitch/bot", text), bot, "").detail;
    };
    EXPECT_EQ(detail("provider.down", "Twitch is not answering. Next try at 14:02."), "Next try at 14:02.");
    EXPECT_EQ(detail("account.needs_authorization", "Sign in to Twitch again. It was removed there."),
              "It was removed there.");
    EXPECT_EQ(detail("provider.down", "Twitch is not answering."), "");
}

TEST(ActivityWords, KeepNamesAndHomesToThemselves) {
    EXPECT_EQ(sentence("link.fresh", "/home/nova/bots/.cache holds a working token again."),
              "~/bots/.cache holds a working token again.");
    EXPECT_EQ(sentence("link.fresh", "/home/novak/.cache holds it."), "/home/novak/.cache holds it.");
}

TEST(ActivityWords, NoEventNamesAPersonWhileNamesAreHidden) {
    Called hidden{"Twitch", "Twitch 1", true};
    for (const auto kind : accounts::event_kinds()) {
        const auto words =
            activity_words(record(1, noon, std::string(kind), "twitch/secret_alt",
                                  "You signed in as secret_alt_account, but this account is nova_plays."),
                           hidden, "");
        EXPECT_TRUE(words.sentence.ends_with('.')) << kind << ": " << words.sentence;
        EXPECT_THAT(words.sentence, Not(HasSubstr("{"))) << kind;
        EXPECT_EQ(words.detail, "") << kind;
        for (const auto* name : {"secret", "nova"}) EXPECT_THAT(words.sentence, Not(HasSubstr(name))) << kind;
    }
    EXPECT_EQ(activity_words(record(1, noon, "token.eaten", "twitch", "secret_alt"), hidden, "").sentence,
              "");
}

TEST(ActivityWords, AreBoundedAndFitForAPage) {
    const auto text = sentence("key.refused", std::string(5'000, 'x') + "\x1b[31m");
    EXPECT_LT(text.size(), 500U);
    EXPECT_THAT(sentence("key.refused", "a\x1b[31mb"), Not(HasSubstr("\x1b")));
}

TEST(ActivityList, IsGroupedByDay) {
    const auto list =
        listed({record(3, noon, "account.paused"), record(2, noon - seconds{86'400}, "key.created"),
                record(1, noon - seconds{3 * 86'400}, "account.connected")});
    ASSERT_EQ(list.days.size(), 3U);
    EXPECT_EQ(list.days[0].name, "Today");
    EXPECT_EQ(list.days[1].name, "Yesterday");
    EXPECT_THAT(list.days[2].name, Not(HasSubstr("day")));
    EXPECT_EQ(list.before, 0) << "nothing came before";
}

TEST(ActivityList, RenewalsOfAnAccountInARowAreOneRow) {
    const auto list = listed({record(9, noon, "token.renewed", "twitch"),
                              record(8, noon - seconds{60}, "token.renewed", "kick"),
                              record(7, noon - seconds{120}, "token.renewed", "twitch"),
                              record(6, noon - seconds{180}, "account.paused", "twitch"),
                              record(5, noon - seconds{240}, "token.renewed", "twitch")});
    ASSERT_EQ(list.days.size(), 1U);
    const auto& rows = list.days[0].rows;
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_THAT(rows[0].words.sentence, HasSubstr("twitch renewed its token 2 times since "));
    EXPECT_EQ(rows[0].id, "a7") << "the row is the same one when it grows";
    EXPECT_EQ(rows[1].words.sentence, "kick renewed its token.");
    EXPECT_EQ(rows[3].words.sentence, "twitch renewed its token.") << "something happened in between";
}

TEST(ActivityList, ShowsWhatIsWishedAndGoesOnWhereItEnded) {
    std::vector<ActivityRecord> records;
    for (int id = 30; id > 0; --id)
        records.push_back(
            record(id, noon, id % 3 == 0 ? "provider.down" : "key.created", id % 2 == 0 ? "a" : "b"));
    ActivityWish wish;
    wish.problems = true;
    wish.account = "a";
    wish.most = 3;
    const auto first = listed(records, wish);
    ASSERT_EQ(first.rows, 3U);
    EXPECT_EQ(first.days[0].rows[2].id, "a18");
    wish.before = first.before;
    const auto second = listed(records, wish);
    EXPECT_EQ(second.days[0].rows[0].id, "a12");
    EXPECT_EQ(second.before, 0);
}

TEST(ActivityList, TheEchoOfASignInIsNotToldTwice) {
    EXPECT_EQ(listed({record(2, noon, "flow.done"), record(1, noon, "account.connected")}).rows, 1U);
}

struct SignedIn : Browser {
    SignedIn() : Browser({test::client_entry("twitch", "Twitch"), test::practice_entry()}) {
        sign_in("/auth/twitch?name=bot");
    }
};

TEST(ActivityPage, SaysWhenNothingHappened) {
    const auto page = SignedIn().get("/activity");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("Nothing has happened yet"));
    EXPECT_THAT(page.body, HasSubstr("<title>Activity, Roadcase</title>"));
    EXPECT_THAT(page.body, HasSubstr("data-live"));
}

TEST(ActivityPage, ShowsFiltersAndEscapes) {
    SignedIn browser;
    browser.note("token.renewed", "twitch/bot", "The token of twitch/bot was renewed.");
    browser.note("key.refused", "", "The key <b>canary</b> asks too often.");
    const auto page = browser.get("/activity").body;
    EXPECT_THAT(page, HasSubstr("Twitch (bot) renewed its token."));
    EXPECT_THAT(page, HasSubstr("&lt;b&gt;canary"));
    EXPECT_LT(page.find("canary"), page.find("renewed its token"));
    EXPECT_THAT(page, HasSubstr("<h2 class=\"day\">Today</h2>"));
    const auto problems = browser.get("/activity?show=problems").body;
    EXPECT_THAT(problems, HasSubstr("asks too often"));
    EXPECT_THAT(problems, Not(HasSubstr("renewed its token")));
    EXPECT_THAT(problems, HasSubstr("<option value=\"problems\" selected>"));
    const auto account = browser.get("/activity?account=twitch/bot").body;
    EXPECT_THAT(account, HasSubstr("renewed its token"));
    EXPECT_THAT(account, Not(HasSubstr("asks too often")));
    EXPECT_THAT(browser.get("/activity?show=sign-ins").body, HasSubstr("Nothing like that has happened"));
}

TEST(ActivityPage, NamesNobodyWhileNamesAreHidden) {
    SignedIn browser;
    browser.note("flow.failed", "twitch", "You signed in as secret_alt_account, but this account is nova.");
    browser.note("account.connected", "twitch/gone", "gone_person is connected to Twitch.");
    browser.note("account.paused", "twitch/bot", "paused");
    ASSERT_THAT(browser.get("/activity").body, HasSubstr("secret_alt_account"));
    ASSERT_TRUE(browser.ui().choose("hide_names", "yes").has_value());
    for (const auto* path : {"/activity", "/activity?show=problems", "/activity?account=twitch/bot"}) {
        const auto page = browser.get(path).body;
        for (const auto* name : {"secret_alt", "gone_person", "(gone)", "nova", "(bot)"})
            EXPECT_THAT(page, Not(HasSubstr(name))) << path;
    }
    EXPECT_THAT(browser.get("/activity").body, HasSubstr("Twitch 1 was paused."));
}

TEST(ActivityPage, TakesNothingOverFromAnOddQuery) {
    SignedIn browser;
    browser.note("account.paused", "twitch/bot", "paused");
    const auto page = browser.get("/activity?account=canary&show=canary&before=canary");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, Not(HasSubstr("canary")));
    EXPECT_THAT(page.body, HasSubstr("was paused"));
}

TEST(ActivityPage, OlderGoesOnBelowTheLastRow) {
    SignedIn browser;
    for (int i = 0; i < 60; ++i)
        browser.note("key.created", "", "The key number-" + std::to_string(i) + " is made.");
    const auto page = browser.get("/activity").body;
    EXPECT_THAT(page, HasSubstr("number-59 "));
    EXPECT_THAT(page, Not(HasSubstr("number-9 ")));
    ASSERT_THAT(page, HasSubstr("href=\"/activity?before=11\""));
    const auto older = browser.get("/activity?before=11").body;
    EXPECT_THAT(older, HasSubstr("number-9 "));
    EXPECT_THAT(older, Not(HasSubstr("number-10 ")));
    EXPECT_THAT(older, Not(HasSubstr("data-live")));
}

}  // namespace
}  // namespace roadcase::dashboard
