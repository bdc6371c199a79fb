#include "cli/config_view.h"

#include <fstream>

#include "fixture.h"
#include "support/temp_dir.h"

namespace roadcase::test {
namespace {

using testing::HasSubstr;
using testing::Not;

config::Config example() {
    config::Config config;
    config.public_url = "http://localhost:3000";
    config.redirect_uri = "http://localhost:3000/success";
    accounts::ClientEntry entry;
    entry.name = "twitch";
    entry.provider.name = "twitch";
    entry.provider.server.token_endpoint = "https://id.example/token";
    entry.client.client_id = "abc";
    entry.client.client_secret = Secret("hunter2");
    entry.client.scopes = {"chat:read"};
    config.clients.push_back(entry);
    entry.name = "later";
    entry.client.client_secret = Secret();
    entry.load_secret = [] { return Result<Secret>(Secret("hunter3")); };
    config.clients.push_back(entry);
    entry.name = "public";
    entry.load_secret = nullptr;
    config.clients.push_back(entry);
    return config;
}

TEST(ConfigView, ShowsValuesAndNeverASecret) {
    const auto text = cli::config_text(cli::config_view(example()));
    EXPECT_THAT(text, HasSubstr("\n[server]\nport = 3000\nlisten = [\"127.0.0.1:3000\",\"[::1]:3000\"]\n"));
    EXPECT_THAT(text, HasSubstr("\n[client.twitch]\nprovider = \"twitch\"\nclient_id = \"abc\"\n"
                                "client_secret = \"set (config.toml)\"\n"));
    EXPECT_THAT(text, HasSubstr("client_secret = \"set (file, environment or command)\"\n"));
    EXPECT_THAT(text, HasSubstr("client_secret = \"not set\"\n"));
    EXPECT_THAT(text, HasSubstr("scopes = [\"chat:read\"]\n"));
    EXPECT_THAT(text, Not(HasSubstr("hunter")));
}

class ConfigCommands : public CliTest {
  protected:
    ConfigCommands() { env["ROADCASE_HOME"] = home.path(); }
    void write(const std::string& text) const { std::ofstream(home / "config.toml") << text; }
    TempDir home;
};

TEST_F(ConfigCommands, PathNeedsNoFileAndNoBackend) {
    EXPECT_EQ(run({"config", "path"}), 0);
    EXPECT_EQ(out(), home / "config.toml\n");
    EXPECT_EQ(run({"config", "path", "--json"}), 0);
    EXPECT_EQ(out(), R"({"version":1,"file":")" + (home / "config.toml") +
                         R"(","exists":false})"
                         "\n");
    EXPECT_EQ(run({"--config", "/else/where.toml", "config", "path"}), 0);
    EXPECT_EQ(out(), "/else/where.toml\n");
    EXPECT_EQ(opened, 0);
}

TEST_F(ConfigCommands, AMissingFileIsTheDefaults) {
    EXPECT_EQ(run({"config", "check"}), 0);
    EXPECT_EQ(out(), "✓ There is no " + (home / "config.toml") + "; the defaults are used.\n");
    EXPECT_EQ(run({"config", "show"}), 0);
    EXPECT_THAT(out(), HasSubstr("port = 3000\n"));
}

TEST_F(ConfigCommands, CheckTellsRightFromWrong) {
    write("config_version = 1\n[server]\nport = 4000\n");
    EXPECT_EQ(run({"config", "check"}), 0);
    EXPECT_EQ(out(), "✓ " + (home / "config.toml") + " is right: 0 clients.\n");
    EXPECT_EQ(run({"config", "show", "--json"}), 0);
    EXPECT_THAT(out(), testing::StartsWith(R"({"version":1,"file":)"));
    EXPECT_THAT(out(), HasSubstr(R"("port":4000)"));
    write("[server]\nprot = 4000\n");
    EXPECT_EQ(run({"config", "check"}), 10);
    EXPECT_EQ(out(), "");
    EXPECT_THAT(err(), HasSubstr("(E104)"));
    EXPECT_EQ(run({"config", "check", "--json"}), 10);
    EXPECT_THAT(out(), testing::StartsWith(R"({"version":1,"error":{"code":"E104",)"));
    EXPECT_EQ(opened, 0);
}

TEST_F(ConfigCommands, AFileThatIsNamedMustBeThere) {
    for (const auto* command : {"check", "show"}) {
        EXPECT_EQ(run({"--config", home / "none.toml", "config", command}), 10);
        EXPECT_THAT(err(), HasSubstr("none.toml. (E104)\n--config names it.\nNext: "));
    }
}

}  // namespace
}  // namespace roadcase::test
