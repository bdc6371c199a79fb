#include <gtest/gtest.h>

#include <filesystem>

#include "providers/provider.h"

namespace roadcase::providers {
namespace {

using oauth::ClientAuthMethod;

/// The facts that a wrong edit of a preset would break first.
struct Fact {
    const char* name;
    const char* authorization_endpoint;
    const char* token_endpoint;
    bool pkce;
    ClientAuthMethod method;
    const char* redirect_host;
    const char* subject;
};

const Fact facts[] = {
    {"discord", "https://discord.com/oauth2/authorize", "https://discord.com/api/oauth2/token", true,
     ClientAuthMethod::client_secret_post, "127.0.0.1", "/id"},
    {"github", "https://github.com/login/oauth/authorize", "https://github.com/login/oauth/access_token",
     true, ClientAuthMethod::client_secret_post, "127.0.0.1", "/id"},
    {"glimesh", "https://glimesh.tv/oauth/authorize", "https://glimesh.tv/api/oauth/token", true,
     ClientAuthMethod::client_secret_post, "localhost", "/data/myself/id"},
    {"kick", "https://id.kick.com/oauth/authorize", "https://id.kick.com/oauth/token", true,
     ClientAuthMethod::client_secret_post, "localhost", "/data/0/user_id"},
    {"spotify", "https://accounts.spotify.com/authorize", "https://accounts.spotify.com/api/token", true,
     ClientAuthMethod::client_secret_basic, "127.0.0.1", "/id"},
    {"twitch", "https://id.twitch.tv/oauth2/authorize", "https://id.twitch.tv/oauth2/token", false,
     ClientAuthMethod::client_secret_post, "localhost", "/data/0/id"},
    {"youtube", "https://accounts.google.com/o/oauth2/v2/auth", "https://oauth2.googleapis.com/token", true,
     ClientAuthMethod::client_secret_post, "localhost", "/items/0/id"},
};

TEST(Presets, HoldTheFacts) {
    const auto presets = embedded_presets();
    ASSERT_TRUE(presets) << presets.error().one_line();
    for (const auto& fact : facts) {
        ASSERT_TRUE(presets->contains(fact.name)) << fact.name;
        const auto& preset = presets->find(fact.name)->second;
        EXPECT_EQ(preset.server.authorization_endpoint, fact.authorization_endpoint);
        EXPECT_EQ(preset.server.token_endpoint, fact.token_endpoint);
        EXPECT_EQ(preset.server.pkce, fact.pkce) << fact.name;
        EXPECT_EQ(preset.token_endpoint_auth_method, fact.method) << fact.name;
        EXPECT_EQ(preset.redirect_hosts.front(), fact.redirect_host) << fact.name;
        EXPECT_EQ(preset.identity.subject.front(), fact.subject);
    }
}

TEST(Presets, EachFileIsEmbeddedAndTellsWhereItsFactsComeFrom) {
    const auto presets = embedded_presets();
    ASSERT_TRUE(presets);
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(ROADCASE_SOURCE_DIR "/lib/providers")) {
        if (entry.path().extension() != ".toml") continue;
        ++files;
        EXPECT_TRUE(presets->contains(entry.path().stem().string())) << entry.path();
    }
    EXPECT_EQ(files, presets->size());
    for (const auto& [name, preset] : *presets) {
        EXPECT_EQ(preset.name, name);
        EXPECT_NE(preset.display_name, name) << "a name for people";
        EXPECT_FALSE(preset.documentation.empty()) << name;
        EXPECT_FALSE(preset.console_url.empty()) << name;
        EXPECT_FALSE(preset.identity.request.url.empty()) << name;
        for (const auto* endpoint : {&preset.server.authorization_endpoint, &preset.server.token_endpoint})
            EXPECT_EQ(endpoint->rfind("https://", 0), 0u) << name;
    }
}

TEST(Presets, Quirks) {
    const auto presets = *embedded_presets();
    EXPECT_FALSE(presets.find("glimesh")->second.retired.empty());
    EXPECT_TRUE(presets.find("twitch")->second.retired.empty());
    EXPECT_EQ(presets.find("youtube")->second.server.authorization_params.encode(),
              "access_type=offline&prompt=consent");
    EXPECT_EQ(presets.find("github")->second.server.default_expires_in, seconds{0});
    const auto headers = fill_headers(presets.find("twitch")->second.api_headers, "tok", "id");
    ASSERT_EQ(headers.size(), 2u);
    EXPECT_EQ(headers[1], (std::pair<std::string, std::string>{"Client-Id", "id"}));
}

TEST(Presets, SayWhenASignInEndsByItself) {
    constexpr seconds day{86'400};
    const auto presets = *embedded_presets();
    const auto lives = [&](const char* name) { return presets.find(name)->second.lifetimes; };
    EXPECT_EQ(lives("spotify").consent, 180 * day);
    EXPECT_EQ(lives("youtube").consent_in_testing, 7 * day);
    EXPECT_EQ(lives("youtube").refresh_token_unused, 180 * day);
    EXPECT_EQ(lives("kick").refresh_token_unused, 30 * day);
    EXPECT_EQ(lives("glimesh").reuse_grace, 30 * day);
    // Clients with a secret have no such end there, and others cannot use the code flow.
    EXPECT_EQ(lives("twitch").refresh_token_unused, std::nullopt);
}

TEST(Presets, OnlyTwitchDemandsToBeAsked) {
    const auto presets = *embedded_presets();
    for (const auto& [name, preset] : presets)
        EXPECT_EQ(preset.validation.request.url,
                  name == "twitch" ? "https://id.twitch.tv/oauth2/validate" : "")
            << name;
}

}  // namespace
}  // namespace roadcase::providers
