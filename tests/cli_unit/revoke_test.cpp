#include "fixture.h"

namespace roadcase::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class RevokeCommand : public CliTest {
  protected:
    void SetUp() override {
        api.answer("GET /api/v1/accounts",
                   list_of({account_body("twitch", "connected"), account_body("spotify", "connected")}));
        api.answer("GET /api/v1/accounts/twitch", account_body("twitch", "connected"));
        api.answer("DELETE /api/v1/accounts/twitch",
                   R"({"version":1,"account":"twitch","told_provider":true,"note":""})");
        api.answer(
            "DELETE /api/v1/accounts/spotify",
            R"({"version":1,"account":"spotify","told_provider":false,"note":"Spotify has no revoke address."})");
    }
    std::size_t deletions() const {
        return static_cast<std::size_t>(
            std::count_if(api.requests.begin(), api.requests.end(),
                          [](const auto& request) { return request.method == "DELETE"; }));
    }
    const std::string both = "✓ twitch   revoked at Twitch\n▲ spotify  Spotify has no revoke address.\n";
    const std::string question =
        "This signs Roadcase out of 2 accounts at 1 provider. Scripts using them stop working. "
        "Type the number 2 to go on: ";
};

TEST_F(RevokeCommand, WhereToEndItByHandIsNeverCutOff) {
    const std::string note =
        "Kick answered with status 500. Remove the connection at "
        "https://kick.com/settings/a-long-way-to-the-authorized-apps.";
    api.answer("GET /api/v1/accounts/kick", account_body("kick", "connected"));
    api.answer("DELETE /api/v1/accounts/kick",
               R"({"version":1,"account":"kick","told_provider":false,"note":")" + note + "\"}");
    EXPECT_EQ(run({"revoke", "kick"}), 0);
    EXPECT_EQ(out(), "▲ kick  " + note + "\n");
}

TEST_F(RevokeCommand, One) {
    EXPECT_EQ(run({"revoke", "twitch"}), 0);
    EXPECT_EQ(out(), "✓ twitch  revoked at Twitch\n");
    EXPECT_THAT(api.asked(),
                ElementsAre("GET /api/v1/accounts/twitch", "DELETE /api/v1/accounts/twitch?revoke=true"));
}

TEST_F(RevokeCommand, AllAsksForTheNumber) {
    terminal = true;
    env["TERM"] = "dumb";
    typed = "2\n";
    EXPECT_EQ(run({"revoke", "--all"}), 0);
    EXPECT_EQ(err(), question);
    EXPECT_EQ(out(), both);
    EXPECT_EQ(deletions(), 2U);
}

TEST_F(RevokeCommand, AllChangesNothingWithoutTheNumber) {
    terminal = true;
    for (const auto* answer : {"\n", "yes\n", "22\n", ""}) {
        typed = answer;
        EXPECT_EQ(run({"revoke", "--all"}), 1);
        EXPECT_THAT(err(), HasSubstr("roadcase: Nothing was changed.\n"));
    }
    EXPECT_EQ(deletions(), 0U);
}

TEST_F(RevokeCommand, AllNeedsYesWhereNobodyCanBeAsked) {
    typed = "2\n";
    EXPECT_EQ(run({"revoke", "--all"}), 2);
    terminal = true;
    EXPECT_EQ(run({"revoke", "--all", "--no-input"}), 2);
    EXPECT_EQ(deletions(), 0U);
    terminal = false;
    EXPECT_EQ(run({"revoke", "--all", "--yes", "--no-input"}), 0);
    EXPECT_EQ(out(), both);
    EXPECT_EQ(deletions(), 2U);
}

TEST_F(RevokeCommand, AllGoesOnAfterAFailure) {
    CliTest::api = FakeApi();
    api.answer("GET /api/v1/accounts",
               list_of({account_body("twitch", "connected"), account_body("spotify", "connected")}));
    api.problem("DELETE /api/v1/accounts/twitch",
                make_error(ErrorKind::unavailable, "E404", "Twitch is not answering."));
    api.answer("DELETE /api/v1/accounts/spotify", R"({"account":"spotify","told_provider":true,"note":""})");
    EXPECT_EQ(run({"revoke", "--all", "--yes", "--json"}), 6);
    EXPECT_EQ(
        out(),
        R"({"version":1,"accounts":[{"account":"spotify","removed":true,"told_provider":true,"note":""}],)"
        R"("error":{"code":"E404","title":"1 of 2 accounts could not be revoked.",)"
        R"("detail":"They are still connected here.","next":"roadcase revoke --all",)"
        R"("kind":"provider-unavailable","retry_after":null}})"
        "\n");
    EXPECT_EQ(err(),
              "▲ twitch  E404 Twitch is not answering.\n"
              "roadcase: 1 of 2 accounts could not be revoked. (E404)\n"
              "They are still connected here.\nNext: roadcase revoke --all\n");
    EXPECT_EQ(deletions(), 2U);
}

TEST_F(RevokeCommand, NeedsOneOrAll) {
    EXPECT_EQ(run({"revoke"}), 2);
    EXPECT_EQ(run({"revoke", "twitch", "--all", "--yes"}), 2);
    EXPECT_EQ(deletions(), 0U);
}

}  // namespace
}  // namespace roadcase::test
