#include "reload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace roadcase {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

config::Config config_of(const std::string& text) {
    const config::Sources sources{"/", [](const char*) -> const char* { return nullptr; }, nullptr};
    return config::parse_config(text, "config.toml", sources).value();
}

TEST(Reload, NamesWhatOnlyAStartChanges) {
    const auto running = config_of("");
    EXPECT_THAT(needs_restart(running, config_of("[renew]\nmin_left = '1m'\n[api]\nrequire_key = false\n")),
                IsEmpty());
    EXPECT_THAT(needs_restart(running, config_of("[server]\nport = 4000\n")), ElementsAre("server.port"));
    EXPECT_THAT(
        needs_restart(running, config_of("[server]\nsocket = '/run/x.sock'\nport = 80\n"
                                         "public_url = 'https://tokens.example'\n"
                                         "[store]\nencryption_key_file = 'k'\n")),
        ElementsAre("server.port", "server.public_url", "server.socket", "store.encryption_key_file"));
}

TEST(Reload, ARedirectNeverPointsToAPortOfTheNextStart) {
    const auto running = config_of("");
    auto fresh = config_of(
        "[server]\nport = 4000\n[client.twitch]\nclient_id = 'x'\n[client.spotify]\nclient_id = 'x'\n"
        "[client.kick]\nclient_id = 'x'\nredirect_uri = 'https://tokens.example/success'\n");
    stay_on_port(fresh, running, 3000);
    EXPECT_EQ(fresh.port, 3000);
    EXPECT_EQ(fresh.clients[0].client.redirect_uri, "http://localhost:3000/success");
    EXPECT_EQ(fresh.clients[1].client.redirect_uri, "http://127.0.0.1:3000/success");
    EXPECT_EQ(fresh.clients[2].client.redirect_uri, "https://tokens.example/success");
    EXPECT_THAT(needs_restart(running, fresh), IsEmpty());
}

}  // namespace
}  // namespace roadcase
