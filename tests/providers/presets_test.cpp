#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "providers/provider.h"

// What the golden files do not say: where facts come from, what people are told, and how long things live.
namespace roadcase::providers {
namespace {

using Names = std::set<std::string>;

const std::map<std::string, Provider, std::less<>>& presets() {
    static const auto all = embedded_presets().value();
    return all;
}

const Provider& preset(const char* name) {
    return presets().find(name)->second;
}

/// The names of the presets that are so.
template <class Is>
Names those_that(Is is) {
    Names names;
    for (const auto& [name, provider] : presets())
        if (is(provider)) names.insert(name);
    return names;
}

TEST(Presets, EachFileIsEmbeddedUnderItsName) {
    const auto all = embedded_presets();
    ASSERT_TRUE(all) << all.error().one_line();
    Names files;
    for (const auto& entry : std::filesystem::directory_iterator(ROADCASE_SOURCE_DIR "/lib/providers"))
        if (entry.path().extension() == ".toml") files.insert(entry.path().stem().string());
    EXPECT_EQ(files, those_that([](auto&) { return true; }));
    for (const auto& [name, provider] : *all) EXPECT_EQ(provider.name, name);
}

TEST(Presets, TellWhereTheirFactsComeFromAndHowAPersonBegins) {
    for (const auto& [name, provider] : presets()) {
        EXPECT_TRUE(provider.documentation.starts_with("https://")) << name;
        EXPECT_NE(provider.display_name, name) << "a name for people";
        EXPECT_TRUE(!provider.before_you_start.empty() || !provider.retired.empty()) << name;
        EXPECT_TRUE(!provider.console_url.empty() || !provider.variables.empty()) << name;
    }
}

TEST(Presets, SpeakInWholeSentences) {
    const auto expect_sentence = [](const std::string& text, const std::string& name) {
        EXPECT_TRUE(text.size() > 10 && text.size() <= 160 && text.back() == '.') << name << ": " << text;
    };
    for (const auto& [name, provider] : presets()) {
        for (const auto& line : provider.before_you_start) expect_sentence(line, name);
        for (const auto& line : provider.obligations) expect_sentence(line, name);
        if (!provider.notice.empty()) expect_sentence(provider.notice, name);
        if (!provider.identity.nobody.empty()) expect_sentence(provider.identity.nobody, name);
    }
}

TEST(Presets, EndpointsAreHttpsOnceTheirVariablesAreGiven) {
    const oauth::Pairs mine{{"base_url", "https://a.example"},
                            {"realm", "r"},
                            {"issuer", "https://a.example"},
                            {"host", "a.example"}};
    for (const auto& [name, provider] : presets()) {
        oauth::Pairs given;
        for (const auto& [variable, value] : provider.variables)
            for (const auto& pair : mine)
                if (pair.first == variable && value.empty()) given.push_back(pair);
        const auto whole = with_variables(provider, given);
        ASSERT_TRUE(whole) << name << ": " << whole.error().one_line();
        if (whole->needs_discovery()) continue;
        EXPECT_TRUE(whole->server.authorization_endpoint.starts_with("https://")) << name;
        EXPECT_TRUE(whole->server.token_endpoint.starts_with("https://")) << name;
    }
    EXPECT_EQ(those_that([](auto& provider) { return !with_variables(provider, {}); }),
              Names({"keycloak", "mastodon", "oidc"}));
    EXPECT_EQ(those_that([](auto& provider) { return provider.needs_discovery(); }), Names({"oidc"}));
}

TEST(Presets, ServicesThatEndedSayTheDay) {
    EXPECT_EQ(those_that([](auto& provider) { return !provider.retired.empty(); }),
              Names({"glimesh", "trovo"}));
    EXPECT_EQ(preset("glimesh").retired, "2023-07-01");
    EXPECT_EQ(preset("trovo").retired, "2026-06-30");
}

TEST(Presets, AddressesOnThisComputerThatAreAccepted) {
    const auto default_host = [](const char* host) {
        return those_that([&](auto& provider) { return provider.redirect_hosts.front() == host; });
    };
    EXPECT_EQ(default_host("127.0.0.1"), Names({"discord", "github", "soundcloud", "spotify", "x"}));
    using Hosts = std::vector<std::string>;
    EXPECT_EQ(preset("spotify").redirect_hosts, Hosts({"127.0.0.1", "[::1]"}));
    EXPECT_EQ(preset("x").redirect_hosts, Hosts({"127.0.0.1"}));
    for (const auto* name : {"twitch", "kick", "microsoft", "slack"})
        EXPECT_EQ(preset(name).redirect_hosts, Hosts({"localhost"})) << name;
    EXPECT_EQ(those_that([](auto& provider) { return provider.redirect_scheme == "https"; }),
              Names({"instagram"}));
}

TEST(Presets, PkceIsDemandedOrLeftOut) {
    EXPECT_EQ(those_that([](auto& provider) { return provider.pkce_required; }),
              Names({"kick", "slack", "soundcloud", "tiktok", "x"}));
    EXPECT_EQ(those_that([](auto& provider) { return !provider.server.pkce; }),
              Names({"facebook", "fourthwall", "instagram", "mixcloud", "patreon", "reddit", "restream",
                     "streamelements", "streamlabs", "trovo", "twitch"}));
}

TEST(Presets, SayWhenASignInEndsByItself) {
    constexpr seconds day{86'400};
    const auto lives = [&](const char* name) { return preset(name).lifetimes; };
    EXPECT_EQ(lives("spotify").consent, 180 * day);
    EXPECT_EQ(lives("youtube").consent_in_testing, 7 * day);
    EXPECT_EQ(lives("youtube").refresh_token_unused, 180 * day);
    EXPECT_EQ(lives("microsoft").refresh_token_unused, 90 * day);
    for (const auto* name : {"glimesh", "kick", "slack", "trovo"})
        EXPECT_EQ(lives(name).refresh_token_unused, 30 * day) << name;
    for (const auto* name : {"glimesh", "trovo"}) EXPECT_EQ(lives(name).reuse_grace, 30 * day) << name;
    // The rule there depends on the client: it is for those without a secret.
    EXPECT_EQ(lives("twitch").refresh_token_unused, std::nullopt);
}

TEST(Presets, OnlyTwitchDemandsToBeAsked) {
    EXPECT_EQ(those_that([](auto& provider) { return provider.validation.every.has_value(); }),
              Names({"twitch"}));
}

TEST(Presets, RolesNameScopes) {
    EXPECT_EQ(those_that([](auto& provider) { return provider.role("bot") != nullptr; }),
              Names({"glimesh", "kick", "twitch", "youtube"}));
    EXPECT_EQ(*preset("twitch").role("bot"),
              std::vector<std::string>({"user:read:chat", "user:write:chat", "user:bot"}));
    EXPECT_EQ(preset("twitch").role("channel")->front(), "channel:bot");
    EXPECT_EQ(preset("kick").role("channel"), nullptr);
}

TEST(Presets, ScriptsGetTheHeadersTheProviderWants) {
    const auto filled = [](const char* name) { return fill_headers(preset(name).api_headers, "tok", "id"); };
    EXPECT_EQ(filled("twitch"), oauth::Pairs({{"Authorization", "Bearer tok"}, {"Client-Id", "id"}}));
    EXPECT_EQ(filled("streamelements"), oauth::Pairs({{"Authorization", "oAuth tok"}}));
    EXPECT_EQ(filled("trovo"), oauth::Pairs({{"Authorization", "OAuth tok"}, {"Client-ID", "id"}}));
    EXPECT_EQ(filled("reddit"),
              oauth::Pairs({{"Authorization", "Bearer tok"}, {"User-Agent", "linux:id:roadcase"}}));
}

}  // namespace
}  // namespace roadcase::providers
