#include <gmock/gmock.h>

#include "config/world.h"

namespace roadcase::config {
namespace {

using oauth::ClientAuthMethod;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Clients, AreReadInTheirOrder) {
    const auto config = parsed(
        "[client.twitch]\nclient_id = 'tid'\nclient_secret_env = 'T'\nscopes = ['chat:read', 'chat:edit']\n"
        "grant_types = ['authorization_code', 'refresh_token']\n"
        "[client.music]\nprovider = 'spotify'\nclient_id = 'sid'\nscopes = ' a  b '\n"
        "[client.alpha]\nprovider = 'twitch'\nclient_id = 'aid'\nclient_secret_env = 'A'\n");
    ASSERT_EQ(config.clients.size(), 3u);
    const auto& twitch = config.clients[0];
    EXPECT_EQ(twitch.name, "twitch");
    EXPECT_EQ(twitch.provider.name, "twitch");
    EXPECT_EQ(twitch.client.client_id, "tid");
    EXPECT_THAT(twitch.client.scopes, ElementsAre("chat:read", "chat:edit"));
    EXPECT_EQ(twitch.client.token_endpoint_auth_method, ClientAuthMethod::client_secret_post);
    EXPECT_EQ(twitch.client.redirect_uri, "http://localhost:3000/success");
    EXPECT_FALSE(twitch.built_in);
    EXPECT_EQ(config.clients[1].provider.name, "spotify");
    EXPECT_THAT(config.clients[1].client.scopes, ElementsAre("a", "b"));
    EXPECT_EQ(config.clients[2].name, "alpha");
    EXPECT_THAT(config.warnings, IsEmpty());
}

TEST(Clients, TheAuthenticationMethodFollowsTheSecret) {
    struct Row {
        const char* lines;
        ClientAuthMethod method;
    };
    const Row table[] = {
        {"provider = 'twitch'\nclient_secret_env = 'S'", ClientAuthMethod::client_secret_post},
        {"provider = 'spotify'\nclient_secret_env = 'S'", ClientAuthMethod::client_secret_basic},
        {"provider = 'spotify'", ClientAuthMethod::none},
        {"provider = 'spotify'\ntoken_endpoint_auth_method = 'none'", ClientAuthMethod::none},
        {"provider = 'spotify'\nclient_secret_env = 'S'\ntoken_endpoint_auth_method = 'client_secret_post'",
         ClientAuthMethod::client_secret_post},
        {"provider = 'public'\nclient_secret_env = 'S'", ClientAuthMethod::client_secret_post},
    };
    for (const auto& row : table) {
        const auto config = parsed(
            "[provider.public]\nauthorization_endpoint = 'http://localhost:1/a'\ntoken_endpoint = "
            "'http://localhost:1/t'\n"
            "token_endpoint_auth_methods_supported = ['none']\n[client.x]\nclient_id = 'id'\n" +
            std::string(row.lines));
        EXPECT_EQ(only_client(config).token_endpoint_auth_method, row.method) << row.lines;
    }
}

TEST(Clients, AMethodThatIsStatedIsMarked) {
    const auto states = [](const std::string& provider, const std::string& client) {
        const auto config = parsed("[provider.own]\nissuer = 'https://id.example'\n" + provider +
                                   "[client.own]\nclient_id = 'id'\nclient_secret_env = 'S'\n" + client);
        return config.clients.front().states_auth_method;
    };
    EXPECT_FALSE(states("", "")) << "the server's metadata may choose it";
    EXPECT_TRUE(states("", "token_endpoint_auth_method = 'client_secret_post'\n"));
    EXPECT_TRUE(states("token_endpoint_auth_methods_supported = ['client_secret_post']\n", ""));
}

TEST(Clients, AnAppThatTheProviderRegistersNeedsNoClientId) {
    const std::string provider =
        "[provider.social]\nauthorization_endpoint = 'https://social.example/a'\n"
        "token_endpoint = 'https://social.example/t'\n"
        "[provider.social.registration]\nurl = 'https://social.example/api/v1/apps'\n";
    const auto config = parsed(provider + "[client.social]\nscopes = ['read']\n");
    EXPECT_EQ(only_client(config).client_id, "");
    EXPECT_EQ(only_client(config).token_endpoint_auth_method, ClientAuthMethod::none);
    EXPECT_EQ(only_client(parsed(provider + "[client.social]\ntoken_endpoint_auth_method = "
                                            "'client_secret_basic'\n"))
                  .token_endpoint_auth_method,
              ClientAuthMethod::client_secret_basic);
    World world;
    const auto with_secret = world.parse(provider + "[client.social]\nclient_secret_env = 'S'\n");
    ASSERT_FALSE(with_secret) << "a secret belongs to an app that was registered by hand";
    EXPECT_THAT(with_secret.error().title, HasSubstr("needs client_id"));
}

TEST(Clients, TheRedirectUriComesFromTheNearest) {
    const std::string spotify = "\n[client.spotify]\nclient_id = 'id'\n";
    const std::string twitch = "\n[client.twitch]\nclient_id = 'id'\nclient_secret_env = 'T'\n";
    struct Row {
        std::string text;
        const char* uri;
    };
    const Row table[] = {
        {twitch, "http://localhost:3000/success"},
        {spotify, "http://127.0.0.1:3000/success"},
        {"[server]\nport = 4000" + twitch, "http://localhost:4000/success"},
        {"[server]\nport = 4000" + spotify, "http://127.0.0.1:4000/success"},
        {"[server]\nredirect_uri = 'https://r.example/success'" + spotify, "https://r.example/success"},
        {"[server]\nredirect_uri = 'http://localhost:3000/success/x'" + spotify,
         "http://127.0.0.1:3000/success/x"},
        {"[server]\nredirect_uri = 'http://127.0.0.1:3000/success'" + twitch,
         "http://localhost:3000/success"},
        {spotify + "redirect_uri = 'http://127.0.0.1:3000/success/spotify'",
         "http://127.0.0.1:3000/success/spotify"},
        {spotify + "redirect_uri = 'http://[::1]:3000/success'", "http://[::1]:3000/success"},
    };
    for (const auto& row : table) {
        const auto config = parsed(row.text);
        EXPECT_EQ(only_client(config).redirect_uri, row.uri) << row.text;
        EXPECT_THAT(config.warnings, IsEmpty());
    }
}

TEST(Clients, ARedirectToAPortThatIsNotOursIsAWarning) {
    const auto config =
        parsed("[client.spotify]\nclient_id = 'id'\n\nredirect_uri = 'http://127.0.0.1:8888/success'");
    EXPECT_THAT(config.warnings,
                ElementsAre("config.toml, line 4: client.spotify sends browsers back to port 8888, but "
                            "roadcase listens on 3000."));
}

TEST(Clients, ARetiredProviderIsAWarning) {
    const auto config = parsed("[client.glimesh]\nclient_id = 'id'");
    ASSERT_EQ(config.warnings.size(), 1u);
    EXPECT_THAT(config.warnings[0],
                HasSubstr("config.toml, line 1: client.glimesh: Glimesh ended on 2023-07-01."));
    EXPECT_THAT(parsed("[provider.glimesh]\nretired = ''\n[client.glimesh]\nclient_id = 'id'").warnings,
                IsEmpty());
}

TEST(Clients, WrongOnesNameLineAndKey) {
    const std::string ways = "; keep one of them.";
    expect_problems({
        {"client = 1", "line 1: client must be a table."},
        {"[client]\nx = 1", "line 2: client.x must be a table."},
        {"[client.twitch]\n", "line 1: client.twitch needs client_id.",
         "Copy it from https://dev.twitch.tv/console/apps."},
        {"[client.twitch]\nclient_id = ''",
         "line 2: client.twitch.client_id must be the id from the provider's console, on one line."},
        {"[client.twitch]\nclient_id = \"a\\nb\"",
         "line 2: client.twitch.client_id must be the id from the provider's console, on one line."},
        {"[client.twitch]\nclient_id = 7", "line 2: client.twitch.client_id must be text in quotes."},
        {"[client.twitch]\nclient_id = 'x'\n\nredirect_url = ''", "line 4: unknown key `redirect_url`.",
         "Did you mean `redirect_uri`?"},
        {"[client.twich]\nclient_id = 'x'", "line 1: client.twich: there is no provider `twich`.",
         "Did you mean `twitch`?"},
        {"[client.x]\nclient_id = 'x'\nprovider = 'own'", "line 3: client.x: there is no provider `own`.",
         "Name a provider that roadcase knows, or describe this one in [provider.own]."},
        {"[client.x]\nprovider = 1", "line 2: client.x.provider must be text in quotes."},
        {"[client.practice]\nclient_id = 'x'",
         "line 1: client.practice is the built-in one; choose another name."},
        {"[provider.practice]", "line 1: provider.practice is the built-in one; choose another name."},
        {"[client.'a b']", "line 1: client.a b cannot be a name; use 1 to 64 letters, digits, - and _."},
        {"[client.\"\"]", "line 1: client. cannot be a name; use 1 to 64 letters, digits, - and _."},
        {"[client.acc_1]", "line 1: client.acc_1 cannot be a name; use 1 to 64 letters, digits, - and _."},
        {"[client.'a/b']", "line 1: client.a/b cannot be a name; use 1 to 64 letters, digits, - and _."},
        {"[client.twitch]\nclient_id = 'x'\nclient_secret = ''",
         "line 3: client.twitch.client_secret must be the secret, on one line."},
        {"[client.twitch]\nclient_id = 'x'\nclient_secret = 's'\nclient_secret_env = 'S'",
         "line 4: client.twitch.client_secret_env stands beside client_secret" + ways},
        {"[client.twitch]\nclient_id = 'x'\nclient_secret_command = ['c']\nclient_secret_file = 'f'",
         "line 3: client.twitch.client_secret_command stands beside client_secret_file" + ways},
        {"[client.twitch]\nclient_id = 'x'\nclient_secret_file = ''",
         "line 3: client.twitch.client_secret_file must name a file."},
        {"[client.twitch]\nclient_id = 'x'\nclient_secret_env = 'A B'",
         "line 3: client.twitch.client_secret_env must be the name of an environment variable."},
        {"[client.twitch]\nclient_id = 'x'\nclient_secret_command = []",
         "line 3: client.twitch.client_secret_command must be a program and its arguments, such as "
         "[\"pass\", \"show\", "
         "\"twitch\"]."},
        {"[client.twitch]\nclient_id = 'x'\nclient_secret_command = 'pass show'",
         "line 3: client.twitch.client_secret_command must be a list of texts such as [\"one\", \"two\"]."},
        {"[client.twitch]\nclient_id = 'x'\nscopes = ['a b']",
         "line 3: client.twitch.scopes must be a list such as [\"chat:read\", \"chat:edit\"]."},
        {"[client.twitch]\nclient_id = 'x'\nscopes = 1",
         "line 3: client.twitch.scopes must be a list of texts such as [\"one\", \"two\"]."},
        {"[client.twitch]\nclient_id = 'x'\ngrant_types = ['password']",
         "line 3: client.twitch.grant_types may hold \"authorization_code\", \"refresh_token\", "
         "\"client_credentials\" and \"urn:ietf:params:oauth:grant-type:device_code\" only."},
        {"[client.twitch]\nclient_id = 'x'\ntoken_endpoint_auth_method = 'private_key_jwt'",
         "line 3: client.twitch.token_endpoint_auth_method must be \"client_secret_basic\" or "
         "\"client_secret_post\" or "
         "\"none\"."},
        {"[client.twitch]\nclient_id = 'x'\ntoken_endpoint_auth_method = 'client_secret_post'",
         "line 3: client.twitch.token_endpoint_auth_method needs a secret: client_secret_file, "
         "client_secret_env or "
         "client_secret_command."},
        {"[client.twitch]\nclient_id = 'x'\nclient_secret_env = 'S'\ntoken_endpoint_auth_method = 'none'",
         "line 4: client.twitch.token_endpoint_auth_method is \"none\", but a secret is given."},
        {"[client.twitch]\nclient_id = 'x'\nredirect_uri = 'http://evil.example/success'",
         "line 3: client.twitch.redirect_uri must be http:// with localhost, 127.0.0.1 or [::1], or "
         "https://."},
        {"[client.twitch]\nclient_id = 'x'\nredirect_uri = 'http://localhost:3000/'",
         "line 3: client.twitch.redirect_uri must end with /success or /success/NAME."},
        {"[provider.y]\nauthorization_endpoint = 'https://a.example/'",
         "line 1: provider.y needs token_endpoint.",
         "Copy it from the provider's documentation; where there is a /.well-known/openid-configuration, "
         "issuer "
         "alone is enough."},
        {"[provider.twitch]\ntoken_endpoint = 'http://a.example/'",
         "line 2: provider.twitch.token_endpoint must be an https:// URL (http:// only for localhost, "
         "127.0.0.1 or "
         "[::1])."},
    });
}

TEST(Providers, OnesOwnAreAddedAndPresetsChanged) {
    const auto config = parsed(
        "[provider.own]\nauthorization_endpoint = 'http://localhost:9000/auth'\ntoken_endpoint = "
        "'http://localhost:9000/token'\n"
        "[provider.twitch]\ntoken_endpoint = 'http://127.0.0.1:9001/token'\n"
        "[client.own]\nclient_id = 'x'\n[client.twitch]\nclient_id = 'y'\nclient_secret_env = 'T'\n");
    ASSERT_EQ(config.clients.size(), 2u);
    EXPECT_EQ(config.clients[0].provider.server.token_endpoint, "http://localhost:9000/token");
    const auto& twitch = config.clients[1].provider;
    EXPECT_EQ(twitch.server.token_endpoint, "http://127.0.0.1:9001/token");
    EXPECT_EQ(twitch.server.authorization_endpoint, "https://id.twitch.tv/oauth2/authorize");
    EXPECT_EQ(twitch.display_name, "Twitch");
    EXPECT_FALSE(twitch.server.pkce);
}

}  // namespace
}  // namespace roadcase::config
