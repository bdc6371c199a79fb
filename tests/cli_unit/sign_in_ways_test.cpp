#include "cli/qr_code.h"
#include "fixture.h"

namespace roadcase::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string done =
    R"({"version":1,"id":"f1","status":"done","client":"twitch","provider_name":"Twitch",)"
    R"("account":"twitch/bot","display_name":"nova_bot"})";
const std::string device =
    R"({"version":1,"id":"f1","method":"device","methods":["browser","device","paste"],"user_code":"SZPPRMFW",)"
    R"("verification_uri":"https://www.twitch.tv/activate","expires_in":1800,"interval":5})";
const std::string paste =
    R"({"version":1,"id":"f1","method":"paste","methods":["browser","paste"],"binding":"planted-binding",)"
    R"("url":"https://id.example/authorize?state=s","expires_in":600})";

std::string browser(const std::string& methods) {
    return R"({"version":1,"id":"f0","method":"browser","methods":)" + methods +
           R"(,"url":"http://localhost:3000/auth/twitch?flow=f0","expires_in":600})";
}

class Ways : public CliTest {
  protected:
    void starts(const std::string& body) { api.answer("POST /api/v1/flows", body, 201); }
    void finishes() { api.answer("GET /api/v1/flows/f1", done); }
    /// The terminal's person types these, one after the other.
    void types(std::vector<std::string> lines) {
        terminal = true;
        secrets = std::move(lines);
    }
};

TEST_F(Ways, DeviceShowsWhereToEnterTheCode) {
    starts(device);
    finishes();
    EXPECT_EQ(run({"add", "twitch", "--name", "bot", "--device"}), 0);
    EXPECT_EQ(api.asked().front(),
              R"(POST /api/v1/flows {"client":"twitch","name":"bot","method":"device"})");
    EXPECT_EQ(err(),
              "On your phone or PC open   https://www.twitch.tv/activate   and enter   SZPPRMFW\n"
              "Valid for 30 min. Waiting until you have signed in there.\n");
    EXPECT_EQ(out(), "✓ Connected Twitch as nova_bot.  Next: roadcase token twitch/bot\n");
    EXPECT_TRUE(browsed.empty());
    EXPECT_TRUE(api.any_port.empty()) << "no port is needed";
}

TEST_F(Ways, AQrCodeNeedsAWideTerminalOfUtf8) {
    starts(device);
    finishes();
    terminal = true;
    columns = 80;
    EXPECT_EQ(run({"add", "twitch", "--device"}), 0);
    EXPECT_THAT(err(), HasSubstr("▀"));
    for (const auto& [more, width, lang] :
         {std::tuple{"--json", 80, "C.UTF-8"}, std::tuple{"--quiet", 80, "C.UTF-8"},
          std::tuple{"--no-input", 20, "C.UTF-8"}, std::tuple{"--no-input", 80, "C"}}) {
        columns = width;
        env["LANG"] = lang;
        EXPECT_EQ(run({"add", "twitch", "--device", more}), 0);
        EXPECT_THAT(err(), Not(HasSubstr("▀"))) << more << width << lang;
        EXPECT_THAT(err(), HasSubstr("SZPPRMFW"));
    }
}

TEST_F(Ways, NoPhoneIsSentToThisComputer) {
    auto body = device;
    const std::string there = "https://www.twitch.tv/activate";
    starts(body.replace(body.find(there), there.size(), "http://127.0.0.1:3000/practice/device"));
    finishes();
    terminal = true;
    columns = 80;
    EXPECT_EQ(run({"add", "practice", "--device"}), 0);
    EXPECT_THAT(err(),
                HasSubstr("In a browser of this computer open   http://127.0.0.1:3000/practice/device"));
    EXPECT_THAT(err(), Not(HasSubstr("▀")));
    EXPECT_THAT(api.any_port, ElementsAre(false)) << "its page is ours";
}

TEST_F(Ways, WithoutABrowserTheCodeIsTheWay) {
    starts(browser(R"(["browser","device","paste"])"));
    starts(device);
    api.answer("DELETE /api/v1/flows/f0", R"({"version":1,"cancelled":"f0"})");
    finishes();
    has_browser = false;
    EXPECT_EQ(run({"add", "twitch"}), 0);
    EXPECT_THAT(err(), HasSubstr("No browser could be opened here. (E214)\n"));
    EXPECT_THAT(err(), HasSubstr("SZPPRMFW"));
    EXPECT_THAT(err(), HasSubstr("roadcase add twitch --paste"));
    EXPECT_THAT(api.asked(), testing::Contains("DELETE /api/v1/flows/f0"));
}

TEST_F(Ways, WithoutABrowserOrACodeThePersonPastes) {
    starts(browser(R"(["browser","paste"])"));
    starts(paste);
    api.answer("DELETE /api/v1/flows/f0", R"({"version":1,"cancelled":"f0"})");
    api.answer("POST /api/v1/flows/f1/paste", done);
    has_browser = false;
    types({"http://localhost:3000/success?code=planted-code&state=s"});
    EXPECT_EQ(run({"add", "twitch"}), 0);
    EXPECT_THAT(err(), HasSubstr("https://id.example/authorize?state=s"));
    EXPECT_THAT(err() + out(), Not(HasSubstr("planted")));
    EXPECT_EQ(api.asked().back(),
              R"(POST /api/v1/flows/f1/paste {"url":)"
              R"("http://localhost:3000/success?code=planted-code&state=s","binding":"planted-binding"})");
}

TEST_F(Ways, AProviderThatCannotComeBackIsPastedFromTheStart) {
    starts(paste);
    api.answer("POST /api/v1/flows/f1/paste", done);
    types({"https://localhost:3000/success?code=planted-code&state=s"});
    EXPECT_EQ(run({"add", "twitch"}), 0);
    EXPECT_THAT(browsed, ElementsAre("https://id.example/authorize?state=s"));
}

TEST_F(Ways, AWrongAddressIsAskedForAgainFiveTimes) {
    starts(paste);
    api.problem("POST /api/v1/flows/f1/paste",
                make_error(ErrorKind::invalid_request, "", "That is not an address.", "Copy all of it."));
    types({"1", "2", "3", "4", "5", "6"});
    EXPECT_EQ(run({"add", "twitch", "--paste"}), 2);
    EXPECT_EQ(secrets.size(), 1u) << "five were asked for";
    EXPECT_THAT(err(), HasSubstr("That is not an address. Copy all of it.\n"));
    EXPECT_THAT(err(), HasSubstr("None of the addresses was the right one."));
    EXPECT_EQ(api.asked().back(), "DELETE /api/v1/flows/f1");
}

TEST_F(Ways, ASignInThatIsOverIsNotAskedForAgain) {
    starts(paste);
    api.problem("POST /api/v1/flows/f1/paste",
                make_error(ErrorKind::invalid_request, "E205", "This sign-in is over.", "", "Start again."));
    types({"1", "2"});
    EXPECT_EQ(run({"add", "twitch", "--paste"}), 2);
    EXPECT_EQ(secrets.size(), 1u);
}

TEST_F(Ways, AnAddressMayComeThroughAPipe) {
    starts(paste);
    api.answer("POST /api/v1/flows/f1/paste", done);
    typed = "http://localhost:3000/success?code=planted-code&state=s\n";
    EXPECT_EQ(run({"add", "twitch", "--paste", "--json"}), 0);
    EXPECT_EQ(out(), done + "\n");
    typed = "";
    EXPECT_EQ(run({"add", "twitch", "--paste"}), 2);
    EXPECT_THAT(err(), HasSubstr("No address came."));
}

TEST_F(Ways, AnAppNeedsNobody) {
    api.answer(
        "POST /api/v1/accounts",
        R"({"version":1,"account":"twitch/app","provider_name":"Twitch","grant_type":"client_credentials"})",
        201);
    EXPECT_EQ(run({"add", "twitch", "--app", "--scope", "read"}), 0);
    EXPECT_THAT(
        api.asked(),
        ElementsAre(
            R"(POST /api/v1/accounts {"client":"twitch","scope":["read"],"grant_type":"client_credentials"})"));
    EXPECT_EQ(out(), "✓ Connected Twitch as the app itself (twitch/app).  Next: roadcase token twitch/app\n");
}

TEST_F(Ways, ARefreshTokenIsTypedUnseenOrPiped) {
    const std::string body =
        R"({"version":1,"account":"twitch","provider_name":"Twitch","display_name":"nova"})";
    api.answer("POST /api/v1/accounts", body, 201);
    const auto asked =
        R"(POST /api/v1/accounts {"client":"twitch","grant_type":"refresh_token","refresh_token":"planted-refresh"})";
    typed = "planted-refresh\n";
    EXPECT_EQ(run({"add", "twitch", "--refresh-token"}), 0);
    EXPECT_THAT(api.asked(), ElementsAre(asked));
    EXPECT_EQ(out(), "✓ Connected Twitch as nova.  Next: roadcase token twitch\n");
    EXPECT_THAT(err(), HasSubstr("What the other program has stops working"));
    typed = "";
    types({"planted-refresh"});
    EXPECT_EQ(run({"add", "twitch", "--refresh-token", "--json"}), 0);
    EXPECT_EQ(api.asked().back(), asked);
    EXPECT_EQ(out(), body + "\n");
    terminal = false;
    EXPECT_EQ(run({"add", "twitch", "--refresh-token"}), 2);
    EXPECT_EQ(run({"add", "twitch", "--refresh-token", "planted-refresh"}), 2) << "never an argument";
}

TEST_F(Ways, OneWayAtATime) {
    for (const auto* other : {"--paste", "--app", "--refresh-token"})
        EXPECT_EQ(run({"add", "twitch", "--device", other}), 2);
    EXPECT_EQ(run({"reconnect", "twitch", "--app"}), 2);
    EXPECT_TRUE(api.requests.empty());
}

TEST(QrCode, IsSquareWithAQuietZoneAndItsFinders) {
    const auto code = cli::qr_code("https://www.twitch.tv/activate").value();
    EXPECT_EQ(code.columns(), 25 + 2 * 2);
    for (const auto& row : code.rows) EXPECT_EQ(row.size(), code.rows.size());
    EXPECT_FALSE(code.rows[0][0] || code.rows[1][5]);
    for (std::size_t i = 2; i < 9; ++i) EXPECT_TRUE(code.rows[2][i]) << "the edge of a finder";
    EXPECT_FALSE(cli::qr_code(std::string(8000, 'a')));
}

TEST(QrCode, TwoRowsAreOneLine) {
    const cli::QrCode code{{{true, false, true}, {true, true, false}, {false, true, false}}};
    EXPECT_EQ(cli::half_blocks(code, true), "\x1b[30;107m█▄▀\x1b[0m\n\x1b[30;107m ▀ \x1b[0m\n");
    EXPECT_EQ(cli::half_blocks(code, false), " ▀▄\n▀ ▀\n");
}

}  // namespace
}  // namespace roadcase::test
