#include "config/provider_files.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "support/temp_dir.h"
#include "world.h"

namespace roadcase::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string endpoints =
    "authorization_endpoint = \"https://odd.example/authorize\"\ntoken_endpoint = "
    "\"https://odd.example/token\"\n";

class ProviderFiles : public testing::Test {
  protected:
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(directory / name) << text;
        return directory / name;
    }
    Config known() const {
        auto config = known_providers(directory.path());
        EXPECT_TRUE(config);
        return config ? std::move(*config) : Config{};
    }
    /// The whole configuration, with these files below it.
    Result<Config> parse(const std::string& text) {
        auto sources = world.sources();
        sources.provider_directory = directory.path();
        return parse_config(text, "config.toml", sources);
    }

    test::TempDir directory;
    World world;
};

TEST_F(ProviderFiles, AddAProvider) {
    const auto path = write("odd.toml", "[provider.odd]\n" + endpoints);
    const auto config = known();
    ASSERT_TRUE(config.providers.contains("odd"));
    EXPECT_EQ(config.providers.at("odd").server.token_endpoint, "https://odd.example/token");
    EXPECT_THAT(config.provider_places.at("odd"), ElementsAre(path));
    EXPECT_THAT(config.provider_places.at("twitch"), ElementsAre("built in"));
    ASSERT_EQ(config.provider_files.size(), 1u);
    EXPECT_THAT(config.provider_files[0].rows, ElementsAre("odd"));
    EXPECT_TRUE(provider_problems(config).empty());
}

TEST_F(ProviderFiles, LieOverPresetsAndUnderTheConfiguration) {
    const auto one = write(
        "a.toml", "[provider.twitch]\ndisplay_name = \"First\"\nconsole_url = \"https://a.example/\"\n");
    const auto two = write("b.toml", "[provider.twitch]\ndisplay_name = \"Second\"\n");
    const auto config = parse("[provider.twitch]\ndocumentation = \"https://c.example/\"\n");
    ASSERT_TRUE(config);
    const auto& twitch = config->providers.at("twitch");
    EXPECT_EQ(twitch.display_name, "Second") << "sorted by name, the later one lies above";
    EXPECT_EQ(twitch.console_url, "https://a.example/");
    EXPECT_EQ(twitch.documentation, "https://c.example/");
    EXPECT_EQ(twitch.server.token_endpoint, "https://id.twitch.tv/oauth2/token");
    EXPECT_THAT(config->provider_places.at("twitch"), ElementsAre("built in", one, two, "config.toml"));
}

TEST_F(ProviderFiles, OnlyTomlCounts) {
    for (const auto* name : {"odd.toml~", ".odd.toml", "odd.txt", "toml"}) write(name, "not TOML at all");
    EXPECT_TRUE(known().provider_files.empty());
    const auto missing = known_providers(directory / "none");
    ASSERT_TRUE(missing);
    EXPECT_TRUE(missing->provider_files.empty());
}

struct Broken {
    const char* text;
    std::string title;
    std::string next = "Mend it, then: roadcase provider check";
};

TEST_F(ProviderFiles, WhatIsWrongNamesFileLineAndKey) {
    const Broken table[] = {
        {"[provider.odd]\ndisplayname = 1\n", "odd.toml, line 2: unknown key `displayname`.",
         "Did you mean `display_name`?"},
        {"[provider.odd]\n\ntoken_endpoint = \"http://odd.example/\"\n",
         "odd.toml, line 3: provider.odd.token_endpoint must be an https:// URL (http:// only for localhost, "
         "127.0.0.1 or [::1])."},
        {"[provider.odd\n", "odd.toml, line 1: this is not valid TOML.",
         "Text needs quotes; every key stands once in its table."},
        {"[client.odd]\nclient_id = \"x\"\n", "odd.toml, line 1: unknown key `client`."},
        {"# nothing yet\n", "odd.toml, line 1: it holds no [provider.NAME]."},
        {"[provider]\n", "odd.toml, line 1: it holds no [provider.NAME]."},
        {"[provider]\nodd = \"x\"\n", "odd.toml, line 2: provider.odd must be a table."},
        {"[provider.practice]\n",
         "odd.toml, line 1: provider.practice is the built-in one; choose another name."},
    };
    for (const auto& row : table) {
        const auto path = write("odd.toml", row.text);
        const auto config = known();
        const auto problems = provider_problems(config);
        ASSERT_EQ(problems.size(), 1u) << row.text;
        EXPECT_EQ(problems[0].title, row.title);
        EXPECT_EQ(problems[0].next, row.next) << row.text;
        EXPECT_EQ(problems[0].kind, ErrorKind::config);
        EXPECT_EQ(problems[0].code, "E104");
        EXPECT_FALSE(problems[0].detail.empty());
        EXPECT_FALSE(config.providers.contains("odd"));
        EXPECT_TRUE(config.providers.contains("twitch"));
    }
}

TEST_F(ProviderFiles, OneBadRowLeavesTheOthersOfItsFile) {
    write("all.toml",
          "[provider.bad]\n[provider.good]\n" + endpoints + "[provider.worse]\nretired = 1\n" + endpoints);
    const auto config = known();
    EXPECT_THAT(config.provider_files[0].rows, ElementsAre("good"));
    EXPECT_EQ(config.provider_files[0].problems.size(), 2u);
    EXPECT_TRUE(config.broken_providers.contains("bad"));
    EXPECT_TRUE(config.broken_providers.contains("worse"));
}

TEST_F(ProviderFiles, ABrokenRowTakesThePresetBelowItAway) {
    write("twitch.toml", "[provider.twitch]\ntoken_endpoint = \"somewhere else\"\n");
    const auto config = parse("[provider.twitch]\ndisplay_name = \"Mine\"\n");
    ASSERT_TRUE(config);
    EXPECT_FALSE(config->providers.contains("twitch")) << "its client is meant for another address";
    EXPECT_FALSE(config->provider_places.contains("twitch"));
}

TEST_F(ProviderFiles, OnlyTheClientOfABrokenOneHasItsProblem) {
    write("odd.toml", "[provider.odd\n");
    const auto config = parse("[client.odd]\nclient_id = \"a\"\n[client.kick]\nclient_id = \"b\"\n");
    ASSERT_TRUE(config) << config.error().one_line();
    ASSERT_EQ(config->clients.size(), 2u);
    const auto broken = config->clients[0].ready_client();
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().title, "odd.toml, line 1: this is not valid TOML.");
    EXPECT_EQ(broken.error().account, "odd");
    EXPECT_EQ(config->clients[0].provider.display_name, "odd");
    EXPECT_TRUE(config->clients[1].ready_client());
}

TEST_F(ProviderFiles, AreBoundedInSizeAndNumber) {
    write("big.toml", "#" + std::string(64 * 1024, 'x'));
    EXPECT_THAT(provider_problems(known()).front().title, HasSubstr("big.toml is too large."));
    for (int i = 0; i < 64; ++i)
        write("odd" + std::to_string(i) + ".toml", "[provider.odd" + std::to_string(i) + "]\n" + endpoints);
    const auto config = known();
    EXPECT_EQ(config.provider_files.size(), 65u) << "64 files and the word that there are more";
    EXPECT_THAT(provider_problems(config).back().title, HasSubstr("Only the first 64 files"));
    EXPECT_FALSE(config.providers.contains("odd9"));
}

TEST_F(ProviderFiles, WhatIsNoFileIsAProblemOfItsOwn) {
    std::filesystem::create_directory(directory / "odd.toml");
    EXPECT_THAT(provider_problems(known()).front().title, HasSubstr("odd.toml is not a regular file."));
    const auto file = write("file", "");
    const auto config = known_providers(file);
    ASSERT_TRUE(config);
    EXPECT_THAT(provider_problems(*config).front().title, HasSubstr(file));
}

TEST_F(ProviderFiles, AFileThatIsNamedMustBeThere) {
    auto config = known();
    const auto& file = add_provider_file(directory / "none.toml", config);
    ASSERT_EQ(file.problems.size(), 1u);
    EXPECT_EQ(file.problems[0].title, "There is no " + (directory / "none.toml") + ".");
}

}  // namespace
}  // namespace roadcase::config
