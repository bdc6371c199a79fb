#include "fixture.h"

namespace roadcase::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string key = "rck_0123456789";
const std::string created =
    R"({"version":1,"id":"key_1","name":"chatbot","accounts":["twitch/bot"],"key":")" + key + R"("})";

class KeyCommands : public CliTest {
  protected:
    void SetUp() override {
        api.answer("POST /api/v1/keys", created, 201);
        api.answer("GET /api/v1/accounts/twitch/bot", account_body("twitch/bot", "connected"));
        api.answer("GET /api/v1/accounts/a", account_body("a", "connected"));
        api.answer("DELETE /api/v1/keys/chatbot", R"({"version":1,"revoked":"chatbot"})");
    }
};

TEST_F(KeyCommands, CreatePrintsTheKeyOnceIntoAPipe) {
    EXPECT_EQ(run({"key", "create", "chatbot", "--account", "twitch/bot"}), 0);
    EXPECT_EQ(out(), key + "\n");
    EXPECT_EQ(err(),
              "Key \"chatbot\" may ask for twitch/bot. It is told only this once.\n"
              "Send it as the header X-API-Key.\n");
    EXPECT_THAT(api.asked(), ElementsAre(R"(POST /api/v1/keys {"name":"chatbot","accounts":["twitch/bot"]})",
                                         "GET /api/v1/accounts/twitch/bot"));
    EXPECT_EQ(run({"key", "create", "chatbot", "--account", "twitch/bot", "--json"}), 0);
    EXPECT_EQ(out(), created + "\n");
}

TEST_F(KeyCommands, CreatePassesAccountsAndTheEnd) {
    EXPECT_EQ(run({"key", "create", "--account", "a", "chatbot", "--account", "*", "--expires", "12h"}), 0);
    EXPECT_THAT(api.asked(),
                ElementsAre(R"(POST /api/v1/keys {"name":"chatbot","accounts":["a","*"],"expires_in":43200})",
                            "GET /api/v1/accounts/a"));
    EXPECT_EQ(run({"key", "create", "chatbot"}), 2);
    EXPECT_EQ(run({"key", "create", "chatbot", "--account", "a", "--expires", "never"}), 2);
}

TEST_F(KeyCommands, NoKeyIsMadeThatNobodyWouldSee) {
    terminal = true;
    for (const auto& flags : std::vector<std::vector<std::string>>{{}, {"--json"}}) {
        std::vector<std::string> words{"key", "create", "chatbot", "--account", "twitch/bot"};
        words.insert(words.end(), flags.begin(), flags.end());
        EXPECT_EQ(run(words), 2);
        EXPECT_EQ(out().empty(), flags.empty());
        EXPECT_THAT(err(), testing::StartsWith("roadcase: No key was made. (E507)\n"));
    }
    EXPECT_TRUE(api.requests.empty());
}

TEST_F(KeyCommands, RevealAndCopyWorkOnATerminal) {
    terminal = true;
    EXPECT_EQ(run({"key", "create", "chatbot", "--account", "a", "--reveal"}), 0);
    EXPECT_EQ(out(), key + "\n");
    EXPECT_EQ(run({"key", "create", "chatbot", "--account", "a", "--copy"}), 0);
    EXPECT_EQ(out(), "");
    EXPECT_THAT(err(), Not(HasSubstr(key)));
    EXPECT_THAT(copied, ElementsAre(key));
}

TEST_F(KeyCommands, AKeyThatCannotBeCopiedIsTakenBack) {
    has_clipboard = false;
    EXPECT_EQ(run({"key", "create", "chatbot", "--account", "a", "--copy"}), 1);
    EXPECT_EQ(api.asked().back(), "DELETE /api/v1/keys/chatbot");
    EXPECT_THAT(err(), HasSubstr("The new key was taken back."));
    EXPECT_THAT(out() + err(), Not(HasSubstr(key)));
}

TEST_F(KeyCommands, AKeyThatCannotBeWrittenIsTakenBack) {
    lost_output = true;
    EXPECT_EQ(run({"key", "create", "chatbot", "--account", "a"}), 1);
    EXPECT_EQ(api.asked().back(), "DELETE /api/v1/keys/chatbot");
    EXPECT_THAT(err(), HasSubstr("roadcase: The output could not be written.\n"));
    EXPECT_THAT(err(), HasSubstr("The new key was taken back."));
}

TEST_F(KeyCommands, AnAccountThatIsNotThereIsSaidAndTheKeyMade) {
    EXPECT_EQ(run({"key", "create", "chatbot", "--account", "twich", "--quiet"}), 0);
    EXPECT_EQ(out(), key + "\n");
    EXPECT_EQ(err(), "▲ No account \"twich\". Did you mean twitch?\n");
}

TEST_F(KeyCommands, ListNeverHoldsAKey) {
    const std::string body =
        R"({"version":1,"keys":[)"
        R"({"id":"key_1","name":"chatbot","accounts":["twitch/bot","spotify"],"created_at":"2027-01-01T00:00:00Z",)"
        R"("expires_at":"2027-01-15T20:00:00Z","last_used_at":"2027-01-15T07:59:00Z","uses":1},)"
        R"({"id":"key_2","name":"old","accounts":["*"],"created_at":"2027-01-01T00:00:00Z",)"
        R"("expires_at":"2027-01-02T00:00:00Z","last_used_at":null,"uses":0},)"
        R"({"id":"key_3","name":"deck","accounts":["*"],"created_at":"2027-01-01T00:00:00Z",)"
        R"("expires_at":null,"last_used_at":null,"uses":12}]})";
    api.answer("GET /api/v1/keys", body);
    EXPECT_EQ(run({"key", "list"}), 0);
    EXPECT_EQ(out(),
              "chatbot  twitch/bot, spotify  1 use    used 1 min ago  ends in 12 h\n"
              "old      *                    0 uses   never used      ended\n"
              "deck     *                    12 uses  never used      does not end\n");
    EXPECT_EQ(run({"key", "list", "--json"}), 0);
    EXPECT_EQ(out(), body + "\n");
}

TEST_F(KeyCommands, Revoke) {
    EXPECT_EQ(run({"key", "revoke", "chatbot"}), 0);
    EXPECT_EQ(out(), "✓ Revoked the key chatbot. Scripts that use it get no more tokens.\n");
    api.requests.clear();
    EXPECT_EQ(run({"key", "revoke", "../accounts/twitch"}), 5);
    EXPECT_TRUE(api.requests.empty());
}

std::string key_body(const std::string& status, const std::string& more = "") {
    return R"({"version":1,"id":"key_1","name":"chatbot","status":")" + status +
           R"(","accounts":["twitch/bot"],"scopes":["chat:read"],"brokers":[],"max_ttl":null,"origins":[],"per_minute":600,)"
           R"("created_at":"2027-01-15T07:00:00Z","expires_at":null,"last_used_at":null,"uses":0,"refused":0)" +
           more + "}";
}

TEST_F(KeyCommands, CreatePassesWhatTheKeyIsHeldTo) {
    EXPECT_EQ(run({"key", "create", "chatbot", "--account", "a", "--scope", "chat:read", "--scope", "polls",
                   "--broker", "agora/*/host", "--max-ttl", "10m", "--origin", "http://localhost:5173",
                   "--per-minute", "60"}),
              0);
    EXPECT_EQ(
        api.asked().front(),
        R"(POST /api/v1/keys {"name":"chatbot","accounts":["a"],"scopes":["chat:read","polls"],)"
        R"("brokers":["agora/*/host"],"max_ttl":600,"origins":["http://localhost:5173"],"per_minute":60})");
    EXPECT_EQ(run({"key", "create", "chatbot", "--account", "a", "--per-minute", "0"}), 2);
}

TEST_F(KeyCommands, ANewKeyThatWillAskSaysSo) {
    FakeApi fresh;
    fresh.answer("POST /api/v1/keys", key_body("unconfirmed", R"(,"key":")" + key + R"(")"), 201);
    fresh.answer("GET /api/v1/accounts/a", account_body("a", "connected"));
    api = fresh;
    EXPECT_EQ(run({"key", "create", "chatbot", "--account", "a"}), 0);
    EXPECT_THAT(err(), HasSubstr("roadcase key allow chatbot"));
}

TEST_F(KeyCommands, SwitchesOneKey) {
    api.answer("PATCH /api/v1/keys/chatbot", key_body("paused"));
    EXPECT_EQ(run({"key", "pause", "chatbot"}), 0);
    EXPECT_THAT(out(), HasSubstr("Paused the key chatbot."));
    EXPECT_EQ(run({"key", "resume", "chatbot"}), 0);
    EXPECT_EQ(run({"key", "allow", "chatbot"}), 0);
    EXPECT_EQ(run({"key", "allow", "chatbot", "--json"}), 0);
    EXPECT_EQ(out(), key_body("paused") + "\n");
    EXPECT_THAT(api.asked(), ElementsAre(R"(PATCH /api/v1/keys/chatbot {"paused":true})",
                                         R"(PATCH /api/v1/keys/chatbot {"paused":false})",
                                         R"(PATCH /api/v1/keys/chatbot {"allow":true})",
                                         R"(PATCH /api/v1/keys/chatbot {"allow":true})"));
}

TEST_F(KeyCommands, SwitchesAllOrOneButNeverByAccident) {
    const auto all = R"({"version":1,"keys":[)" + key_body("paused") + "]}";
    api.answer("PATCH /api/v1/keys", all);
    api.answer("GET /api/v1/keys", all);
    api.answer("DELETE /api/v1/keys", R"({"version":1,"keys":[]})");
    EXPECT_EQ(run({"key", "pause", "--all"}), 0);
    EXPECT_THAT(out(), HasSubstr("Every key is paused (1)"));
    EXPECT_THAT(err(), HasSubstr("roadcase handle list"));
    EXPECT_EQ(run({"key", "revoke", "--all"}), 0);
    EXPECT_EQ(api.asked().back(), "DELETE /api/v1/keys");
    api.requests.clear();
    for (const auto* command : {"pause", "resume", "revoke"}) {
        EXPECT_EQ(run({"key", command}), 2);
        EXPECT_EQ(run({"key", command, "chatbot", "--all"}), 2);
    }
    EXPECT_TRUE(api.requests.empty());
}

TEST_F(KeyCommands, ShowSaysWhatAKeyMay) {
    api.answer("GET /api/v1/keys/chatbot", key_body("paused"));
    EXPECT_EQ(run({"key", "show", "chatbot"}), 0);
    EXPECT_EQ(out(),
              "name      chatbot\n"
              "state     paused\n"
              "accounts  twitch/bot\n"
              "scopes    chat:read\n"
              "brokers   none\n"
              "pace      600 requests a minute\n"
              "used      0 uses, never used\n"
              "made      1 h ago\n");
}

}  // namespace
}  // namespace roadcase::test
