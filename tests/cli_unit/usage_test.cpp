#include "fixture.h"

namespace roadcase::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Usage : public CliTest {};

TEST_F(Usage, HelpOfTokenIsThisText) {
    EXPECT_EQ(run({"token", "--help"}), 0);
    EXPECT_EQ(err(), "");
    EXPECT_EQ(out(), R"(Print a fresh access token.

Usage:  roadcase token ACCOUNT [flags]

Examples:
  T=$(roadcase token twitch)                      # into a variable
  roadcase token twitch -f curl | curl -K - URL   # not visible in ps
  roadcase token twitch --copy                    # to the clipboard
  roadcase token twitch --scope chat:edit         # exit 7 if not allowed

Flags:
  -f, --format NAME   plain, json, header, headers, curl, irc, env, git
      --min-ttl SEC   valid at least this long; renews first if needed  (60)
      --scope SCOPE   require this scope; repeat for more
      --wait[=DUR]    if a person must sign in, wait for it  (10m)
      --copy          put it on the clipboard instead of printing
      --reveal        print even though this is a terminal

Exit codes: 0 ok, 4 sign in again, 5 no such account, 6 provider down,
            7 scope missing, 8 waited in vain
See also:   roadcase status, roadcase reject
)");
}

std::size_t longest_line(const std::string& text) {
    std::size_t longest = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
    return longest;
}

TEST_F(Usage, EveryCommandHasHelpWithinEightyColumns) {
    const std::vector<std::vector<std::string>> commands{{},
                                                         {"add"},
                                                         {"list"},
                                                         {"status"},
                                                         {"token"},
                                                         {"reject"},
                                                         {"reconnect"},
                                                         {"refresh"},
                                                         {"remove"},
                                                         {"revoke"},
                                                         {"key"},
                                                         {"key", "create"},
                                                         {"key", "list"},
                                                         {"key", "revoke"},
                                                         {"config"},
                                                         {"config", "check"},
                                                         {"config", "path"},
                                                         {"config", "show"},
                                                         {"demo"},
                                                         {"open"},
                                                         {"serve"},
                                                         {"agora", "inspect"},
                                                         {"version"},
                                                         {"help"}};
    for (auto words : commands) {
        words.push_back("-h");
        EXPECT_EQ(run(words), 0) << words.front();
        EXPECT_THAT(out(), HasSubstr("\nUsage:  roadcase")) << words.front();
        EXPECT_LE(longest_line(out()), 80U) << out();
        EXPECT_EQ(opened, 0);
    }
}

TEST_F(Usage, HelpCommandShowsTheSame) {
    ASSERT_EQ(run({"key", "create", "-h"}), 0);
    const auto text = out();
    EXPECT_EQ(run({"help", "key", "create"}), 0);
    EXPECT_EQ(out(), text);
    EXPECT_EQ(run({"help", "nothing"}), 2);
}

TEST_F(Usage, SuggestsTheNearestCommandAndRunsNothing) {
    EXPECT_EQ(run({"tokn", "twitch"}), 2);
    EXPECT_EQ(err(),
              "roadcase: There is no command \"tokn\".\nDid you mean \"token\"?\nNext: roadcase --help\n");
    EXPECT_EQ(out(), "");
    EXPECT_EQ(run({"key", "crate", "x"}), 2);
    EXPECT_EQ(
        err(),
        "roadcase: There is no command \"crate\".\nDid you mean \"create\"?\nNext: roadcase key --help\n");
    EXPECT_EQ(run({"xyzzyplugh"}), 2);
    EXPECT_EQ(err(), "roadcase: There is no command \"xyzzyplugh\".\nNext: roadcase --help\n");
    EXPECT_EQ(opened, 0);
}

TEST_F(Usage, SuggestsTheNearestFlagAndDropsItsValue) {
    EXPECT_EQ(run({"token", "twitch", "--formt=hunter2"}), 2);
    EXPECT_EQ(
        err(),
        "roadcase: There is no flag \"--formt\".\nDid you mean \"--format\"?\nNext: roadcase token --help\n");
    EXPECT_EQ(run({"--jsn", "status"}), 2);
    EXPECT_THAT(err(), HasSubstr("Did you mean \"--json\"?"));
}

TEST_F(Usage, SaysWhatIsMissingOrTooMuch) {
    EXPECT_EQ(run({"token"}), 2);
    EXPECT_EQ(err(), "roadcase: \"roadcase token\" needs ACCOUNT.\nNext: roadcase token --help\n");
    EXPECT_EQ(run({"key"}), 2);
    EXPECT_EQ(err(), "roadcase: \"roadcase key\" needs a command.\nNext: roadcase key --help\n");
    EXPECT_EQ(run({"token", "twitch", "hunter2"}), 2);
    EXPECT_EQ(err(),
              "roadcase: There are more words than \"roadcase token\" takes.\nNext: roadcase token --help\n");
    EXPECT_EQ(run({"--color", "pink", "list"}), 2);
    EXPECT_EQ(run({"--timeout", "soon", "list"}), 2);
    EXPECT_EQ(opened, 0);
}

TEST_F(Usage, AnAccountMayBeNamedLikeACommand) {
    api.answer("GET /api/v1/token/status", token_body);
    EXPECT_EQ(run({"token", "status"}), 0);
    api.answer("GET /api/v1/accounts/list", account_body("list", "connected"));
    EXPECT_EQ(run({"status", "list"}), 0);
}

TEST_F(Usage, GlobalFlagsStandAnywhere) {
    api.answer("GET /api/v1/accounts", R"({"version":1,"accounts":[]})");
    EXPECT_EQ(
        run({"--timeout", "2m", "list", "--json", "--config", "x.toml", "-v", "--socket=/s", "--no-input"}),
        0);
    ASSERT_TRUE(seen_options.has_value());
    EXPECT_EQ(seen_options->timeout, milliseconds{120'000});
    EXPECT_TRUE(seen_options->json);
    EXPECT_TRUE(seen_options->no_input);
    EXPECT_EQ(seen_options->config, "x.toml");
    EXPECT_EQ(seen_options->socket, "/s");
    EXPECT_TRUE(seen_options->verbose);
}

TEST_F(Usage, NoInputComesFromTheEnvironmentToo) {
    api.answer("GET /api/v1/accounts", R"({"version":1,"accounts":[]})");
    env["ROADCASE_NO_INPUT"] = "1";
    EXPECT_EQ(run({"list"}), 0);
    EXPECT_TRUE(seen_options->no_input);
    env["ROADCASE_NO_INPUT"] = "0";
    EXPECT_EQ(run({"list"}), 0);
    EXPECT_FALSE(seen_options->no_input);
}

TEST_F(Usage, Version) {
    EXPECT_EQ(run({"version"}), 0);
    EXPECT_EQ(out(), "roadcase " ROADCASE_VERSION "\n");
    EXPECT_EQ(run({"--version"}), 0);
    EXPECT_EQ(out(), "roadcase " ROADCASE_VERSION "\n");
    EXPECT_EQ(run({"version", "--json"}), 0);
    EXPECT_EQ(out(), R"({"version":1,"name":"roadcase","release":")" ROADCASE_VERSION "\"}\n");
    EXPECT_EQ(opened, 0);
}

TEST_F(Usage, OpenNeedsAServerThatGoesOnRunning) {
    api.answer("GET /api/v1/status",
               R"({"version":1,"server":true,"url":"http://localhost:3000","store":"ok"})");
    api.answer("GET /api/v1/status",
               R"({"version":1,"server":false,"url":"http://localhost:3000","store":"ok"})");
    EXPECT_EQ(run({"open"}), 0);
    EXPECT_THAT(browsed, testing::ElementsAre("http://localhost:3000/"));
    EXPECT_EQ(out(), "");
    EXPECT_EQ(run({"open"}), 3);
    EXPECT_EQ(browsed.size(), 1U);
}

TEST_F(Usage, OpenPrintsWhereNoBrowserIs) {
    api.answer("GET /api/v1/status",
               R"({"version":1,"server":true,"url":"http://localhost:3000","store":"ok"})");
    EXPECT_EQ(run({"open", "help", "--print"}), 0);
    EXPECT_EQ(out(), "http://localhost:3000/help\n");
    EXPECT_TRUE(browsed.empty());
    has_browser = false;
    EXPECT_EQ(run({"open"}), 0);
    EXPECT_EQ(out(), "http://localhost:3000/\n");
    EXPECT_EQ(run({"open", "nowhere"}), 2);
}

}  // namespace
}  // namespace roadcase::test
