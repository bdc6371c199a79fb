#include "fixture.h"

namespace roadcase::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ChangeCommands : public CliTest {
  protected:
    void SetUp() override {
        api.answer("PATCH /api/v1/accounts/twitch/bot", account_body("twitch/clips", "connected"));
        api.answer("PATCH /api/v1/accounts/twitch", account_body("twitch", "paused"));
    }
};

TEST_F(ChangeCommands, AskForTheChangeAndSayWhatIsDifferent) {
    EXPECT_EQ(run({"rename", "twitch/bot", "clips"}), 0);
    EXPECT_THAT(err() + out(), HasSubstr("twitch/bot is called twitch/clips now."));
    EXPECT_EQ(run({"default", "twitch/bot"}), 0);
    EXPECT_EQ(run({"pause", "twitch"}), 0);
    EXPECT_THAT(err() + out(), HasSubstr("Next: roadcase resume twitch"));
    EXPECT_EQ(run({"resume", "twitch"}), 0);
    EXPECT_THAT(api.asked(), ElementsAre(R"(PATCH /api/v1/accounts/twitch/bot {"name":"clips"})",
                                         R"(PATCH /api/v1/accounts/twitch/bot {"default":true})",
                                         R"(PATCH /api/v1/accounts/twitch {"paused":true})",
                                         R"(PATCH /api/v1/accounts/twitch {"paused":false})"));
}

TEST_F(ChangeCommands, ANameThatIsTakenIsWrongUse) {
    api.problem("PATCH /api/v1/accounts/youtube",
                make_error(ErrorKind::conflict, "", "There is another account \"youtube/bot\" already."));
    EXPECT_EQ(run({"rename", "youtube", "bot"}), 2);
    EXPECT_THAT(err(), HasSubstr("already."));
}

TEST_F(ChangeCommands, APausedAccountHasAnExitCodeOfItsOwnKind) {
    api.problem("GET /api/v1/token/twitch", make_error(ErrorKind::paused, "", "twitch is paused."));
    EXPECT_EQ(run({"token", "twitch"}), 4);
}

const std::string clips =
    R"({"version":1,"name":"clips","provider":"twitch","display_name":"Twitch","source":"here",)"
    R"("client_id":"planted-id","has_secret":true,"redirect_uri":"http://localhost:3000/success",)"
    R"("scopes":["chat:read"],"accounts":1,"problem":null})";

class ClientCommands : public CliTest {
  protected:
    void SetUp() override {
        api.answer("POST /api/v1/clients", clips, 201);
        api.answer("GET /api/v1/clients/clips", clips);
        api.answer("PATCH /api/v1/clients/clips", clips);
        api.answer("GET /api/v1/clients", R"({"version":1,"clients":[)" + clips + "]}");
    }
};

TEST_F(ClientCommands, AddTakesTheSecretFromStandardInput) {
    typed = "planted-secret\n";
    EXPECT_EQ(run({"client", "add", "clips", "--provider", "twitch", "--client-id", "planted-id",
                   "--client-secret-stdin", "--scope", "chat:read"}),
              0);
    EXPECT_THAT(
        api.asked(),
        ElementsAre(R"(POST /api/v1/clients {"name":"clips","provider":"twitch",)"
                    R"("client_id":"planted-id","scopes":["chat:read"],"client_secret":"planted-secret"})"));
    EXPECT_THAT(err() + out(), HasSubstr("http://localhost:3000/success"));
    EXPECT_EQ((out() + err()).find("planted-secret"), std::string::npos);
}

TEST_F(ClientCommands, AnEmptySecretIsNone) {
    EXPECT_EQ(run({"client", "add", "clips", "--client-id", "x", "--client-secret-stdin"}), 2);
    EXPECT_EQ(run({"client", "set-secret", "clips"}), 2);
    EXPECT_THAT(api.asked(), ElementsAre());
}

TEST_F(ClientCommands, SetSecretAsksUnseen) {
    terminal = true;
    secrets = {"planted-new-secret"};
    EXPECT_EQ(run({"client", "set-secret", "clips"}), 0);
    EXPECT_THAT(api.asked(),
                ElementsAre(R"(PATCH /api/v1/clients/clips {"client_secret":"planted-new-secret"})"));
}

TEST_F(ClientCommands, ListAndShowNeverNeedTheSecret) {
    EXPECT_EQ(run({"client", "list"}), 0);
    EXPECT_THAT(out(), HasSubstr("clips  Twitch  made here  1 account"));
    EXPECT_EQ(run({"client", "show", "clips"}), 0);
    EXPECT_THAT(out(), HasSubstr("kept, never shown"));
    EXPECT_EQ(run({"client", "show", "a/b"}), 5);
}

TEST_F(ClientCommands, TestSaysWhatIsKnownAndNoMore) {
    const auto verdict = [](const std::string& works) {
        return R"({"version":1,"client":"clips","works":)" + works +
               R"(,"asked_by":"authorization_code","detail":"Twitch answered."})";
    };
    api.answer("POST /api/v1/clients/clips/test", verdict("true"));
    api.answer("POST /api/v1/clients/clips/test", verdict("null"));
    api.answer("POST /api/v1/clients/clips/test", verdict("false"));
    EXPECT_EQ(run({"client", "test", "clips"}), 0);
    EXPECT_THAT(err() + out(), HasSubstr("knows this client"));
    EXPECT_EQ(run({"client", "test", "clips"}), 0);
    EXPECT_THAT(err() + out(), HasSubstr("Nobody can tell"));
    EXPECT_EQ(run({"client", "test", "clips"}), 10);
}

}  // namespace
}  // namespace roadcase::test
