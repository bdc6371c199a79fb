#include <filesystem>
#include <fstream>

#include "fixture.h"
#include "support/temp_dir.h"

namespace roadcase::test {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const std::string odd =
    "[provider.odd]\ndisplay_name = \"Odd\"\ndocumentation = \"https://odd.example/docs\"\n"
    "authorization_endpoint = \"https://odd.example/authorize\"\ntoken_endpoint = "
    "\"https://odd.example/token\"\n";

class ProviderCommands : public CliTest {
  protected:
    ProviderCommands() {
        env["ROADCASE_HOME"] = home.path();
        std::filesystem::create_directory(home / "providers");
    }
    std::string write(const std::string& name, const std::string& text) const {
        const auto path = home / "providers/" + name;
        std::ofstream(path) << text;
        return path;
    }
    void configure(const std::string& text) const { std::ofstream(home / "config.toml") << text; }
    Json answer() const { return parse_json(out()).value_or(Json()); }

    TempDir home;
};

TEST_F(ProviderCommands, ListShowsHowToSignInAndWhereARowIsFrom) {
    write("odd.toml", odd);
    configure("[provider.kick]\ndisplay_name = \"My Kick\"\n");
    EXPECT_EQ(run({"provider", "list"}), 0);
    EXPECT_THAT(out(), ContainsRegex("\nodd +Odd +browser +odd.toml\n"));
    EXPECT_THAT(out(), ContainsRegex("\nkick +My Kick +browser, app +built in \\+ config.toml\n"));
    EXPECT_THAT(out(), ContainsRegex("\nglimesh +Glimesh +.*ended "));
    EXPECT_EQ(err(), "Next: roadcase provider show NAME\n");
    EXPECT_EQ(opened, 0) << "no server is needed";
}

TEST_F(ProviderCommands, ListIsOneObjectForScripts) {
    const auto path = write("odd.toml", odd);
    EXPECT_EQ(run({"provider", "list", "--json"}), 0);
    EXPECT_THAT(out(), testing::StartsWith(R"({"version":1,"providers":[)"));
    EXPECT_THAT(out(), HasSubstr(R"({"name":"odd","display_name":"Odd","grants":["browser"],"retired":null,)"
                                 R"("from":[")" +
                                 path + R"("]})"));
}

TEST_F(ProviderCommands, ABrokenFileIsToldAndTheOthersAreThere) {
    write("odd.toml", "[provider.odd]\ndisplayname = \"x\"\n");
    EXPECT_EQ(run({"provider", "list"}), 0);
    EXPECT_THAT(err(),
                HasSubstr("▲ odd.toml, line 2: unknown key `displayname`. Did you mean `display_name`?\n"));
    EXPECT_THAT(out(), HasSubstr("\ntwitch "));
    EXPECT_THAT(out(), Not(HasSubstr("\nodd ")));
}

TEST_F(ProviderCommands, CheckReadsEveryFile) {
    EXPECT_EQ(run({"provider", "check"}), 0);
    EXPECT_THAT(err(), HasSubstr("There is no *.toml in " + (home / "providers")));
    const auto path = write("odd.toml", odd);
    EXPECT_EQ(run({"provider", "check"}), 0);
    EXPECT_EQ(out(), "✓ " + path + " is right: odd.\n");
    EXPECT_EQ(err(), "");
    write("bad.toml", "[provider.bad]\nscope_separator = \";\"\n");
    write("worse.toml", "[provider.worse\n");
    EXPECT_EQ(run({"provider", "check"}), 10);
    EXPECT_EQ(out(), "✓ " + path + " is right: odd.\n");
    EXPECT_THAT(err(), HasSubstr("roadcase: bad.toml, line 2: provider.bad.scope_separator must be"));
    EXPECT_THAT(err(), HasSubstr("roadcase: worse.toml, line 1: this is not valid TOML. (E104)\n"));
    EXPECT_THAT(err(), HasSubstr("Next: "));
}

TEST_F(ProviderCommands, CheckForScripts) {
    const auto path = write("bad.toml", "[provider.bad]\ndisplayname = \"x\"\n");
    EXPECT_EQ(run({"provider", "check", "--json"}), 10);
    const auto object = answer();
    EXPECT_EQ(object["version"], 1);
    EXPECT_EQ(object["valid"], false);
    EXPECT_EQ(object["files"][0]["file"], path);
    EXPECT_EQ(object["files"][0]["problems"][0]["code"], "E104");
    EXPECT_EQ(object["files"][0]["problems"][0]["title"], "bad.toml, line 2: unknown key `displayname`.");
    EXPECT_EQ(object["files"][0]["problems"][0]["next"], "Did you mean `display_name`?");
    EXPECT_EQ(err(), "");
}

TEST_F(ProviderCommands, CheckOfOneFileAnywhere) {
    const auto path = home / "new.toml";
    EXPECT_EQ(run({"provider", "check", path}), 10);
    EXPECT_THAT(err(), HasSubstr("There is no " + path + "."));
    std::ofstream(path) << odd;
    write("bad.toml", "[provider.bad\n");
    EXPECT_EQ(run({"provider", "check", path}), 0) << "the others are not asked for";
    EXPECT_EQ(out(), "✓ " + path + " is right: odd.\n");
}

TEST_F(ProviderCommands, ARowWithoutItsDocumentationIsAWarning) {
    write("odd.toml",
          "[provider.odd]\nauthorization_endpoint = \"https://odd.example/a\"\n"
          "token_endpoint = \"https://odd.example/t\"\n");
    EXPECT_EQ(run({"provider", "check"}), 0);
    EXPECT_THAT(err(), HasSubstr("provider.odd has no documentation"));
}

TEST_F(ProviderCommands, ConfigCheckShowsProviderFilesToo) {
    write("bad.toml", "[provider.bad]\ndisplayname = \"x\"\n");
    write("worse.toml", "[provider.worse\n");
    EXPECT_EQ(run({"config", "check"}), 10);
    EXPECT_EQ(out(), "");
    EXPECT_THAT(err(), HasSubstr("bad.toml, line 2: unknown key `displayname`."));
    EXPECT_THAT(err(), HasSubstr("worse.toml, line 1: this is not valid TOML."));
}

}  // namespace
}  // namespace roadcase::test
