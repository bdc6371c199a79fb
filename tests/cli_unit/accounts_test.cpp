#include "fixture.h"

namespace roadcase::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string removed_problem =
    R"({"code":"E401","title":"Twitch removed the connection.","detail":"Somebody ended it at Twitch.",)"
    R"("next":"roadcase reconnect twitch","since":"2027-01-15T07:48:00Z"})";
const std::string removed_line =
    "twitch: Twitch removed the connection (E401). Next: roadcase reconnect twitch\n";

class AccountCommands : public CliTest {
  protected:
    void SetUp() override {
        api.answer("GET /api/v1/status",
                   R"({"version":1,"server":false,"url":"http://localhost:3000","accounts":1,)"
                   R"("needs_authorization":0,"store":"ok"})");
    }
    void have(const std::vector<std::string>& accounts) {
        api.answer("GET /api/v1/accounts", list_of(accounts));
    }
};

TEST_F(AccountCommands, ListIsOneLineEach) {
    have({account_body("twitch", "needs_authorization", removed_problem),
          account_body("twitch/bot", "connected"), account_body("other", "provider_down"),
          account_body("odd", "paused")});
    for (const auto* name : {"list", "ls", "accounts"}) {
        EXPECT_EQ(run({name}), 0);
        EXPECT_EQ(
            out(),
            "▲  twitch      nova_bot  sign in again  stopped 12 min ago\n"
            "●  twitch/bot  nova_bot  connected      renews by itself in 2 h 51 min\n"
            "■  other       nova_bot  provider down  token good for 3 h 53 min, trying again in 2 h 51 min\n"
            "○  odd         nova_bot  paused\n");
        EXPECT_EQ(err(), removed_line);
    }
}

TEST_F(AccountCommands, JsonIsTheServersObject) {
    have({account_body("twitch", "connected")});
    EXPECT_EQ(run({"list", "--json"}), 0);
    EXPECT_EQ(out(), list_of({account_body("twitch", "connected")}) + "\n");
    api.answer("GET /api/v1/accounts/twitch", account_body("twitch", "connected"));
    EXPECT_EQ(run({"status", "twitch", "--json"}), 0);
    EXPECT_EQ(out(), account_body("twitch", "connected") + "\n");
    EXPECT_EQ(run({"status", "--json"}), 0);
    EXPECT_EQ(out(), R"({"version":1,"server":false,"url":"http://localhost:3000","accounts":1,)"
                     R"("needs_authorization":0,"store":"ok"})"
                     "\n");
}

TEST_F(AccountCommands, WithoutACommandItSaysWhatToDo) {
    have({account_body("twitch", "needs_authorization", removed_problem),
          account_body("twitch/bot", "connected")});
    EXPECT_EQ(run({}), 0);
    EXPECT_EQ(out(),
              "▲ 1 of 2 accounts needs you\n"
              "\n"
              "  ▲  twitch      nova_bot  sign in again  stopped 12 min ago\n"
              "  ●  twitch/bot  nova_bot  connected      renews by itself in 2 h 51 min\n"
              "\n" +
                  removed_line);
}

TEST_F(AccountCommands, EveryTroubledAccountHasItsCauseAndItsStep) {
    have(
        {account_body("one", "provider_down",
                      R"({"code":"E301","title":"Twitch refuses the secret.","detail":"It is a wrong one.",)"
                      R"("next":"put the right one into config.toml","since":null})"),
         account_body("two", "expiring", R"({"code":"E404","title":"Twitch is not answering.","next":null})"),
         account_body("old", "needs_authorization")});
    EXPECT_EQ(run({"status"}), 0);
    EXPECT_THAT(out(),
                testing::EndsWith("\n\none: Twitch refuses the secret (E301). Next: put the right one into "
                                  "config.toml\ntwo: Twitch is not answering (E404).\n\n"
                                  "Fix it:  roadcase reconnect old\n"));
}

TEST_F(AccountCommands, AllIsFine) {
    have({account_body("twitch", "connected")});
    env["LANG"] = "C";
    EXPECT_EQ(run({"status"}), 0);
    EXPECT_EQ(out(),
              "* 1 of 1 account is fine\n"
              "\n"
              "  *  twitch  nova_bot  connected  renews by itself in 2 h 51 min\n");
}

TEST_F(AccountCommands, EmptyIsAWelcome) {
    have({});
    EXPECT_EQ(run({}), 0);
    EXPECT_EQ(out(),
              "Nothing is connected yet. Sign in once, and every script on this computer can\n"
              "ask for a working token.\n"
              "\n"
              "  roadcase add practice  try it, no sign-up\n"
              "  roadcase demo          watch the whole life of an account\n");
    EXPECT_EQ(run({"list"}), 0);
    EXPECT_EQ(out(), "");
    EXPECT_EQ(err(), "Nothing is connected yet.  Next: roadcase add practice\n");
    EXPECT_EQ(run({"list", "--quiet"}), 0);
    EXPECT_EQ(err(), "");
}

TEST_F(AccountCommands, StatusOfOne) {
    api.answer("GET /api/v1/accounts/twitch", account_body("twitch", "needs_authorization", removed_problem));
    EXPECT_EQ(run({"status", "twitch"}), 0);
    EXPECT_EQ(out(),
              "▲  twitch  nova_bot  sign in again  stopped 12 min ago\n"
              "  allowed to  chat:read chat:edit\n"
              "  token ends  in 3 h 53 min\n"
              "  renewed     4 min ago\n"
              "  problem     Twitch removed the connection (E401)\n"
              "  why         Somebody ended it at Twitch.\n"
              "  next        roadcase reconnect twitch\n");
}

/// The same with one more member.
std::string with(std::string body, const std::string& member) {
    body.pop_back();
    return body + "," + member + "}";
}

TEST_F(AccountCommands, ADateToSignInAgainIsToldAMonthAhead) {
    have({with(account_body("near", "connected"), R"("consent_ends_at":"2027-02-14T08:00:00Z")"),
          with(account_body("far", "connected"), R"("consent_ends_at":"2027-02-14T20:00:00Z")"),
          with(account_body("dead", "needs_authorization"), R"("consent_ends_at":"2027-01-16T12:00:00Z")"),
          with(account_body("none", "connected"), R"("consent_ends_at":null)")});
    EXPECT_EQ(run({"list"}), 0);
    EXPECT_EQ(
        out(),
        "●  near  nova_bot  connected      renews by itself in 2 h 51 min, sign in again before 14 Feb\n"
        "●  far   nova_bot  connected      renews by itself in 2 h 51 min\n"
        "▲  dead  nova_bot  sign in again\n"
        "●  none  nova_bot  connected      renews by itself in 2 h 51 min\n");
}

TEST_F(AccountCommands, StatusOfOneTellsDateMissingScopesAndTheNextStep) {
    api.answer(
        "GET /api/v1/accounts/twitch",
        with(
            account_body(
                "twitch", "connected",
                R"({"code":"E304","title":"Twitch allowed less than asked.","detail":"clips:edit is missing.",)"
                R"("since":null,"next":"roadcase reconnect twitch"})"),
            R"("consent_ends_at":"2028-05-12T12:00:00Z","missing_scopes":["clips:edit"])"));
    EXPECT_EQ(run({"status", "twitch"}), 0);
    EXPECT_EQ(out(),
              "●  twitch  nova_bot  connected  renews by itself in 2 h 51 min\n"
              "  allowed to     chat:read chat:edit\n"
              "  token ends     in 3 h 53 min\n"
              "  renewed        4 min ago\n"
              "  sign in again  before 12 May 2028\n"
              "  not allowed    clips:edit\n"
              "  problem        Twitch allowed less than asked (E304)\n"
              "  why            clips:edit is missing.\n"
              "  next           roadcase reconnect twitch\n");
}

TEST_F(AccountCommands, AWrongClockIsSaidInOneLine) {
    CliTest::api = FakeApi();
    api.answer(
        "GET /api/v1/status",
        R"({"version":1,"store":"ok","problems":[{"code":"E106","title":"This PC's clock is 6 min behind.",)"
        R"("detail":"They say so.","next":"timedatectl set-ntp true"}]})");
    have({account_body("twitch", "connected")});
    EXPECT_EQ(run({"status"}), 0);
    EXPECT_EQ(err(), "▲ This PC's clock is 6 min behind.  Next: timedatectl set-ntp true\n");
}

TEST_F(AccountCommands, ADamagedStoreIsSaid) {
    CliTest::api = FakeApi();
    api.answer("GET /api/v1/status", R"({"version":1,"store":"The disk is full."})");
    have({account_body("twitch", "connected")});
    EXPECT_EQ(run({"status"}), 0);
    EXPECT_EQ(err(), "▲ The disk is full.\n");
}

TEST_F(AccountCommands, NamesFromOutsideCannotSteerTheTerminal) {
    auto body = account_body("twitch", "connected");
    body.replace(body.find("nova_bot"), 8, R"(a\u001b[2Jb)");
    have({body});
    EXPECT_EQ(run({"list"}), 0);
    EXPECT_THAT(out(), testing::Not(HasSubstr("\x1b")));
}

TEST_F(AccountCommands, ColourOnlyWhereItIsWanted) {
    have({account_body("twitch", "connected")});
    EXPECT_EQ(run({"list"}), 0);
    EXPECT_EQ(out().find('\x1b'), std::string::npos);
    EXPECT_EQ(run({"list", "--color", "always"}), 0);
    EXPECT_THAT(out(), testing::StartsWith("\x1b[32m●\x1b[0m  twitch  nova_bot"));
}

TEST_F(AccountCommands, RefreshSaysHowLongItIsGood) {
    api.answer("POST /api/v1/accounts/twitch/refresh", account_body("twitch", "connected"));
    EXPECT_EQ(run({"refresh", "twitch"}), 0);
    EXPECT_EQ(out(), "✓ Renewed twitch. The token is good for 3 h 53 min.  Next: roadcase token twitch\n");
    EXPECT_EQ(run({"refresh", "twitch", "--json"}), 0);
    EXPECT_EQ(out(), account_body("twitch", "connected") + "\n");
    api.problem("POST /api/v1/accounts/gone/refresh", sign_in_again());
    EXPECT_EQ(run({"refresh", "gone"}), 4);
}

TEST_F(AccountCommands, RemoveSaysThatNobodyWasTold) {
    api.answer("DELETE /api/v1/accounts/twitch",
               R"({"version":1,"account":"twitch","removed":true,"told_provider":false,"note":""})");
    EXPECT_EQ(run({"remove", "twitch"}), 0);
    EXPECT_EQ(out(), "✓ Removed twitch here. Its provider was not told.\n");
    EXPECT_EQ(run({"logout", "twitch", "--json"}), 0);
    EXPECT_EQ(out(), R"({"version":1,"account":"twitch","removed":true,"told_provider":false,"note":""})"
                     "\n");
    EXPECT_THAT(api.asked(), ElementsAre("DELETE /api/v1/accounts/twitch", "DELETE /api/v1/accounts/twitch"));
    EXPECT_EQ(run({"remove", "twich"}), 5);
    EXPECT_EQ(err(), "roadcase: No account \"twich\". (E501)\nDid you mean twitch?\nNext: roadcase list\n");
}

}  // namespace
}  // namespace roadcase::test
