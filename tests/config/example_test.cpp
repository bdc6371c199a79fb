#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "config/config.h"

namespace roadcase::config {
namespace {

using ::testing::ElementsAre;

constexpr std::string_view mark = "#~ ";

std::string example(bool with_examples) {
    std::ifstream file(ROADCASE_SOURCE_DIR "/config.toml.example");
    std::ostringstream out;
    for (std::string line; std::getline(file, line);) {
        const bool marked = line.rfind(mark, 0) == 0;
        out << (marked && with_examples ? line.substr(mark.size()) : line) << '\n';
    }
    return out.str();
}

Config load(const std::string& text) {
    auto config = parse_config(text, "config.toml.example", system_sources("/etc/roadcase"));
    EXPECT_TRUE(config) << (config ? "" : config.error().one_line());
    return config ? std::move(*config) : Config{};
}

TEST(ConfigExample, AsShippedItSaysTheDefaults) {
    const auto shipped = load(example(false));
    const auto defaults = load("");
    EXPECT_EQ(shipped.port, defaults.port);
    EXPECT_THAT(shipped.listen, ElementsAre("127.0.0.1:3000", "[::1]:3000"));
    EXPECT_EQ(shipped.public_url, defaults.public_url);
    EXPECT_EQ(shipped.redirect_uri, defaults.redirect_uri);
    EXPECT_EQ(shipped.socket, defaults.socket);
    EXPECT_EQ(shipped.open_browser, defaults.open_browser);
    EXPECT_EQ(shipped.encryption_key_file, defaults.encryption_key_file);
    EXPECT_EQ(shipped.renew.fraction_left, defaults.renew.fraction_left);
    EXPECT_EQ(shipped.renew.min_left, defaults.renew.min_left);
    EXPECT_EQ(shipped.require_key, defaults.require_key);
    EXPECT_EQ(shipped.confirm_first_use, defaults.confirm_first_use);
    EXPECT_EQ(shipped.allow_origins, defaults.allow_origins);
    EXPECT_EQ(shipped.log_level, defaults.log_level);
    EXPECT_EQ(shipped.log_format, defaults.log_format);
    EXPECT_TRUE(shipped.clients.empty());
    EXPECT_TRUE(shipped.warnings.empty());
}

TEST(ConfigExample, ItsExamplesWorkToo) {
    const auto config = load(example(true));
    std::vector<std::string> names;
    for (const auto& client : config.clients) names.push_back(client.name);
    EXPECT_THAT(names, ElementsAre("twitch", "spotify", "glimesh", "keycloak", "company", "local"));
    ASSERT_EQ(config.clients.size(), 6u);
    EXPECT_EQ(config.clients[0].client.redirect_uri, "http://localhost:3000/success");
    EXPECT_EQ(config.clients[1].client.redirect_uri, "http://127.0.0.1:3000/success");
    EXPECT_EQ(config.clients[2].provider.server.token_endpoint, "https://glimesh.example/api/oauth/token");
    EXPECT_EQ(config.clients[2].provider.retired, "");
    EXPECT_EQ(config.clients[3].provider.server.issuer, "https://id.example/realms/live");
    EXPECT_TRUE(config.clients[4].provider.needs_discovery());
    EXPECT_EQ(config.clients[5].provider.server.userinfo_endpoint, "http://localhost:9000/me");
    EXPECT_EQ(config.encryption_key_file, "/etc/roadcase/roadcase.key");
    EXPECT_THAT(config.warnings, ::testing::IsEmpty());
}

TEST(ConfigExample, NamesEveryPreset) {
    const auto text = example(false);
    for (const auto& [name, provider] : load("").providers)
        EXPECT_NE(text.find(name), std::string::npos) << name;
}

}  // namespace
}  // namespace roadcase::config
