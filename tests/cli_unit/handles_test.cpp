#include "fixture.h"

namespace roadcase::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string handle = "rcr_0123456789";
const std::string created = R"({"version":1,"id":"hdl_1","name":"twitch-bot","account":"twitch/bot",)"
                            R"("token_endpoint":"http://localhost:3000/oauth2/twitch/bot/token","handle":")" +
                            handle + R"("})";

class HandleCommands : public CliTest {
  protected:
    void SetUp() override {
        api.answer("POST /api/v1/handles", created, 201);
        api.answer("DELETE /api/v1/handles/twitch-bot", R"({"version":1,"revoked":"twitch-bot"})");
    }
};

TEST_F(HandleCommands, CreatePrintsTheHandleOnceIntoAPipe) {
    EXPECT_EQ(run({"handle", "create", "twitch/bot"}), 0);
    EXPECT_EQ(out(), handle + "\n");
    EXPECT_THAT(err(), HasSubstr("Token endpoint: http://localhost:3000/oauth2/twitch/bot/token\n"));
    EXPECT_EQ(run({"handle", "create", "twitch/bot", "--name", "deck"}), 0);
    EXPECT_THAT(api.asked(), ElementsAre(R"(POST /api/v1/handles {"account":"twitch/bot"})",
                                         R"(POST /api/v1/handles {"account":"twitch/bot","name":"deck"})"));
}

TEST_F(HandleCommands, NoHandleIsMadeThatNobodyWouldSee) {
    terminal = true;
    EXPECT_EQ(run({"handle", "create", "twitch/bot"}), 2);
    EXPECT_THAT(err(), testing::StartsWith("roadcase: No handle was made. (E507)\n"));
    EXPECT_TRUE(api.requests.empty());
}

TEST_F(HandleCommands, AHandleThatCannotBeToldIsTakenBack) {
    has_clipboard = false;
    EXPECT_EQ(run({"handle", "create", "twitch/bot", "--copy"}), 1);
    EXPECT_EQ(api.asked().back(), "DELETE /api/v1/handles/twitch-bot");
    EXPECT_THAT(err(), HasSubstr("The new handle was taken back."));
    EXPECT_THAT(out() + err(), Not(HasSubstr(handle)));
}

TEST_F(HandleCommands, ListSaysWhoseTheyAreAndWhetherTheyAreUsed) {
    api.answer("GET /api/v1/handles",
               R"({"version":1,"handles":[)"
               R"({"name":"deck","account":"spotify","last_used_at":"2027-01-15T07:59:00Z","uses":1},)"
               R"({"name":"old","account":null,"last_used_at":null,"uses":0}]})");
    EXPECT_EQ(run({"handle", "list"}), 0);
    EXPECT_EQ(out(),
              "deck  spotify              1 use   used 1 min ago\n"
              "old   its account is gone  0 uses  never used\n");
}

TEST_F(HandleCommands, Revoke) {
    EXPECT_EQ(run({"handle", "revoke", "twitch-bot"}), 0);
    EXPECT_THAT(out(), HasSubstr("Revoked the handle twitch-bot."));
    api.requests.clear();
    EXPECT_EQ(run({"handle", "revoke", "../keys"}), 5);
    EXPECT_TRUE(api.requests.empty());
}

}  // namespace
}  // namespace roadcase::test
