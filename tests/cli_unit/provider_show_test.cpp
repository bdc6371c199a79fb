#include <filesystem>
#include <fstream>

#include "config/toml_text.h"
#include "fixture.h"
#include "providers/provider.h"
#include "support/temp_dir.h"

namespace roadcase::test {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const std::string odd = R"([provider.odd]
display_name = "Odd"
documentation = "https://odd.example/docs"
console_url = "https://odd.example/apps"
notice = "Only approved apps may sign people in."
before_you_start = ["Register an app.", "Wait for its approval."]
obligations = ["Show the name."]
authorization_endpoint = "https://odd.example/{realm}/authorize"
token_endpoint = "https://odd.example/{realm}/token"
scopes_supported = ["chat", "stream"]
redirect_hosts = ["127.0.0.1"]
default_expires_in = "4h"
[provider.odd.variables]
realm = ""
[provider.odd.roles]
bot = ["chat"]
[provider.odd.lifetimes]
consent = "180d"
refresh_token_unused = "30d"
[provider.odd.validation]
url = "https://odd.example/check"
every = "1h"
)";

class ProviderShow : public CliTest {
  protected:
    ProviderShow() {
        env["ROADCASE_HOME"] = home.path();
        std::filesystem::create_directory(home / "providers");
        std::ofstream(file) << odd;
    }
    void configure(const std::string& text) const { std::ofstream(home / "config.toml") << text; }

    TempDir home;
    std::string file = home / "providers/odd.toml";
};

TEST_F(ProviderShow, TellsWhatToKnowBeforeTheStart) {
    EXPECT_EQ(run({"provider", "show", "odd"}), 0);
    EXPECT_THAT(out(), testing::StartsWith("Odd (odd)\nOnly approved apps may sign people in.\n"));
    EXPECT_THAT(out(), ContainsRegex("\n  sign in with +browser\n"));
    EXPECT_THAT(out(), ContainsRegex("\n  console +https://odd.example/apps\n"));
    EXPECT_THAT(out(), ContainsRegex("\n  redirect address to register +http://127.0.0.1:3000/success\n"));
    EXPECT_THAT(out(), ContainsRegex("\n  row from +odd.toml\n"));
    EXPECT_THAT(out(), HasSubstr("\nBefore you start\n  1. Register an app.\n  2. Wait for its approval.\n"));
    EXPECT_THAT(out(), HasSubstr("\nWhat it demands of an app\n  Show the name.\n"));
    EXPECT_THAT(out(), HasSubstr("\nVariables\n  realm: your client must give it\n"));
    EXPECT_THAT(out(), HasSubstr("\nScopes\n  bot: chat\n  known: chat stream\n"));
    EXPECT_THAT(out(), HasSubstr("\n  An access token whose answer names no end lives 4 h.\n"));
    EXPECT_THAT(out(), ContainsRegex("\n  A refresh token that rests for 30 d[a-z]* dies.\n"));
    EXPECT_THAT(out(), ContainsRegex("\n  A sign-in ends 180 d[a-z]* after the person allowed it.\n"));
    EXPECT_THAT(out(), ContainsRegex("\n  It demands to be asked every 1 h"));
    EXPECT_THAT(out(), HasSubstr("\nHow to end a connection\n  Odd cannot be told: remove the connection at "
                                 "https://odd.example/apps.\n"));
    EXPECT_EQ(err(),
              "Next: register an app at https://odd.example/apps, then put its id into config.toml as "
              "[client.odd]\n");
    EXPECT_EQ(opened, 0) << "no server is needed";
}

TEST_F(ProviderShow, NamesTheAddressOfThePresentConfiguration) {
    configure("[server]\nport = 4000\n");
    EXPECT_EQ(run({"provider", "show", "odd"}), 0);
    EXPECT_THAT(out(), HasSubstr(" http://127.0.0.1:4000/success\n"));
    configure(
        "[client.mine]\nprovider = \"odd\"\nclient_id = \"x\"\nvariables = { realm = \"r\" }\n"
        "redirect_uri = \"http://127.0.0.1:3000/success/odd\"\n");
    EXPECT_EQ(run({"provider", "show", "odd"}), 0);
    EXPECT_THAT(out(), HasSubstr(" http://127.0.0.1:3000/success/odd\n"));
    EXPECT_EQ(err(), "Next: roadcase add mine\n");
}

TEST_F(ProviderShow, IsOneObjectForScripts) {
    EXPECT_EQ(run({"provider", "show", "odd", "--json"}), 0);
    const auto object = parse_json(out()).value_or(Json());
    EXPECT_EQ(object["version"], 1);
    EXPECT_EQ(object["name"], "odd");
    EXPECT_EQ(object["from"][0], file);
    EXPECT_EQ(object["redirect_uris"][0], "http://127.0.0.1:3000/success");
    EXPECT_EQ(object["roles"]["bot"][0], "chat");
    EXPECT_EQ(object["variables"]["realm"], "");
    EXPECT_EQ(object["endpoints"]["token_endpoint"], "https://odd.example/{realm}/token");
    EXPECT_TRUE(object["endpoints"]["revocation_endpoint"].is_null());
    EXPECT_EQ(err(), "");
}

TEST_F(ProviderShow, TheEndOfAServiceIsSaid) {
    EXPECT_EQ(run({"provider", "show", "glimesh"}), 0);
    EXPECT_THAT(out(), HasSubstr("Glimesh ended on 2023-07-01."));
    EXPECT_THAT(out(), HasSubstr("\n  roadcase revoke ACCOUNT tells Glimesh.\n"));
}

TEST_F(ProviderShow, TheRowAsItIsWritten) {
    EXPECT_EQ(run({"provider", "show", "odd", "--toml"}), 0);
    EXPECT_EQ(out(), "# " + file + "\n" + odd);
    configure(
        "[provider.twitch]\ndisplay_name = \"My \\\"Twitch\\\"\"\n[provider.twitch.api]\nheaders = { X-A = "
        "\"b\" }\n[client.twitch]\nclient_id = \"x\"\nclient_secret = \"planted-secret\"\n");
    EXPECT_EQ(run({"provider", "show", "twitch", "--toml"}), 0);
    EXPECT_THAT(out(), testing::StartsWith("# built in\n"));
    EXPECT_THAT(out(), HasSubstr("\n[provider.twitch]\ndisplay_name = \"Twitch\"\n"));
    EXPECT_THAT(out(),
                HasSubstr("\n# config.toml\n[provider.twitch]\ndisplay_name = \"My \\\"Twitch\\\"\"\n\n"
                          "[provider.twitch.api]\n\n[provider.twitch.api.headers]\nX-A = \"b\"\n"));
    EXPECT_THAT(out(), Not(HasSubstr("planted-secret")));
}

TEST_F(ProviderShow, EveryPresetHasItsText) {
    const auto presets = roadcase::providers::embedded_presets();
    ASSERT_TRUE(presets);
    for (const auto& [name, ignored] : *presets)
        EXPECT_THAT(std::string(roadcase::providers::preset_text(name)),
                    HasSubstr("[provider." + name + "]"));
}

TEST_F(ProviderShow, AnUnknownNameIsNotFoundAndABrokenOneTold) {
    EXPECT_EQ(run({"provider", "show", "twich"}), 5);
    EXPECT_EQ(err(),
              "roadcase: There is no provider \"twich\".\nDid you mean \"twitch\"?\nNext: roadcase "
              "provider list\n");
    std::ofstream(file) << "[provider.odd\n";
    EXPECT_EQ(run({"provider", "show", "odd"}), 10);
    EXPECT_THAT(err(), HasSubstr("odd.toml, line 1: this is not valid TOML. (E104)"));
}

TEST(TomlText, ReadsBackAsWhatItWas) {
    const auto text =
        "[t]\na = \"x\\\"\\\\\\n\\u007Fü\"\nb = [1, \"two\", true, 0.5]\nc = [[\"in\"], { d = 1 "
        "}]\n\n[t.\"odd key\"]\ne = "
        "\"f\"\n\n[t.\"odd key\".g]\nh = 2.0\n";
    const auto root = parse_toml(text, "a");
    ASSERT_TRUE(root) << root.error().one_line();
    const auto written = config::toml_table(std::get<TomlTable>(root->find("t")->value));
    const auto again = parse_toml(written, "b");
    ASSERT_TRUE(again) << written << again.error().one_line();
    EXPECT_EQ(config::toml_table(std::get<TomlTable>(again->find("t")->value)), written);
    EXPECT_THAT(written, HasSubstr("a = \"x\\\"\\\\\\u000A\\u007Fü\"\n"));
    EXPECT_THAT(written, HasSubstr("[t.\"odd key\".g]\nh = 2.0"));
}

}  // namespace
}  // namespace roadcase::test
