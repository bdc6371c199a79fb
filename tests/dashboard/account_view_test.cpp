#include "dashboard/account_view.h"

#include <gmock/gmock.h>

#include <cstdlib>

#include "dashboard/offers.h"
#include "dashboard_fixture.h"
#include "server/doors.h"
#include "server/local_time.h"

namespace roadcase::dashboard {
namespace {

using server::calendar_day;
using server::clock_time_with_seconds;
using server::moment;

using store::AccountRecord;
using store::AccountStatus;
using testing::HasSubstr;

const Time now = from_unix(1'795'000'000);  // 2026-11-18T11:06:40Z
const auto twitch = test::client_entry("twitch", "Twitch");

AccountRecord connected() {
    AccountRecord record;
    record.id = "acc_1";
    record.client = record.provider = "twitch";
    record.display_name = "nova_plays";
    record.scopes = {"chat:read"};
    record.authorized_at = now - seconds{300};
    record.next_attempt_at = now + seconds{1860};
    oauth::TokenSet tokens;
    tokens.refresh_token = Secret{"planted-refresh"};
    tokens.received_at = now - seconds{300};
    tokens.expires_at = now + seconds{2280};
    record.tokens = tokens;
    return record;
}

AccountRecord failing(const char* code, int failures) {
    auto record = connected();
    record.problem_code = code;
    record.problem = "It answered with status 503.";
    record.failures = failures;
    record.next_attempt_at = now + seconds{20};
    return record;
}

AccountRecord stopped() {
    auto record = connected();
    record.status = AccountStatus::needs_authorization;
    record.problem_code = "E401";
    record.problem = "Twitch removed the connection";
    record.problem_since = now - seconds{700};
    return record;
}

AccountRecord paused() {
    auto record = connected();
    record.status = AccountStatus::paused;
    return record;
}

struct Case {
    const char* name;
    AccountRecord record;
    bool renewing;
    Shape shape;
    Tone tone;
    const char* word;
    const char* text;
};

class AccountStates : public testing::TestWithParam<Case> {};

TEST_P(AccountStates, AreShownInShapeColourAndWords) {
    const auto& c = GetParam();
    const auto row = account_row(c.record, &twitch, c.renewing, now);
    EXPECT_EQ(row.state.shape, c.shape);
    EXPECT_EQ(row.state.tone, c.tone);
    EXPECT_EQ(row.state.word, c.word);
    EXPECT_EQ(row.text, c.text);
}

INSTANTIATE_TEST_SUITE_P(
    All, AccountStates,
    testing::Values(Case{"connected", connected(), false, Shape::circle, Tone::ok, "Connected",
                         "Renews by itself in 31 min."},
                    Case{"renewing", connected(), true, Shape::clock, Tone::info, "Renewing",
                         "A fresh token is on its way."},
                    Case{"provider_down", failing("E404", 3), false, Shape::square, Tone::warn,
                         "Provider down",
                         "Twitch is not answering. Token good for 38 min. Next try in 20 s."},
                    Case{"expiring", failing("E301", 3), false, Shape::triangle, Tone::warn, "Ends in 38 min",
                         "Twitch refused the client secret. Token good for 38 min. Check client_id and "
                         "client_secret of [client.twitch] in config.toml."},
                    Case{"needs_authorization", stopped(), false, Shape::triangle, Tone::err, "Sign in again",
                         "Twitch removed the connection. It stopped 11 min ago."},
                    Case{"paused", paused(), false, Shape::bars, Tone::muted, "Paused", "Paused by you."}),
    [](const auto& each) { return each.param.name; });

TEST(AccountRow, OffersOneButtonForWhatThePersonCanDo) {
    const auto broken = account_row(stopped(), &twitch, false, now);
    ASSERT_TRUE(broken.button);
    EXPECT_EQ(broken.button->label, "Reconnect");
    EXPECT_EQ(broken.button->href, "/auth/twitch?account=acc_1");
    EXPECT_TRUE(broken.button->primary);
    EXPECT_FALSE(broken.try_now || broken.may_renew);

    const auto down = account_row(failing("E404", 1), &twitch, false, now);
    EXPECT_TRUE(down.try_now);
    EXPECT_FALSE(down.button);

    const auto fine = account_row(connected(), &twitch, false, now);
    EXPECT_TRUE(fine.may_renew);
    EXPECT_FALSE(fine.button || fine.try_now);
}

TEST(AccountRow, ARefusedSecretOfTheWizardsIsPastedAnewAndNotSoughtInAFile) {
    auto entry = twitch;
    entry.made_here = true;
    const auto row = account_row(failing("E301", 3), &entry, false, now);
    EXPECT_EQ(row.text, "Twitch refused the client secret. Token good for 38 min.");
    ASSERT_TRUE(row.button);
    EXPECT_EQ(row.button->label, "Paste a new secret");
    EXPECT_EQ(row.button->href, "/add/twitch?setup=1");
    EXPECT_FALSE(row.try_now);
    entry.name = "twitch-app";
    const auto other = account_row(failing("E301", 3), &entry, false, now);
    EXPECT_FALSE(other.button) << "the wizard would show another app";
    EXPECT_TRUE(other.try_now);
    EXPECT_THAT(other.text, HasSubstr("roadcase client set-secret"));
    EXPECT_FALSE(account_row(failing("E404", 3), &entry, false, now).button);
}

TEST(AccountRow, WithoutARefreshTokenSaysWhenItEndsAndLeadsToThePerson) {
    auto record = connected();
    record.next_attempt_at.reset();
    record.tokens->refresh_token = Secret{};
    EXPECT_EQ(account_row(record, &twitch, false, now).text,
              "Ends in 38 min; the provider gave no way to renew it.");
    record.problem_code = "E303";
    const auto row = account_row(record, &twitch, false, now);
    EXPECT_EQ(row.state.word, "Ends in 38 min");
    ASSERT_TRUE(row.button);
    EXPECT_EQ(row.button->label, "Reconnect");
    EXPECT_FALSE(row.try_now);
}

TEST(AccountRow, ATokenThatHasEndedIsNotSaidToEndInNoTime) {
    auto record = failing("E301", 9);
    record.tokens->expires_at = now - seconds{1};
    const auto row = account_row(record, &twitch, false, now);
    EXPECT_EQ(row.state.word, "Token ended");
    EXPECT_EQ(row.text,
              "Twitch refused the client secret. The token has ended. Check client_id and client_secret of "
              "[client.twitch] in config.toml.");
}

TEST(AccountRow, OfAClientThatIsGoneCannotBeReconnected) {
    const auto row = account_row(stopped(), nullptr, false, now);
    EXPECT_FALSE(row.button);
    EXPECT_THAT(row.text, HasSubstr("no longer names this client"));
}

TEST(AccountRow, ShowsANameFromOutsideWithoutItsControlCharacters) {
    auto record = connected();
    record.display_name = std::string{"nova\n\x1b[31m"} + std::string(500, 'x');
    const auto person = account_row(record, &twitch, false, now).person;
    EXPECT_EQ(person.find('\n'), std::string::npos);
    EXPECT_EQ(person.find('\x1b'), std::string::npos);
    EXPECT_LT(person.size(), 120U);
}

AccountRecord ending_in(seconds left) {
    auto record = connected();
    record.consent_ends_at = now + left;
    return record;
}

constexpr seconds a_day{86'400};

TEST(AccountRow, SaysTwoWeeksAheadWhenTheProviderEndsTheSignIn) {
    setenv("TZ", "UTC", 1);
    EXPECT_EQ(account_row(ending_in(15 * a_day), &twitch, false, now).text, "Renews by itself in 31 min.");
    const auto row = account_row(ending_in(14 * a_day), &twitch, false, now);
    EXPECT_EQ(row.text, "Renews by itself in 31 min. Sign in again before 2 Dec.");
    EXPECT_EQ(row.state.tone, Tone::ok);
    EXPECT_FALSE(row.button || row.sign_in_soon);
    EXPECT_THAT(account_row(ending_in(60 * a_day), &twitch, false, now).facts,
                testing::Contains(testing::Pair("Sign-in ends", "17 Jan 2027")));
}

TEST(AccountRow, IsAmberWithReconnectInTheLastThreeDays) {
    for (const auto left : {3 * a_day, seconds{60}, seconds{-60}}) {
        const auto row = account_row(ending_in(left), &twitch, false, now);
        EXPECT_EQ(row.state.tone, Tone::warn);
        EXPECT_EQ(row.state.shape, Shape::triangle);
        EXPECT_EQ(row.state.word, "Sign in soon");
        ASSERT_TRUE(row.button);
        EXPECT_EQ(row.button->label, "Reconnect");
        EXPECT_TRUE(row.may_renew);
        EXPECT_EQ(summary_of({row, account_row(connected(), &twitch, false, now)}).word,
                  "1 of 2 to sign in soon");
    }
    // What is broken today comes first.
    auto down = failing("E404", 1);
    down.consent_ends_at = now + a_day;
    const auto row = account_row(down, &twitch, false, now);
    EXPECT_EQ(row.state.word, "Provider down");
    EXPECT_FALSE(row.button);
    EXPECT_THAT(row.text, HasSubstr("Sign in again before 19 Nov."));
    EXPECT_EQ(summary_of({row}).word, "1 of 1 cannot renew");
}

TEST(AccountRow, SaysWhatWasNotAllowed) {
    auto record = connected();
    record.requested_scopes = {"chat:read", "chat:edit"};
    const auto row = account_row(record, &twitch, false, now);
    EXPECT_EQ(row.text, "Renews by itself in 31 min. Twitch allowed less than asked. chat:edit is missing.");
    EXPECT_EQ(row.code, "E304");
    EXPECT_EQ(row.state.tone, Tone::ok);
    EXPECT_THAT(row.facts, testing::Contains(testing::Pair("Not allowed", "chat:edit")));
}

TEST(Summary, IsTheWorstOfAll) {
    const auto fine = account_row(connected(), &twitch, false, now);
    const auto down = account_row(failing("E404", 1), &twitch, false, now);
    const auto broken = account_row(stopped(), &twitch, false, now);
    const auto still = account_row(paused(), &twitch, false, now);
    EXPECT_EQ(summary_of({}).word, "Nothing connected");
    EXPECT_EQ(summary_of({fine}).word, "Connected");
    EXPECT_EQ(summary_of({fine, fine}).word, "All 2 connected");
    EXPECT_EQ(summary_of({fine, still}).word, "1 of 2 paused");
    EXPECT_EQ(summary_of({fine, down, still}).word, "1 of 3 cannot renew");
    EXPECT_EQ(summary_of({fine, down, broken}).word, "1 of 3 needs you");
    EXPECT_EQ(summary_of({broken, broken}).word, "2 of 2 need you");
    EXPECT_EQ(summary_of({down, broken}).tone, Tone::err);
}

const Providers& presets() {
    return test::default_config().providers;
}

std::vector<std::string> labels(const std::vector<Button>& buttons) {
    std::vector<std::string> out;
    for (const auto& button : buttons) out.push_back(button.label);
    return out;
}

TEST(AccountRow, AnAppHasNobodyWhoCouldSignIn) {
    auto record = connected();
    record.grant_type = store::app_grant;
    record.name = "app";
    record.display_name.clear();
    record.tokens->refresh_token = Secret{};
    const auto fine = account_row(record, &twitch, false, now);
    EXPECT_EQ(fine.person, "app token");
    EXPECT_EQ(fine.state.word, "Connected");
    EXPECT_EQ(fine.facts.front().first, "Connected");
    record.problem_code = "E301";
    record.failures = 1;
    const auto ending = account_row(record, &twitch, false, now);
    EXPECT_FALSE(ending.button.has_value()) << "no Reconnect";
    EXPECT_TRUE(ending.try_now);
    const accounts::Registry registry{{twitch}};
    EXPECT_THAT(labels(connect_offers({record}, registry, presets())), testing::Contains("Connect Twitch"))
        << "nobody is connected yet";
}

TEST(Offers, BeginWithWhatMostPeopleUse) {
    const auto first = connect_offers({}, accounts::Registry{{test::practice_entry()}}, presets());
    EXPECT_EQ(labels(first),
              (std::vector<std::string>{"Connect Twitch", "YouTube", "Kick", "Discord", "Spotify", "Other…",
                                        "Try it with a practice account, no sign-up"}));
    EXPECT_EQ(first.front().href, "/add/twitch") << "there is no app yet: the wizard";
    EXPECT_TRUE(first.front().primary);
    const auto ready = connect_offers({}, accounts::Registry{{twitch, test::practice_entry()}}, presets());
    EXPECT_EQ(ready.front().label, "Connect Twitch");
    EXPECT_EQ(ready.front().href, "/auth/twitch");
    EXPECT_EQ(ready[1].label, "YouTube");
}

TEST(Offers, NameWhatCanBeConnectedNext) {
    const accounts::Registry registry{{twitch, test::practice_entry()}};
    auto bot = connected();
    bot.name = "bot";
    const auto second = connect_offers({connected()}, registry, presets());
    EXPECT_EQ(second[0].label, "Connect your bot on Twitch") << "the list of all is a link of the page";
    EXPECT_EQ(second[0].href, "/auth/twitch?name=bot&choose=1");
    EXPECT_FALSE(second[0].primary);
    EXPECT_EQ(connect_offers({connected(), bot}, registry, presets())[0].href,
              "/auth/twitch?name=channel&choose=1");
}

TEST(Moments, AreToldAsAPersonWould) {
    setenv("TZ", "UTC", 1);
    EXPECT_EQ(moment(now, now), "just now");
    EXPECT_EQ(moment(now - seconds{59}, now), "just now");
    EXPECT_EQ(moment(now - seconds{720}, now), "12 min ago");
    EXPECT_EQ(moment(now + seconds{41}, now), "in 41 s");
    EXPECT_EQ(moment(now + seconds{1860}, now), "in 31 min");
    EXPECT_EQ(moment(now + seconds{3 * 3600}, now), "at 14:06");
    EXPECT_EQ(moment(now - seconds{3600}, now), "at 10:06");
    EXPECT_EQ(moment(now - seconds{86400}, now), "on 17 Nov at 11:06");
    EXPECT_EQ(clock_time_with_seconds(now), "11:06:40");
    EXPECT_EQ(calendar_day(now, now), "18 Nov");
    EXPECT_EQ(calendar_day(now + seconds{175 * 86400}, now), "12 May 2027");
}

}  // namespace
}  // namespace roadcase::dashboard
