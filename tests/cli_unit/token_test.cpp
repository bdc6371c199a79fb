#include "fixture.h"

namespace roadcase::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string secret = "0123456789abcdefghijABCDEFGHIJ";
const std::string path = "GET /api/v1/token/twitch/bot";

class TokenCommand : public CliTest {
  protected:
    void SetUp() override { api.answer(path, token_body); }
};

TEST_F(TokenCommand, PrintsTheTokenIntoAPipeAndNothingElse) {
    EXPECT_EQ(run({"token", "twitch/bot"}), 0);
    EXPECT_EQ(out(), secret + "\n");
    EXPECT_EQ(err(), "");
    EXPECT_THAT(api.asked(), ElementsAre(path + "?min_ttl=60"));
}

TEST_F(TokenCommand, NeverShowsTheTokenOnATerminal) {
    terminal = true;
    for (const auto* format :
         {"plain", "json", "header", "headers", "curl", "irc", "env", "git", "twurple"}) {
        EXPECT_EQ(run({"token", "twitch/bot", "--format", format}), 0);
        EXPECT_EQ(out(), "");
        EXPECT_EQ(err(),
                  "•••••••• (30 characters, good for 3 h 53 min)\n"
                  "Not shown, because this is a terminal: use --copy, --reveal, or a pipe.\n");
    }
    EXPECT_EQ(run({"token", "twitch/bot", "--json"}), 0);
    EXPECT_EQ(out(), "");
    EXPECT_THAT(err(), Not(HasSubstr(secret)));
}

TEST_F(TokenCommand, MasksInAsciiWithoutUtf8) {
    terminal = true;
    env["LC_ALL"] = "C";
    EXPECT_EQ(run({"token", "twitch/bot"}), 0);
    EXPECT_THAT(err(), testing::StartsWith("******** (30 characters, good for 3 h 53 min)\n"));
}

TEST_F(TokenCommand, RevealAndTheEnvironmentShowItOnATerminal) {
    terminal = true;
    EXPECT_EQ(run({"token", "twitch/bot", "--reveal"}), 0);
    EXPECT_EQ(out(), secret + "\n");
    env["ROADCASE_STREAM_SAFE"] = "0";
    EXPECT_EQ(run({"token", "twitch/bot"}), 0);
    EXPECT_EQ(out(), secret + "\n");
}

TEST_F(TokenCommand, CopiesWithoutShowing) {
    EXPECT_EQ(run({"token", "twitch/bot", "--copy", "-f", "header"}), 0);
    EXPECT_THAT(copied, ElementsAre("Authorization: Bearer " + secret));
    EXPECT_EQ(out(), "");
    EXPECT_EQ(err(), "Copied: •••••••• (30 characters, good for 3 h 53 min)\n");
    has_clipboard = false;
    EXPECT_EQ(run({"token", "twitch/bot", "--copy"}), 1);
    EXPECT_EQ(out(), "");
    EXPECT_THAT(err(), testing::StartsWith("roadcase: It could not be put on the clipboard.\n"));
}

TEST_F(TokenCommand, WritesEachFormat) {
    const std::map<std::string, std::string> expected{
        {"plain", secret + "\n"},
        {"json", token_body + "\n"},
        {"header", "Authorization: Bearer " + secret + "\n"},
        {"headers", "Authorization: Bearer " + secret + "\nClient-Id: uo6d\n"},
        {"curl", "header = \"Authorization: Bearer " + secret + "\"\nheader = \"Client-Id: uo6d\"\n"},
        {"irc", "oauth:" + secret + "\n"},
        {"env", "TWITCH_BOT_ACCESS_TOKEN=" + secret + "\nTWITCH_BOT_CLIENT_ID=uo6d\n"}};
    for (const auto& [format, text] : expected) {
        EXPECT_EQ(run({"token", "twitch/bot", "--format=" + format}), 0);
        EXPECT_EQ(out(), text) << format;
    }
    EXPECT_EQ(run({"token", "twitch/bot", "--json"}), 0);
    EXPECT_EQ(out(), token_body + "\n");
    for (const auto* format : {"git", "raw", "dotenv", "twurple", "twitch-cli", "google-auth"}) {
        EXPECT_EQ(run({"token", "twitch/bot", "--format", format}), 0) << format;
        EXPECT_THAT(out(), HasSubstr(secret)) << format;
    }
    for (const auto* format : {"xml", "twitchio", "pytwitchapi", "spotipy"})
        EXPECT_EQ(run({"token", "twitch/bot", "--format", format}), 2) << format;
}

TEST_F(TokenCommand, PassesLifetimeAndScopesOn) {
    EXPECT_EQ(run({"token", "--scope", "chat:read", "twitch/bot", "--scope=chat:edit", "--min-ttl", "300"}),
              0);
    EXPECT_THAT(api.asked(), ElementsAre(path + "?min_ttl=300&scope=chat%3Aread&scope=chat%3Aedit"));
    EXPECT_EQ(run({"token", "twitch/bot", "--min-ttl", "-1"}), 2);
    EXPECT_EQ(run({"token", "twitch/bot", "--min-ttl", "soon"}), 2);
}

TEST_F(TokenCommand, RefusesAControlCharacterInEveryLineFormat) {
    api.answer("GET /api/v1/token/odd",
               R"({"version":1,"access_token":"a\nb","account":"odd","expires_in":60})");
    for (const auto* format : {"plain", "header", "headers", "curl", "irc", "env"}) {
        EXPECT_EQ(run({"token", "odd", "-f", format}), 10) << format;
        EXPECT_EQ(out(), "");
    }
    EXPECT_EQ(run({"token", "odd", "-f", "json"}), 0);
}

struct KindAndExit {
    ErrorKind kind;
    int exit_code;
};

class ExitCode : public CliTest, public testing::WithParamInterface<KindAndExit> {};

TEST_P(ExitCode, FollowsTheErrorTable) {
    api.problem("GET /api/v1/token/twitch",
                make_error(GetParam().kind, "E404", "It failed.", "Why.", "Do this."));
    EXPECT_EQ(run({"token", "twitch"}), GetParam().exit_code);
    EXPECT_EQ(out(), "");
    EXPECT_EQ(err(), "roadcase: It failed. (E404)\nWhy.\nNext: Do this.\n");
    EXPECT_EQ(run({"token", "twitch", "--json"}), GetParam().exit_code);
    EXPECT_EQ(string_at(*find(*parse_json(out()), "error"), "kind"), row_of(GetParam().kind).problem);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, ExitCode,
    testing::Values(KindAndExit{ErrorKind::invalid_request, 2}, KindAndExit{ErrorKind::unauthorized_key, 9},
                    KindAndExit{ErrorKind::denied, 9}, KindAndExit{ErrorKind::insufficient_scope, 7},
                    KindAndExit{ErrorKind::not_found, 5}, KindAndExit{ErrorKind::needs_authorization, 4},
                    KindAndExit{ErrorKind::rejected, 10}, KindAndExit{ErrorKind::unavailable, 6},
                    KindAndExit{ErrorKind::config, 10}, KindAndExit{ErrorKind::unreachable, 3},
                    KindAndExit{ErrorKind::timeout, 8}, KindAndExit{ErrorKind::internal, 1}));

TEST_F(TokenCommand, SaysWhichCommandSignsInAgain) {
    api.problem("GET /api/v1/token/twitch", sign_in_again());
    EXPECT_EQ(run({"token", "twitch"}), 4);
    EXPECT_EQ(err(),
              "roadcase: Sign in to Twitch again. (E401)\nTwitch removed the connection.\n"
              "Next: roadcase reconnect twitch\n");
}

TEST_F(TokenCommand, FailsWithoutABackend) {
    no_backend = make_error(ErrorKind::unreachable, "", "No server runs.", "", "roadcase serve");
    EXPECT_EQ(run({"token", "twitch"}), 3);
    EXPECT_EQ(err(), "roadcase: No server runs.\nNext: roadcase serve\n");
}

TEST_F(TokenCommand, RefusesWordsThatAreNoAccountBeforeAsking) {
    for (const auto* account : {"../keys", "twitch/a/b/c", "", "twitch/reject"}) {
        EXPECT_EQ(run({"token", account}), 2) << account;
        EXPECT_EQ(out(), "");
    }
    EXPECT_TRUE(api.requests.empty());
}

TEST_F(TokenCommand, DoesNotUnderstandNonsense) {
    api.answer("GET /api/v1/token/twitch", "<html>");
    EXPECT_EQ(run({"token", "twitch"}), 1);
    EXPECT_EQ(out(), "");
}

TEST_F(TokenCommand, WaitsForAPerson) {
    const std::string what = "GET /api/v1/token/twitch";
    for (int i = 0; i < 3; ++i) api.problem(what, sign_in_again());
    api.answer(what, token_body);
    EXPECT_EQ(run({"token", "--wait", "twitch"}), 0);
    EXPECT_EQ(out(), secret + "\n");
    EXPECT_EQ(err(),
              "Waiting until somebody signs in: Sign in to Twitch again.\n"
              "Sign in at http://localhost:3000/auth/twitch?account=acc_1\n");
    EXPECT_EQ(paused, milliseconds{2000});
}

TEST_F(TokenCommand, WaitsNoLongerThanAsked) {
    api.problem("GET /api/v1/token/twitch", sign_in_again());
    EXPECT_EQ(run({"token", "twitch", "--wait=5s"}), 8);
    EXPECT_EQ(paused, milliseconds{5000});
    EXPECT_THAT(err(), HasSubstr("roadcase: Nobody signed in while this command waited.\n"));
    paused = {};
    EXPECT_EQ(run({"token", "twitch", "--wait", "--timeout", "3s"}), 8);
    EXPECT_EQ(paused, milliseconds{3000});
    paused = {};
    EXPECT_EQ(run({"token", "twitch", "--wait=soon"}), 2);
    EXPECT_EQ(run({"token", "twitch"}), 4);
    EXPECT_EQ(paused, milliseconds{0});
}

TEST_F(TokenCommand, OtherFailuresEndTheWait) {
    const std::string what = "GET /api/v1/token/twitch";
    api.problem(what, sign_in_again());
    api.problem(what, make_error(ErrorKind::not_found, "E501", "Gone."));
    EXPECT_EQ(run({"token", "twitch", "--wait"}), 5);
}

TEST_F(TokenCommand, RejectReadsTheTokenFromStandardInputOnly) {
    api.answer("POST /api/v1/token/twitch/bot/reject", token_body);
    typed = "the-old-one\r\n";
    EXPECT_EQ(run({"reject", "twitch/bot"}), 0);
    EXPECT_EQ(out(), secret + "\n");
    EXPECT_THAT(api.asked(),
                ElementsAre(R"(POST /api/v1/token/twitch/bot/reject {"access_token":"the-old-one"})"));
    EXPECT_EQ(run({"reject", "twitch/bot", "the-old-one"}), 2);
    EXPECT_THAT(err(), Not(HasSubstr("the-old-one")));
    typed = "\n";
    EXPECT_EQ(run({"reject", "twitch/bot"}), 2);
    typed = "the-old-one\n";
    terminal = true;
    EXPECT_EQ(run({"reject", "twitch/bot"}), 2);
    EXPECT_EQ(api.requests.size(), 1U);
}

using WordsOfTheTokenCommands = CliTest;

TEST_F(WordsOfTheTokenCommands, WrongValuesAreToldWithTheRightOnes) {
    EXPECT_EQ(run({"token", "twitch", "--min-ttl", "-1"}), 2);
    EXPECT_THAT(err(), HasSubstr("it is a whole number of seconds, from 0 to 31622400"));
    EXPECT_EQ(run({"token", "twitch", "--min-ttl", "31622401"}), 2);
    EXPECT_EQ(run({"token", "twitch", "--format", "xml"}), 2);
    EXPECT_THAT(err(), HasSubstr("the formats are plain, json, header"));
    EXPECT_TRUE(api.requests.empty());
}

TEST_F(WordsOfTheTokenCommands, WhatIsNoTokenIsNotSent) {
    for (const auto& text : {std::string(8193, 'a'), std::string("a\x01z"), std::string("t\xC3\xB6ken")}) {
        typed = text;
        EXPECT_EQ(run({"reject", "twitch"}), 2);
        EXPECT_THAT(err(), testing::StartsWith("roadcase: That is no token.\n"));
    }
    EXPECT_TRUE(api.requests.empty());
    typed = std::string(8192, 'a') + "\r\n";
    api.answer("POST /api/v1/token/twitch/reject", token_body);
    EXPECT_EQ(run({"reject", "twitch"}), 0);
}

TEST_F(WordsOfTheTokenCommands, LostOutputIsNoSuccess) {
    api.answer("GET /api/v1/token/twitch", token_body);
    lost_output = true;
    EXPECT_EQ(run({"token", "twitch"}), 1);
    EXPECT_THAT(err(), testing::StartsWith("roadcase: The output could not be written.\n"));
    EXPECT_EQ(run({"version"}), 1);
    EXPECT_EQ(run({"--help"}), 1);
}

TEST_F(WordsOfTheTokenCommands, AFailureUnderJsonIsOneObject) {
    auto error = make_error(ErrorKind::unavailable, "E404", "Twitch is not answering.", "It is down.");
    error.retry_after = seconds{20};
    api.problem("GET /api/v1/token/twitch", error);
    EXPECT_EQ(run({"token", "twitch", "--json"}), 6);
    EXPECT_THAT(err(), testing::StartsWith("roadcase: Twitch is not answering. (E404)\n"));
    EXPECT_EQ(
        out(),
        R"({"version":1,"error":{"code":"E404","title":"Twitch is not answering.","detail":"It is down.",)"
        R"("next":"","kind":"provider-unavailable","retry_after":20}})"
        "\n");
    EXPECT_EQ(run({"tokn", "--json"}), 2);
    EXPECT_EQ(string_at(*find(*parse_json(out()), "error"), "kind"), "invalid-request");
}

TEST_F(WordsOfTheTokenCommands, EveryMessageOfTheConfigurationHasAStep) {
    api.problem("GET /api/v1/token/twitch", make_error(ErrorKind::config, "E104", "It is wrong."));
    EXPECT_EQ(run({"token", "twitch"}), 10);
    EXPECT_EQ(err(), "roadcase: It is wrong. (E104)\nNext: Mend it, then: roadcase config check\n");
}

TEST_F(WordsOfTheTokenCommands, AMessageIsExplainedByItsNumber) {
    EXPECT_EQ(run({"help", "e406"}), 0);
    EXPECT_THAT(out(), testing::StartsWith("E406: The saved data could not be written.\n\nThe disk is full"));
    EXPECT_THAT(out(), HasSubstr("\n\nNext: Free some space."));
    EXPECT_EQ(run({"help", "E999"}), 2);
}

}  // namespace
}  // namespace roadcase::test
