#include "dashboard/hidden_names.h"

#include <gmock/gmock.h>

#include "dashboard/account_rows.h"
#include "dashboard/account_view.h"
#include "dashboard_fixture.h"

namespace roadcase::dashboard {
namespace {

using test::Browser;
using testing::HasSubstr;

accounts::ClientEntry with_names() {
    auto entry = test::client_entry("twitch", "Twitch");
    entry.provider.identity.from = providers::Identity::Source::answer;
    return entry;
}

struct HiddenAccounts : testing::Test {
    Browser browser{{with_names(), test::practice_entry()}};

    void SetUp() override {
        comes("7");
        browser.sign_in("/auth/twitch");
    }
    /// Whoever signs in next is this person.
    void comes(const std::string& subject) {
        browser.answer = test::json_answer(
            200,
            R"({"access_token":"planted-access","refresh_token":"planted-refresh","token_type":"bearer",)"
            R"("expires_in":3600,"scope":"chat:read","preferred_username":"nova_plays","sub":")" +
                subject + "\"}");
    }
    void hide(const std::string& value) { ASSERT_TRUE(browser.ui().choose("hide_names", value).has_value()); }
};

TEST_F(HiddenAccounts, NumbersFollowTheListWhicheverPageShowsThem) {
    comes("8");
    browser.sign_in("/auth/twitch?name=bot");
    hide("yes");
    const auto list = browser.get("/").body;
    EXPECT_LT(list.find("Twitch 1<"), list.find("Twitch 2<"));
    EXPECT_THAT(browser.get("/accounts/twitch/bot").body, HasSubstr("<h1>Twitch 2</h1>"));
    const auto names = hidden_names(browser.world());
    EXPECT_EQ(names.number_of("twitch"), "1");
    EXPECT_EQ(names.number_of("twitch/bot"), "2");
    EXPECT_EQ(names.number_of("twitch/gone"), "");
    EXPECT_EQ(names.without_name("twitch/bot", "The sign-in of nova_plays has ended."),
              "The sign-in of Twitch 2 has ended.");
    hide("no");
    EXPECT_FALSE(hidden_names(browser.world()).hide());
}

TEST_F(HiddenAccounts, HiddenNamesCostNoListForEachAccount) {
    for (int i = 0; i < 80; ++i) {
        comes("1" + std::to_string(i));
        browser.sign_in("/auth/twitch?name=n" + std::to_string(i));
    }
    const auto fastest = [&] {
        auto best = std::chrono::nanoseconds::max();
        for (int i = 0; i < 3; ++i) {
            const auto begin = std::chrono::steady_clock::now();
            EXPECT_THAT(browser.get("/").body, HasSubstr("Twitch"));
            best = std::min<std::chrono::nanoseconds>(best, std::chrono::steady_clock::now() - begin);
        }
        return best;
    };
    const auto shown = fastest();
    hide("yes");
    EXPECT_LT(fastest(), 4 * shown) << "it was many times as much, and grew with the square";
}

TEST_F(HiddenAccounts, TheColourOfTheMarkIsThatOfTheListWithoutItsRows) {
    auto& world = browser.world();
    const auto in_rows = [&] { return summary_of(rows_of(world, *accounts_with_life(world))).tone; };
    EXPECT_EQ(worst_of(world), Tone::ok);
    EXPECT_EQ(worst_of(world, {}), Tone::muted);
    EXPECT_EQ(worst_of(world), in_rows());
    comes("8");
    browser.sign_in("/auth/twitch?name=bot");
    ASSERT_TRUE(browser.accounts->pause(*accounts::parse_reference("twitch/bot")).has_value());
    EXPECT_EQ(worst_of(world), Tone::muted);
    EXPECT_EQ(worst_of(world), in_rows());
    browser.answer = test::json_answer(400, R"({"error":"invalid_grant"})");
    EXPECT_FALSE(browser.accounts->refresh(*accounts::parse_reference("twitch")).has_value());
    EXPECT_EQ(worst_of(world), Tone::err);
    EXPECT_EQ(worst_of(world), in_rows());
}

}  // namespace
}  // namespace roadcase::dashboard
