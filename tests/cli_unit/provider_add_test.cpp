#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "config/provider_files.h"
#include "fixture.h"
#include "support/temp_dir.h"

namespace roadcase::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string issuer = "https://login.acme.example";
const std::string metadata =
    R"({"issuer":"https://login.acme.example",)"
    R"("authorization_endpoint":"https://login.acme.example/a",)"
    R"("token_endpoint":"https://login.acme.example/t",)"
    R"("scopes_supported":["openid","email","offline_access"],)"
    R"("code_challenge_methods_supported":["S256","plain"],)"
    R"("token_endpoint_auth_methods_supported":["private_key_jwt","client_secret_post"],)"
    R"("authorization_response_iss_parameter_supported":true})";
const std::string row = R"([provider.acme]
display_name = "acme"
documentation = "https://login.acme.example/.well-known/openid-configuration"
issuer = "https://login.acme.example"
authorization_endpoint = "https://login.acme.example/a"
token_endpoint = "https://login.acme.example/t"
scopes_supported = ["openid", "email", "offline_access"]
code_challenge_methods_supported = ["S256"]
token_endpoint_auth_methods_supported = ["client_secret_post"]
authorization_response_iss_parameter_supported = true
)";

class ProviderAdd : public CliTest {
  protected:
    ProviderAdd() { env["ROADCASE_HOME"] = home.path(); }
    std::string text() const {
        std::ostringstream all;
        all << std::ifstream(file).rdbuf();
        return all.str();
    }
    static unsigned mode_of(const std::string& path) {
        struct stat info {};
        return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 0777u : 0u;
    }
    int add(std::vector<std::string> more) {
        more.insert(more.begin(), {"provider", "add", "acme"});
        return run(more);
    }

    TempDir home;
    std::string file = home / "providers/acme.toml";
};

TEST_F(ProviderAdd, DiscoverPrintsTheRowAndTheClient) {
    transport.answers.push_back(json_answer(200, metadata));
    EXPECT_EQ(run({"provider", "discover", issuer}), 0);
    EXPECT_THAT(out(), testing::StartsWith(row + "\n[client.acme]\nclient_id = \"your client id\"\n"));
    EXPECT_THAT(out(), HasSubstr("scopes = [\"openid\", \"offline_access\"]\n"));
    EXPECT_EQ(err(), "Next: roadcase provider add acme --issuer https://login.acme.example\n");
    ASSERT_EQ(transport.requests().size(), 1u);
    EXPECT_EQ(transport.requests()[0].url, issuer + "/.well-known/openid-configuration");
    EXPECT_FALSE(std::filesystem::exists(file)) << "nothing is written";
}

TEST_F(ProviderAdd, DiscoverTriesBothAddresses) {
    transport.answers = {json_answer(404, ""), json_answer(200, metadata)};
    EXPECT_EQ(run({"provider", "discover", issuer, "--name", "mine", "--json"}), 0);
    const auto object = parse_json(out()).value_or(Json());
    EXPECT_EQ(object["metadata_url"], issuer + "/.well-known/oauth-authorization-server");
    EXPECT_EQ(object["provider"], "mine");
    EXPECT_THAT(object["provider_toml"].get<std::string>(), testing::StartsWith("[provider.mine]\n"));
    EXPECT_THAT(object["client_toml"].get<std::string>(), testing::StartsWith("[client.mine]\n"));
}

TEST_F(ProviderAdd, DiscoverRefusesTheMetadataOfSomebodyElse) {
    transport.answers.push_back(json_answer(200, metadata));
    EXPECT_EQ(run({"provider", "discover", issuer + "/"}), 10);
    EXPECT_EQ(out(), "");
    EXPECT_THAT(err(), HasSubstr("It names another issuer"));
    EXPECT_THAT(err(), HasSubstr("Next: Write the issuer exactly as the provider does"));
}

TEST_F(ProviderAdd, DiscoverSaysWhatIsMissing) {
    transport.answers = {json_answer(404, ""), json_answer(404, "")};
    EXPECT_EQ(run({"provider", "discover", issuer}), 10);
    EXPECT_THAT(err(), HasSubstr("(E308)"));
    EXPECT_THAT(err(), HasSubstr("Next: Look for its addresses"));
    transport.answers.push_back(json_answer(200, R"({"issuer":"https://login.acme.example"})"));
    EXPECT_EQ(run({"provider", "discover", issuer}), 10);
    EXPECT_THAT(err(), HasSubstr("names no authorization_endpoint"));
    EXPECT_EQ(run({"provider", "discover", issuer}), 6) << "nobody answers";
    EXPECT_EQ(run({"provider", "discover", "http://login.acme.example"}), 2);
    EXPECT_EQ(run({"provider", "discover", "acme"}), 2);
    EXPECT_EQ(transport.requests().size(), 4u);
}

TEST_F(ProviderAdd, WritesAFileThatOnlyWeCanRead) {
    transport.answers.push_back(json_answer(200, metadata));
    EXPECT_EQ(add({"--issuer", issuer}), 0);
    EXPECT_EQ(text(), row);
    EXPECT_EQ(mode_of(file), 0600u);
    EXPECT_EQ(mode_of(home / "providers"), 0700u);
    EXPECT_EQ(out(), "✓ Wrote " + file + ".\n");
    EXPECT_THAT(err(), HasSubstr("[client.acme]\n"));
    EXPECT_THAT(err(), HasSubstr("systemctl --user reload roadcase"));
    EXPECT_THAT(err(), testing::EndsWith("Next: roadcase provider show acme\n"));
    const auto known = config::known_providers(home / "providers");
    ASSERT_TRUE(known);
    EXPECT_TRUE(config::provider_problems(*known).empty());
    EXPECT_EQ(known->providers.at("acme").server.token_endpoint, issuer + "/t");
}

TEST_F(ProviderAdd, FromTwoAddresses) {
    EXPECT_EQ(add({"--authorization-endpoint", "https://acme.example/a", "--token-endpoint",
                   "https://acme.example/t", "--json"}),
              0);
    EXPECT_EQ(
        text(),
        "[provider.acme]\ndisplay_name = \"acme\"\nauthorization_endpoint = \"https://acme.example/a\"\n"
        "token_endpoint = \"https://acme.example/t\"\n");
    EXPECT_EQ(parse_json(out()).value_or(Json())["file"], file);
    EXPECT_EQ(transport.requests().size(), 0u);
}

TEST_F(ProviderAdd, NeverWritesOverAnything) {
    std::filesystem::create_directory(home / "providers");
    const std::vector<std::string> addresses{"--authorization-endpoint", "https://acme.example/a",
                                             "--token-endpoint", "https://acme.example/t"};
    for (const auto* there : {"[provider.acme]\nissuer = \"https://a.example\"\n", "[provider.acme\n",
                              "[provider.other]\nissuer = \"https://a.example\"\n"}) {
        std::ofstream(file) << there;
        EXPECT_EQ(add(addresses), 2) << there;
        EXPECT_EQ(text(), there);
        EXPECT_THAT(err(), HasSubstr(" already."));
    }
    EXPECT_EQ(run({"provider", "add", "twitch", "--issuer", issuer}), 2);
    EXPECT_THAT(err(),
                HasSubstr("There is a provider \"twitch\" already.\nNext: roadcase provider show twitch\n"));
    EXPECT_EQ(transport.requests().size(), 0u) << "nobody is asked in vain";
}

TEST_F(ProviderAdd, WrongUseWritesNothing) {
    EXPECT_EQ(add({}), 2);
    EXPECT_EQ(add({"--token-endpoint", "https://acme.example/t"}), 2);
    EXPECT_EQ(add({"--issuer", issuer, "--token-endpoint", "https://acme.example/t"}), 2);
    EXPECT_EQ(add({"--authorization-endpoint", "http://acme.example/a", "--token-endpoint",
                   "https://acme.example/t"}),
              2);
    EXPECT_THAT(err(), HasSubstr("--authorization-endpoint must begin with https://."));
    for (const auto* name : {"practice", "a/b", "../x", ""})
        EXPECT_EQ(run({"provider", "add", name, "--issuer", issuer}), 2) << name;
    EXPECT_FALSE(std::filesystem::exists(home / "providers"));
}

}  // namespace
}  // namespace roadcase::test
