#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "config/config.h"
#include "support/temp_dir.h"

namespace roadcase::config {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* planted = "pl4nted-s3cret";

class Secrets : public ::testing::Test {
  protected:
    void write(const std::string& path, const std::string& content, mode_t mode = 0600) {
        std::ofstream(path) << content;
        ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    }

    accounts::ClientEntry client(const std::string& line) {
        const Sources sources{home_.path(),
                              [this](const char* name) -> const char* {
                                  const auto it = env_.find(name);
                                  return it == env_.end() ? nullptr : it->second.c_str();
                              },
                              [this](const std::vector<std::string>& argv) {
                                  argv_ = argv;
                                  return output_;
                              }};
        auto config = parse_config("[client.twitch]\nclient_id = 'id'\n" + line, "config.toml", sources);
        EXPECT_TRUE(config) << (config ? "" : config.error().one_line());
        warnings_ = config->warnings;
        return config->clients.at(0);
    }

    /// What the client sends as its secret, or the Error in one line.
    std::string secret(const std::string& line) {
        const auto ready = client(line).ready_client();
        if (ready) return ready->client_secret.reveal();
        error_ = ready.error();
        EXPECT_THAT(error_.one_line(), Not(HasSubstr(planted)));
        EXPECT_EQ(error_.account, "twitch");
        return error_.title;
    }

    test::TempDir home_;
    std::map<std::string, std::string> env_;
    std::vector<std::string> argv_;
    Result<Secret> output_ = Secret(planted);
    std::vector<std::string> warnings_;
    Error error_;
};

TEST_F(Secrets, ByValueWorksAndIsWarnedAboutWithoutTheValue) {
    EXPECT_EQ(secret("client_secret = 'pl4nted-s3cret'"), planted);
    EXPECT_THAT(warnings_, ::testing::ElementsAre(
                               "config.toml, line 3: client.twitch.client_secret stands in the file itself; "
                               "client_secret_file keeps it out of it."));
}

TEST_F(Secrets, NoneIsNone) {
    EXPECT_EQ(secret(""), "");
    EXPECT_TRUE(warnings_.empty());
}

TEST_F(Secrets, FromTheEnvironmentWhenAsked) {
    const auto entry = client("client_secret_env = 'TWITCH_SECRET'");
    EXPECT_FALSE(entry.ready_client());
    env_["TWITCH_SECRET"] = planted;
    EXPECT_EQ(entry.ready_client()->client_secret.reveal(), planted);
    env_["TWITCH_SECRET"] = "later";
    EXPECT_EQ(entry.ready_client()->client_secret.reveal(), "later");
    EXPECT_TRUE(warnings_.empty());
}

TEST_F(Secrets, AMissingOrEmptyVariableIsNamed) {
    EXPECT_EQ(secret("client_secret_env = 'NO_SUCH'"), "The environment variable NO_SUCH is not set.");
    EXPECT_EQ(error_.kind, ErrorKind::config);
    EXPECT_EQ(error_.code, "E104");
    EXPECT_EQ(error_.detail, "client.twitch.client_secret_env names it.");
    env_["EMPTY"] = "";
    EXPECT_EQ(secret("client_secret_env = 'EMPTY'"),
              "The environment variable EMPTY holds no client secret.");
}

TEST_F(Secrets, FromAFileBesideTheConfiguration) {
    for (const char* end : {"", "\n", "\r\n"}) {
        write(home_ / "twitch.secret", std::string(planted) + end);
        EXPECT_EQ(secret("client_secret_file = 'twitch.secret'"), planted);
        EXPECT_EQ(secret("client_secret_file = '" + (home_ / "twitch.secret") + "'"), planted);
    }
}

TEST_F(Secrets, AFileThatOthersCanReadIsE105) {
    write(home_ / "twitch.secret", planted, 0644);
    secret("client_secret_file = 'twitch.secret'");
    EXPECT_EQ(error_.code, "E105");
    EXPECT_THAT(error_.one_line(), HasSubstr("twitch.secret"));
    EXPECT_THAT(error_.one_line(), HasSubstr("chmod 600"));
}

TEST_F(Secrets, AFileThatIsMissingEmptyOrNoSecretIsNamed) {
    EXPECT_EQ(secret("client_secret_file = 'none.secret'"), "The file none.secret gave no client secret.");
    EXPECT_EQ(error_.kind, ErrorKind::config);
    EXPECT_THAT(error_.detail, HasSubstr("client.twitch.client_secret_file names it."));
    for (const auto* content :
         {"", "\n", "pl4nted-s3cret\nsecond line", "pl4nted-s3cret\t", "\xFFpl4nted-s3cret"}) {
        write(home_ / "odd.secret", content);
        EXPECT_EQ(secret("client_secret_file = 'odd.secret'"), "The file odd.secret holds no client secret.");
    }
}

TEST_F(Secrets, ABareNameIsLookedUpInTheCredentialsDirectoryFirst) {
    const test::TempDir credentials;
    env_["CREDENTIALS_DIRECTORY"] = credentials.path();
    write(home_ / "twitch.secret", "beside-the-file");
    EXPECT_EQ(secret("client_secret_file = 'twitch.secret'"), "beside-the-file");
    // systemd may show the mode of an access list here; the directory itself is closed.
    write(credentials / "twitch.secret", planted, 0440);
    EXPECT_EQ(secret("client_secret_file = 'twitch.secret'"), planted);
    EXPECT_EQ(secret("client_secret_file = './twitch.secret'"), "beside-the-file");
}

TEST_F(Secrets, FromACommandWithItsArguments) {
    output_ = Secret(std::string(planted) + "\n");
    EXPECT_EQ(secret("client_secret_command = ['pass', 'show', 'twitch secret']"), planted);
    EXPECT_THAT(argv_, ::testing::ElementsAre("pass", "show", "twitch secret"));
}

TEST_F(Secrets, ACommandThatFailsIsNamedWithoutItsArguments) {
    output_ =
        fail(ErrorKind::internal, "", "The command pass failed.", "Exit code 1.", "Try it in a terminal.");
    EXPECT_EQ(secret("client_secret_command = ['pass', 'pl4nted-s3cret']"),
              "The command pass gave no client secret.");
    EXPECT_EQ(error_.kind, ErrorKind::config);
    EXPECT_EQ(error_.detail,
              "client.twitch.client_secret_command names it. The command pass failed. Exit code 1.");
    EXPECT_EQ(error_.next, "Try it in a terminal.");
    output_ = Secret("");
    EXPECT_EQ(secret("client_secret_command = ['pass']"), "The command pass holds no client secret.");
}

TEST_F(Secrets, TheSystemsSourcesAreReal) {
    const auto sources = system_sources(home_.path());
    EXPECT_EQ(sources.directory, home_.path());
    ASSERT_NE(sources.env("PATH"), nullptr);
    EXPECT_EQ(sources.env("ROADCASE_NO_SUCH_VARIABLE"), nullptr);
    const auto output = sources.run_command({"/bin/echo", "hello"});
    ASSERT_TRUE(output) << output.error().one_line();
    EXPECT_EQ(output->reveal(), "hello\n");
    EXPECT_FALSE(sources.run_command({"/bin/false"}));
}

}  // namespace
}  // namespace roadcase::config
