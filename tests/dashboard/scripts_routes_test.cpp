#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "dashboard/world.h"
#include "dashboard_fixture.h"

namespace roadcase::dashboard {
namespace {

namespace fs = std::filesystem;

using http::Params;
using server::Response;
using test::Browser;
using test::client_entry;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct Scripts : testing::Test {
    Browser browser{{client_entry("twitch", "Twitch"), test::practice_entry()}};
    std::string csrf;

    void SetUp() override {
        browser.sign_in("/auth/twitch");
        csrf = browser.csrf();
        ASSERT_FALSE(csrf.empty());
    }
    Params with_csrf(Params form) const {
        form.add("csrf", csrf);
        return form;
    }
    Response copy(const std::string& path, Params form) const {
        return browser.post(path, with_csrf(std::move(form)), true, true);
    }
    Response post(const std::string& path, Params form) const {
        return browser.post(path, with_csrf(std::move(form)));
    }
    std::string made(const std::string& name) const {
        return copy("/scripts/keys", {{"name", name}, {"account:twitch", "yes"}, {"days", ""}}).body;
    }
    std::string page() const { return browser.get("/scripts").body; }
    static std::string problem(const Response& response) {
        return Browser::header(response, "Roadcase-Problem");
    }
    bool works(const std::string& key) { return browser.keys().identify(Secret{key}).has_value(); }
    std::string link_id() const {
        const auto html = page();
        const auto at = html.find("id=\"lnk_");
        return at == std::string::npos ? "" : html.substr(at + 4, html.find('"', at + 4) - at - 4);
    }
};

TEST_F(Scripts, ANewKeyIsTheAnswerAndStandsOnNoPage) {
    const auto answer =
        copy("/scripts/keys", {{"name", "chatbot"}, {"account:twitch", "yes"}, {"days", "7"}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, StartsWith("rck_"));
    EXPECT_EQ(Browser::header(answer, "Content-Type"), "text/plain; charset=utf-8");
    EXPECT_EQ(Browser::header(answer, "Cache-Control"), "no-store");
    EXPECT_TRUE(works(answer.body));
    const auto key = browser.keys().find("chatbot");
    ASSERT_TRUE(key);
    EXPECT_THAT(key->accounts, testing::ElementsAre("twitch"));
    EXPECT_EQ(key->expires_at, browser.clock.now() + seconds{7 * 86'400});
    EXPECT_THAT(page(), AllOf(HasSubstr("chatbot"), HasSubstr("Ready"), Not(HasSubstr(answer.body))));
}

TEST_F(Scripts, WhatWouldBecomeAPageGetsNoKey) {
    const Params form{{"name", "chatbot"}, {"account:twitch", "yes"}, {"csrf", csrf}};
    EXPECT_EQ(browser.post("/scripts/keys", form).status, 403) << "a form that the browser sends itself";
    const Params foreign{{"name", "chatbot"}, {"account:twitch", "yes"}, {"csrf", "guess"}};
    EXPECT_EQ(browser.post("/scripts/keys", foreign, true, true).status, 403);
    EXPECT_EQ(browser.get("/scripts/keys").status, 405);
    EXPECT_FALSE(browser.keys().find("chatbot"));
}

TEST_F(Scripts, WishesThatMakeNoSenseGetASentence) {
    const std::string huge(5000, 'a');
    for (const auto& name : {std::string{}, std::string{"canary name"}, std::string{"../canary"}, huge}) {
        const auto answer = copy("/scripts/keys", {{"name", name}, {"account:twitch", "yes"}});
        EXPECT_EQ(answer.status, 400);
        EXPECT_EQ(answer.body, "");
        EXPECT_THAT(problem(answer), AllOf(StartsWith("A name holds"), Not(HasSubstr("canary"))));
    }
    EXPECT_EQ(problem(copy("/scripts/keys", {{"name", "bot"}})), "Tick at least one account.");
    EXPECT_EQ(problem(copy("/scripts/keys", {{"name", "bot"}, {"account:canary", "yes"}})),
              "There is no such account here. Look at the list of accounts.");
    for (const auto* days : {"0", "-1", "1e9", "99999999999999999999", "7 days", "3661"})
        EXPECT_EQ(problem(copy("/scripts/keys", {{"name", "bot"}, {"all", "yes"}, {"days", days}})),
                  "That is no number of days.");
    made("bot");
    EXPECT_THAT(problem(copy("/scripts/keys", {{"name", "bot"}, {"all", "yes"}})),
                StartsWith("There is a key"));
    EXPECT_EQ(browser.keys().list()->size(), 1U);
}

TEST_F(Scripts, AKeyMadeAnewEndsTheOldOneAndMayDoTheSame) {
    const auto old = made("bot");
    ASSERT_TRUE(works(old));
    const auto fresh = copy("/scripts/keys/renew", {{"key", "bot"}});
    EXPECT_EQ(fresh.status, 200);
    EXPECT_FALSE(works(old));
    EXPECT_TRUE(works(fresh.body));
    EXPECT_THAT(browser.keys().find("bot")->accounts, testing::ElementsAre("twitch"));
    EXPECT_EQ(copy("/scripts/keys/renew", {{"key", "nobody"}}).status, 404);
    EXPECT_EQ(post("/scripts/keys/renew", {{"key", "bot"}}).status, 403);
    EXPECT_TRUE(works(fresh.body));
}

TEST_F(Scripts, PausesResumesAndRemoves) {
    const auto key = made("bot");
    const auto id = browser.keys().find("bot")->id;
    EXPECT_EQ(post("/scripts/keys/pause", {{"key", id}}).status, 303);
    EXPECT_FALSE(works(key));
    EXPECT_THAT(page(), HasSubstr("action=\"/scripts/keys/resume\""));
    EXPECT_EQ(post("/scripts/keys/resume", {{"key", id}}).status, 303);
    EXPECT_TRUE(works(key));
    EXPECT_EQ(post("/scripts/keys/remove", {{"key", id}}).status, 303);
    EXPECT_FALSE(works(key));
    const auto gone = post("/scripts/keys/pause", {{"key", "canary"}});
    EXPECT_EQ(gone.status, 404);
    EXPECT_THAT(gone.body, Not(HasSubstr("canary")));
}

TEST_F(Scripts, OneButtonPausesAllOfThem) {
    const auto first = made("first");
    const auto second = made("second");
    EXPECT_EQ(browser.post("/scripts/keys/pause-all", {{"csrf", "guess"}}).status, 403);
    EXPECT_TRUE(works(first));
    EXPECT_EQ(post("/scripts/keys/pause-all", {}).status, 303);
    EXPECT_FALSE(works(first) || works(second));
    EXPECT_THAT(page(), HasSubstr("Let all go on"));
    EXPECT_EQ(post("/scripts/keys/resume-all", {}).status, 303);
    EXPECT_TRUE(works(first) && works(second));
}

TEST_F(Scripts, KeepsAFileFreshAndStops) {
    EXPECT_TRUE(is_later(browser.post("/scripts/files", with_csrf({{"path", "~/token"}}), false)));
    const auto added =
        post("/scripts/files", {{"path", " ~/token "}, {"account", "twitch"}, {"format", "plain"}});
    EXPECT_EQ(added.status, 303);
    std::string token;
    std::getline(std::ifstream(browser.home() + "/token"), token);
    EXPECT_EQ(token, "planted-access");
    const auto html = page();
    EXPECT_THAT(html, AllOf(HasSubstr("<code>~/token</code>"), Not(HasSubstr(browser.home())),
                            Not(HasSubstr("planted"))));
    EXPECT_EQ(post("/scripts/files/stop", {{"file", "lnk_canary"}}).status, 404);
    EXPECT_EQ(browser.post("/scripts/files/stop", {{"file", link_id()}, {"csrf", "guess"}}).status, 403);
    EXPECT_EQ(post("/scripts/files/stop", {{"file", link_id()}, {"keep", "yes"}}).status, 303);
    EXPECT_TRUE(fs::exists(browser.home() + "/token"));
    EXPECT_EQ(link_id(), "");
}

TEST_F(Scripts, AFileOfSomebodyElseIsLeftAloneUntilAPersonSaysSo) {
    std::ofstream(browser.home() + "/theirs") << "planted-by-another";
    const Params form{{"path", "~/theirs"}, {"account", "twitch"}, {"format", "plain"}};
    const auto refused = post("/scripts/files", form);
    EXPECT_EQ(refused.status, 400);
    EXPECT_THAT(refused.body, AllOf(HasSubstr("E601"), HasSubstr("value=\"~/theirs\""),
                                    HasSubstr("name=\"overwrite\""), Not(HasSubstr("planted"))));
    EXPECT_THAT(refused.body, Not(HasSubstr("data-live"))) << "the next look would take the message away";
    auto yes = form;
    yes.add("overwrite", "yes");
    EXPECT_EQ(post("/scripts/files", yes).status, 303);
    std::ofstream(browser.home() + "/theirs") << "planted-by-another";
    EXPECT_THAT(page(), AllOf(HasSubstr("Left alone"), HasSubstr("/scripts/files/overwrite")));
    EXPECT_EQ(post("/scripts/files/overwrite", {{"file", link_id()}}).status, 303);
    EXPECT_THAT(page(), Not(HasSubstr("Left alone")));
}

TEST_F(Scripts, RefusesPathsAndNamesThatAreNone) {
    const auto shared = browser.home() + "/shared";  // anybody could put a link there
    fs::create_directory(shared);
    fs::permissions(shared, fs::perms::all);
    fs::create_directory_symlink(shared, browser.home() + "/elsewhere");
    const std::string huge = "/" + std::string(5000, 'a');
    for (const auto& path : {std::string{"token"}, std::string{"../token"}, std::string{"~nobody/token"},
                             shared + "/token", browser.home() + "/run/../shared/token",
                             std::string{"~/elsewhere/token"}, std::string{"~/no/such/token"}, huge}) {
        const auto answer =
            post("/scripts/files", {{"path", path}, {"account", "twitch"}, {"format", "plain"}});
        EXPECT_GE(answer.status, 400) << path;
        EXPECT_THAT(answer.body, HasSubstr("id=\"file-problem\"")) << path;
    }
    EXPECT_FALSE(fs::exists(shared + "/token"));
    const auto account =
        post("/scripts/files", {{"path", "~/t"}, {"account", "canary"}, {"format", "plain"}});
    EXPECT_EQ(account.status, 404);
    EXPECT_THAT(account.body, Not(HasSubstr("canary")));
    const auto format =
        post("/scripts/files", {{"path", "~/t"}, {"account", "twitch"}, {"format", "canary"}});
    EXPECT_EQ(format.status, 400);
    EXPECT_THAT(format.body, Not(HasSubstr("canary")));
    EXPECT_THAT(post("/scripts/files", {{"path", "<b>\"'"}, {"account", "twitch"}, {"format", "plain"}}).body,
                AllOf(Not(HasSubstr("<b>")), HasSubstr("&lt;b&gt;")));
    EXPECT_EQ(Browser::header(browser.get("/scripts/files"), "Location"), "/scripts#files");
}

TEST_F(Scripts, ShowsAWholeProgramForTheChosenAccountAndLanguage) {
    browser.sign_in("/auth/twitch?name=bot");
    const auto html = browser.get("/scripts?account=twitch%2Fbot&language=node").body;
    EXPECT_THAT(html, AllOf(HasSubstr("const [account = &apos;twitch/bot&apos;"), HasSubstr("PowerShell"),
                            HasSubstr("<option value=\"twitch/bot\" selected>")));
    const auto other = browser.get("/scripts?account=canary&language=canary");
    EXPECT_EQ(other.status, 200);
    EXPECT_THAT(other.body, AllOf(Not(HasSubstr("canary")), HasSubstr("import")));
}

TEST(ScriptsWithoutAccounts, LeadToOne) {
    const Browser browser{{test::practice_entry()}};
    EXPECT_THAT(browser.get("/scripts").body,
                AllOf(HasSubstr("Connect an account first"), Not(HasSubstr("id=\"new-script\"")),
                      HasSubstr("Python")));
}

}  // namespace
}  // namespace roadcase::dashboard
