#include "server/api_json.h"

#include <gmock/gmock.h>

#include "accounts/problems.h"
#include "dashboard_fixture.h"
#include "server/exchange.h"

namespace roadcase::dashboard {
namespace {

using server::account_json;
using server::problem;
using server::warning_json;

using store::AccountRecord;
using store::AccountStatus;

const Time now = from_unix(1'795'000'000);  // 2026-11-18T11:06:40Z
const accounts::Registry registry{{test::client_entry("twitch", "Twitch")}};

AccountRecord connected() {
    AccountRecord record;
    record.id = "acc_1";
    record.client = record.provider = "twitch";
    record.scopes = record.requested_scopes = {"chat:read"};
    record.authorized_at = now - seconds{300};
    return record;
}

OrderedJson shown(const AccountRecord& record) {
    return account_json(record, false, {registry, "http://localhost:3000", now});
}

TEST(AccountJson, HasNoProblemAndNoDateWhenAllIsWell) {
    const auto body = shown(connected());
    EXPECT_TRUE(body["problem"].is_null());
    EXPECT_TRUE(body["consent_ends_at"].is_null());
    EXPECT_TRUE(body["missing_scopes"].empty());
}

TEST(AccountJson, TellsTheDayTheProviderEndsIt) {
    auto record = connected();
    record.consent_ends_at = now + seconds{86'400};
    EXPECT_EQ(shown(record)["consent_ends_at"], "2026-11-19T11:06:40Z");
}

TEST(AccountJson, TellsWhatWasNotGranted) {
    auto record = connected();
    record.requested_scopes = {"chat:read", "chat:edit", "clips:edit"};
    const auto body = shown(record);
    EXPECT_EQ(body["missing_scopes"], (OrderedJson{"chat:edit", "clips:edit"}));
    EXPECT_EQ(body["problem"]["code"], "E304");
    EXPECT_EQ(body["problem"]["title"], "Twitch allowed less than asked.");
    EXPECT_EQ(body["problem"]["detail"], "chat:edit, clips:edit are missing.");
    EXPECT_EQ(body["problem"]["since"], "2026-11-18T11:01:40Z");
    EXPECT_EQ(body["problem"]["next"], "roadcase reconnect twitch");
}

TEST(AccountJson, GivesTheTextThatPagesAndProblemsGive) {
    auto record = connected();
    record.status = AccountStatus::needs_authorization;
    record.problem_code = "E402";
    record.problem = "Twitch ends this sign-in every 7 days while your app is in \"Testing\".";
    record.problem_since = now;
    const auto body = shown(record)["problem"];
    const auto answer = OrderedJson::parse(problem(accounts::error_of(record, "Twitch", now)).body);
    EXPECT_EQ(body["title"], answer["title"]);
    EXPECT_EQ(body["detail"], record.problem);
    EXPECT_EQ(answer["detail"], record.problem);
    EXPECT_EQ(body["code"], answer["code"]);
    EXPECT_EQ(body["next"], answer["next"]);
}

TEST(StatusJson, AWarningHasCodeTitleDetailAndNextStep) {
    EXPECT_EQ(dump(warning_json(make_error(ErrorKind::config, "E106", "Title.", "Detail.", "next"))),
              R"({"code":"E106","title":"Title.","detail":"Detail.","next":"next"})");
}

}  // namespace
}  // namespace roadcase::dashboard
