#include "fixture.h"

namespace roadcase::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string link = "http://localhost:3000/auth/twitch?flow=f1";

std::string flow_body(const std::string& status, const std::string& more = "") {
    return R"({"version":1,"id":"f1","status":")" + status +
           R"(","client":"twitch","provider_name":"Twitch","account":"twitch/bot","display_name":"nova_bot")" +
           more + "}";
}

class SignIn : public CliTest {
  protected:
    void SetUp() override {
        api.answer("POST /api/v1/flows",
                   R"({"version":1,"id":"f1","url":")" + link + R"(","expires_in":600})", 201);
    }
    void flow(const std::string& body) { api.answer("GET /api/v1/flows/f1", body); }
};

TEST_F(SignIn, AddOpensTheBrowserAndWaits) {
    flow(flow_body("pending"));
    flow(flow_body("pending"));
    flow(flow_body("done"));
    EXPECT_EQ(run({"add", "twitch", "--name", "bot", "--scope", "chat:read", "--scope", "chat:edit"}), 0);
    EXPECT_THAT(browsed, ElementsAre(link));
    EXPECT_THAT(api.any_port, ElementsAre(false));
    EXPECT_EQ(paused, milliseconds{1000});
    EXPECT_EQ(api.asked().front(),
              R"(POST /api/v1/flows {"client":"twitch","name":"bot","scope":["chat:read","chat:edit"]})");
    EXPECT_EQ(out(), "✓ Connected Twitch as nova_bot.  Next: roadcase token twitch/bot\n");
    EXPECT_EQ(err(), "Your browser opened. Waiting until you have signed in there.\n");
}

TEST_F(SignIn, PrintsTheLinkWhereNoBrowserIs) {
    flow(flow_body("done"));
    const std::string text =
        "Open this address in your browser:\n\n  " + link + "\n\nWaiting until you have signed in there.\n";
    EXPECT_EQ(run({"add", "twitch", "--no-browser"}), 0);
    EXPECT_EQ(err(), text);
    env["ROADCASE_NO_BROWSER"] = "1";
    EXPECT_EQ(run({"connect", "twitch"}), 0);
    EXPECT_EQ(err(), text);
    EXPECT_TRUE(browsed.empty());
    env.erase("ROADCASE_NO_BROWSER");
    has_browser = false;
    EXPECT_EQ(run({"login", "twitch", "--quiet"}), 0);
    EXPECT_THAT(err(), HasSubstr(link));
    EXPECT_EQ(out(), "");
}

TEST_F(SignIn, TellsHowToReachItOverSsh) {
    flow(flow_body("done"));
    has_browser = false;
    env["SSH_CONNECTION"] = "192.0.2.1 5 192.0.2.2 22";
    EXPECT_EQ(run({"add", "twitch"}), 0);
    EXPECT_THAT(err(), HasSubstr("ssh -L 3000:localhost:3000"));
}

TEST_F(SignIn, AFailedSignInIsItsProblem) {
    const auto problem = server::problem(
        make_error(ErrorKind::denied, "E204", "You pressed Cancel at Twitch.", "Nothing was changed."));
    flow(flow_body("failed", R"(,"problem":)" + problem.body));
    EXPECT_EQ(run({"add", "twitch"}), 9);
    EXPECT_EQ(out(), "");
    EXPECT_THAT(err(), HasSubstr("roadcase: You pressed Cancel at Twitch. (E204)\nNothing was changed.\n"
                                 "Next: roadcase add twitch\n"));
}

TEST_F(SignIn, GivesUpWhenNobodyComes) {
    flow(flow_body("pending"));
    EXPECT_EQ(run({"add", "twitch", "--timeout", "4s"}), 8);
    EXPECT_LE(paused, milliseconds{4000});
    EXPECT_THAT(err(), HasSubstr("roadcase: The sign-in was not finished in time.\nNothing was changed.\n"));
    EXPECT_EQ(run({"add", "twitch"}), 8);
}

TEST_F(SignIn, StartsNothingWithoutAnAddress) {
    api.address = fail(ErrorKind::unreachable, "E101", "Port 3000 is taken.", "By node.", "stop it");
    EXPECT_EQ(run({"add", "twitch"}), 3);
    EXPECT_TRUE(api.requests.empty());
    EXPECT_TRUE(browsed.empty());
}

TEST_F(SignIn, MissingScopesAreSaid) {
    flow(flow_body("done", R"(,"missing_scopes":["channel:manage:polls"])"));
    EXPECT_EQ(run({"add", "twitch"}), 0);
    EXPECT_THAT(err(),
                HasSubstr("▲ Twitch allowed less than asked: channel:manage:polls is missing. (E304)\n"));
}

TEST_F(SignIn, JsonIsTheFlow) {
    flow(flow_body("done"));
    EXPECT_EQ(run({"add", "twitch", "--json"}), 0);
    EXPECT_EQ(out(), flow_body("done") + "\n");
}

TEST_F(SignIn, ReconnectNamesTheAccount) {
    flow(flow_body("done", R"(,"again":true)"));
    for (const auto* name : {"reconnect", "reauth"}) {
        api.requests.clear();
        EXPECT_EQ(run({name, "twitch/bot"}), 0);
        EXPECT_EQ(api.asked().front(), R"(POST /api/v1/flows {"account":"twitch/bot"})");
        EXPECT_EQ(out(), "✓ Signed in to Twitch again as nova_bot.  Next: roadcase token twitch/bot\n");
    }
}

}  // namespace
}  // namespace roadcase::test
