#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "accounts/parcel.h"
#include "dashboard/hidden_names.h"
#include "dashboard/settings_page.h"
#include "dashboard/theme.h"
#include "dashboard_fixture.h"
#include "support/memory_store.h"

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

accounts::ClientEntry with_names(const std::string& name, const std::string& display_name) {
    auto entry = client_entry(name, display_name);
    entry.provider.identity.from = providers::Identity::Source::answer;
    return entry;
}

struct Settings : testing::Test {
    Browser browser{{with_names("twitch", "Twitch"), test::practice_entry()}};
    std::string csrf;

    void SetUp() override {
        browser.answer = test::json_answer(
            200,
            R"({"access_token":"planted-access","refresh_token":"planted-refresh","token_type":"bearer",)"
            R"("expires_in":3600,"scope":"chat:read","sub":"7","preferred_username":"nova_plays"})");
        browser.sign_in("/auth/twitch");
        csrf = browser.csrf();
    }
    Response post(const std::string& path, Params form) const {
        form.add("csrf", csrf);
        return browser.post(path, form);
    }
    Response choose(const std::string& name, const std::string& value) const {
        return post("/settings/choose", {{"name", name}, {"value", value}});
    }
    std::string page() const { return browser.get("/settings").body; }
    /// As it leaves the program.
    std::string worn(std::string body) {
        auto answer = server::html(200, std::move(body));
        put_theme(answer, browser.ui());
        return answer.body;
    }
};

TEST_F(Settings, SayWhereTheDockIsAndWhatIsChosen) {
    EXPECT_THAT(page(), AllOf(HasSubstr("http://localhost:3000/dock"), HasSubstr(ROADCASE_VERSION),
                              HasSubstr("value=\"auto\" aria-pressed=\"true\""), HasSubstr("~/config.toml"),
                              Not(HasSubstr("planted")), Not(HasSubstr(browser.home()))));
}

// Files of ours may stand in a home itself; whoever follows this sentence must not lose it.
TEST(SettingsPage, TellsNobodyToDeleteAHome) {
    SettingsPage page;
    page.config_file = "~/config.toml";
    page.data = page.state = "~";
    EXPECT_THAT(render(page), HasSubstr("Delete what is left: <code>~/config.toml</code>.<"));
    page.data = "~/.local/share/roadcase";
    page.state = "~/.local/state/roadcase";
    EXPECT_THAT(render(page),
                HasSubstr("<code>~/.local/share/roadcase</code>, <code>~/.local/state/roadcase</code>.<"));
}

TEST_F(Settings, AThemeChangesThePalette) {
    const auto answer = choose("theme", "dark");
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(Browser::header(answer, "Location"), "/settings#theme");
    EXPECT_THAT(worn(page()), StartsWith("<!doctype html>\n<html lang=\"en\" data-theme=\"dark\">"));
    EXPECT_THAT(worn(browser.get("/settings", {{"Roadcase-Fragment", "1"}}).body),
                HasSubstr(" data-theme=\"dark\">"));
    EXPECT_EQ(worn(worn(page())), worn(page()));
    EXPECT_THAT(page(), HasSubstr("value=\"dark\" aria-pressed=\"true\""));
}

TEST_F(Settings, TakeNothingElse) {
    EXPECT_EQ(
        browser.post("/settings/choose", {{"name", "theme"}, {"value", "dark"}, {"csrf", "guess"}}).status,
        403);
    for (const auto& [name, value] : {std::pair{"theme", "canary"}, std::pair{"canary", "yes"},
                                      std::pair{"", ""}, std::pair{"hide_names", "maybe"}}) {
        const auto answer = choose(name, value);
        EXPECT_EQ(answer.status, 400);
        EXPECT_THAT(answer.body, Not(HasSubstr("canary")));
    }
    EXPECT_EQ(worn(page()), page());
}

TEST_F(Settings, WhatTheFileSaysIsShownAndNotAsked) {
    config::Ui file;
    file.theme = "light";
    browser.ui().use(file);
    EXPECT_THAT(page(), AllOf(HasSubstr("<strong>Light</strong>"), HasSubstr("from config.toml"),
                              Not(HasSubstr("value=\"light\""))));
    EXPECT_EQ(choose("theme", "dark").status, 409);
}

TEST_F(Settings, ACommandIsOfferedOnlyWhereThereIsOne) {
    EXPECT_THAT(page(), Not(HasSubstr("value=\"command\"")));
    config::Ui file;
    file.notify_command = {"notify"};
    browser.ui().use(file);
    EXPECT_THAT(page(), HasSubstr("value=\"command\""));
}

TEST_F(Settings, HiddenNamesStandOnNoPage) {
    browser.sign_in("/auth/twitch?name=bot");
    const auto out = browser.get("/auth/twitch?account=twitch");
    const auto back =
        browser.come_back("code=a-code&state=" + Browser::state_in(out), Browser::cookie_in(out));
    const auto done = Browser::header(back, "Location");
    ASSERT_THAT(browser.get("/").body, HasSubstr("nova_plays"));
    ASSERT_THAT(browser.get(done).body, HasSubstr("nova_plays"));
    EXPECT_EQ(choose("hide_names", "yes").status, 303);
    for (const auto& path : {std::string{"/"}, std::string{"/dock"}, "/accounts/" + browser.id_of("twitch"),
                             std::string{"/scripts"}, std::string{"/settings"}, done})
        EXPECT_THAT(browser.get(path).body, Not(HasSubstr("nova_plays"))) << path;
    EXPECT_THAT(browser.get("/").body, HasSubstr("Twitch 1"));
    EXPECT_EQ(
        hidden_names(browser.world()).without_names(std::string{"nova_plays is here; xnova_plays stays."}),
        "Twitch 1 is here; xnova_plays stays.");
}

TEST(UiSettings, StayAsTheyWereWhenTheyCannotBeRead) {
    test::ManualClock clock;
    test::MemoryStore store;
    UiSettings ui(store, clock);
    EXPECT_TRUE(ui.choose("hide_names", "yes"));
    store.fail_documents = true;
    ui.use({});
    EXPECT_TRUE(ui.now().hide_names) << "live, a full disk must not bring the names out";
    store.fail_documents = false;
    EXPECT_TRUE(ui.choose("theme", "dark"));
    ui.use({});
    EXPECT_TRUE(ui.now().hide_names) << "and the next choice must not write over what was chosen";
}

TEST_F(Settings, NoneOfSeveralChoicesAtOnceIsLost) {
    for (int round = 0; round < 40; ++round) {
        const bool even = round % 2 == 0;
        const std::pair<const char*, const char*> choices[] = {{"theme", even ? "dark" : "light"},
                                                               {"notifications", even ? "off" : "desktop"},
                                                               {"hide_names", even ? "yes" : "no"},
                                                               {"warn_on_air", even ? "no" : "yes"}};
        std::vector<std::thread> people;
        for (const auto& [name, value] : choices)
            people.emplace_back(
                [&, name = name, value = value] { EXPECT_TRUE(browser.ui().choose(name, value)); });
        for (auto& each : people) each.join();
        browser.ui().use({});
        const auto now = browser.ui().now();
        EXPECT_EQ(now.theme, even ? "dark" : "light");
        EXPECT_EQ(now.notifications, even ? "off" : "desktop");
        EXPECT_EQ(now.hide_names, even);
        EXPECT_EQ(now.warn_on_air, !even);
    }
}

TEST_F(Settings, PackedAccountsArePausedOnlyOnceTheFileIsThere) {
    fs::create_directory(browser.home() + "/Downloads");
    const auto answer =
        post("/settings/pack", {{"passphrase", "planted-phrase"}, {"again", "planted-phrase"}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, AllOf(HasSubstr("1 account is packed"), HasSubstr("~/Downloads/accounts-"),
                                   Not(HasSubstr("planted"))));
    const auto file = *fs::directory_iterator(browser.home() + "/Downloads");
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    EXPECT_TRUE(accounts::is_parcel(bytes));
    EXPECT_THAT(bytes, Not(HasSubstr("planted")));
    EXPECT_EQ(browser.accounts->list()->front().status, store::AccountStatus::paused);
    post("/settings/pack", {{"passphrase", "planted-phrase"}, {"again", "planted-phrase"}, {"copy", "yes"}});
    EXPECT_EQ(std::distance(fs::directory_iterator(browser.home() + "/Downloads"), {}), 2)
        << "nothing is written over";
}

TEST_F(Settings, NothingIsPackedUnderAPassphraseThatIsNone) {
    for (const auto& [first, second] :
         {std::pair<std::string, std::string>{"planted-phrase", "planted-other"},
          {"short", "short"},
          {"", ""},
          {std::string(1025, 'a'), std::string(1025, 'a')}}) {
        const auto answer = post("/settings/pack", {{"passphrase", first}, {"again", second}});
        EXPECT_EQ(answer.status, 400);
        EXPECT_THAT(answer.body, AllOf(HasSubstr("id=\"pack-problem\""), Not(HasSubstr("planted"))));
    }
    const Params form{{"passphrase", "planted-phrase"}, {"again", "planted-phrase"}, {"csrf", "guess"}};
    EXPECT_EQ(browser.post("/settings/pack", form).status, 403);
    EXPECT_TRUE(is_later(browser.post("/settings/pack", {{"csrf", csrf}}, false)));
    EXPECT_EQ(browser.accounts->list()->front().status, store::AccountStatus::connected);
}

TEST_F(Settings, AnAppIsTestedAndTheAnswerStandsInItsRow) {
    browser.answer = test::json_answer(400, R"({"error":"invalid_client"})");
    const auto refused = post("/settings/apps/test", {{"app", "twitch"}});
    EXPECT_EQ(refused.status, 200);
    EXPECT_THAT(refused.body, AllOf(HasSubstr("Refused"), Not(HasSubstr("data-live"))));
    EXPECT_EQ(browser.post("/settings/apps/test", {{"app", "twitch"}, {"csrf", "guess"}}).status, 403);
    for (const auto* app : {"canary", "practice", "../canary", ""}) {
        const auto answer = post("/settings/apps/test", {{"app", app}});
        EXPECT_EQ(answer.status, 404) << app;
        EXPECT_THAT(answer.body, Not(HasSubstr("canary")));
    }
}

TEST_F(Settings, AnAppOfConfigTomlIsNotRemovedHere) {
    EXPECT_THAT(page(),
                AllOf(HasSubstr("id=\"app-twitch\""), HasSubstr("From config.toml. 1 account."),
                      Not(HasSubstr("/settings/apps/remove")), Not(HasSubstr("href=\"/add/twitch\""))));
    EXPECT_GE(post("/settings/apps/remove", {{"app", "twitch"}}).status, 400);
    EXPECT_EQ(browser.catalog_changes, 0);
}

}  // namespace
}  // namespace roadcase::dashboard
