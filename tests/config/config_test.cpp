#include "config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/temp_dir.h"

namespace roadcase::config {
namespace {

using oauth::ClientAuthMethod;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// An environment and a command of the test's own.
struct World {
    std::string directory = "/etc/roadcase";
    std::map<std::string, std::string> env;
    std::vector<std::vector<std::string>> runs;
    Result<Secret> output = Secret("from-command\n");

    Sources sources() {
        return {directory,
                [this](const char* name) -> const char* {
                    const auto it = env.find(name);
                    return it == env.end() ? nullptr : it->second.c_str();
                },
                [this](const std::vector<std::string>& argv) {
                    runs.push_back(argv);
                    return output;
                }};
    }
    Result<Config> parse(const std::string& text) { return parse_config(text, "config.toml", sources()); }
};

Config parsed(const std::string& text) {
    World world;
    auto config = world.parse(text);
    EXPECT_TRUE(config) << text << (config ? "" : config.error().one_line());
    return config ? std::move(*config) : Config{};
}

const oauth::Client& only_client(const Config& config) {
    EXPECT_EQ(config.clients.size(), 1u);
    return config.clients.front().client;
}

TEST(Config, NothingGivesTheDefaults) {
    const auto config = parsed("");
    EXPECT_EQ(config.port, 3000);
    EXPECT_THAT(config.listen, IsEmpty());
    EXPECT_EQ(config.public_url, "http://localhost:3000");
    EXPECT_EQ(config.redirect_uri, "http://localhost:3000/success");
    EXPECT_EQ(config.socket, "");
    EXPECT_EQ(config.open_browser, "auto");
    EXPECT_EQ(config.encryption_key, std::nullopt);
    EXPECT_EQ(config.encryption_key_file, "");
    EXPECT_EQ(config.renew.fraction_left, 0.20);
    EXPECT_EQ(config.renew.min_left, seconds{300});
    EXPECT_EQ(config.renew.clock_skew_warn, seconds{30});
    EXPECT_TRUE(config.require_key);
    EXPECT_THAT(config.allow_origins, IsEmpty());
    EXPECT_EQ(config.log_level, "info");
    EXPECT_TRUE(config.providers.contains("twitch"));
    EXPECT_THAT(config.clients, IsEmpty());
    EXPECT_THAT(config.warnings, IsEmpty());
}

TEST(Config, EverySettingIsRead) {
    const auto config = parsed(R"(
config_version = 1
[server]
mode = "personal"
port = 4100
listen = ["127.0.0.1:4100", "[::1]:4100"]
public_url = "https://road.example"
redirect_uri = "https://road.example/success"
socket = "/run/road.sock"
trusted_proxies = []
open_browser = "never"
[store]
url = "auto"
encryption_key = "keyring"
encryption_key_file = "my.key"
encryption_key_command = ["pass", "show", "roadcase/key"]
[renew]
fraction_left = 0.5
min_left = "2m"
validate_every = "1h"
keep_alive = "24h"
max_per_second = 10
clock_skew_warn = "45s"
[ui]
stream_safe = false
hide_names = true
hide_email = false
theme = "dark"
notifications = "command"
notify_command = ["notify-send"]
[api]
require_key = true
allow_origins = ["http://localhost:5173", "https://a.example"]
[log]
level = "debug"
format = "json"
)");
    EXPECT_EQ(config.port, 4100);
    EXPECT_THAT(config.listen, ElementsAre("127.0.0.1:4100", "[::1]:4100"));
    EXPECT_EQ(config.public_url, "https://road.example");
    EXPECT_EQ(config.redirect_uri, "https://road.example/success");
    EXPECT_EQ(config.socket, "/run/road.sock");
    EXPECT_EQ(config.open_browser, "never");
    EXPECT_EQ(config.encryption_key, store::KeyKind::keyring);
    EXPECT_EQ(config.encryption_key_file, "/etc/roadcase/my.key");
    EXPECT_THAT(config.encryption_key_command, ElementsAre("pass", "show", "roadcase/key"));
    EXPECT_EQ(config.renew.fraction_left, 0.5);
    EXPECT_EQ(config.renew.min_left, seconds{120});
    EXPECT_EQ(config.renew.clock_skew_warn, seconds{45});
    EXPECT_THAT(config.allow_origins, ElementsAre("http://localhost:5173", "https://a.example"));
    EXPECT_EQ(config.log_level, "debug");
    EXPECT_THAT(config.warnings, IsEmpty());
}

TEST(Config, ThePortGivesTheAddresses) {
    const auto by_port = parsed("[server]\nport = 8080");
    EXPECT_EQ(by_port.port, 8080);
    EXPECT_EQ(by_port.public_url, "http://localhost:8080");
    EXPECT_EQ(by_port.redirect_uri, "http://localhost:8080/success");
    const auto by_listener = parsed("[server]\nlisten = [\"127.0.0.1:8081\"]");
    EXPECT_EQ(by_listener.port, 8081);
    EXPECT_EQ(by_listener.public_url, "http://localhost:8081");
    EXPECT_EQ(parsed("[server]\nport = 80").public_url, "http://localhost");
    EXPECT_EQ(parsed("[server]\nlisten = []").port, 3000);
}

struct Wrong {
    const char* text;
    std::string title;
    const char* next = "";
};

void expect_problems(const std::vector<Wrong>& table) {
    for (const auto& row : table) {
        World world;
        const auto config = world.parse(row.text);
        ASSERT_FALSE(config) << row.text;
        EXPECT_EQ(config.error().title, "config.toml, " + row.title) << row.text;
        EXPECT_EQ(config.error().next, row.next) << row.text;
        EXPECT_EQ(config.error().kind, ErrorKind::config);
        EXPECT_EQ(config.error().code, "E104");
    }
}

TEST(Config, WrongSettingsNameLineAndKey) {
    const std::string listen =
        "line 2: server.listen must hold addresses such as \"127.0.0.1:3000\" and \"[::1]:3000\".";
    const std::string redirect = "line 2: server.redirect_uri must ";
    const std::string url =
        "line 2: server.public_url must be http://localhost:PORT, or https:// and a host, without a path.";
    const std::string key_command =
        "line 2: store.encryption_key_command must be a program and its arguments, such as "
        "[\"pass\", \"show\", \"roadcase/key\"].";
    const std::string socket =
        "line 2: server.socket must be \"auto\" or a path from / of at most 107 characters.";
    expect_problems({
        {"config_version = 2", "line 1: config_version must be 1: this roadcase knows no other."},
        {"\nsever = 1", "line 2: unknown key `sever`.", "Did you mean `server`?"},
        {"server = 1", "line 1: server must be a table."},
        {"[[server]]", "line 1: server must be a table."},
        {"a = 1\n\n[[link]]\naccount = 'x'", "line 3: [[link]] is not supported by this version.",
         "Remove it."},
        {"[operator]", "line 1: [operator] is not supported by this version.", "Remove it."},
        {"[server]\nport = 0", "line 2: server.port must be 1 to 65535."},
        {"[server]\nport = 65536", "line 2: server.port must be 1 to 65535."},
        {"[server]\nport = -1", "line 2: server.port must be 1 to 65535."},
        {"[server]\nport = '3000'", "line 2: server.port must be a whole number."},
        {"[server]\n\nprot = 3000", "line 3: unknown key `prot`.", "Did you mean `port`?"},
        {"[server]\nmode = 'operator'",
         "line 2: server.mode cannot be \"operator\" yet: this version serves one person."},
        {"[server]\nmode = 'x'", "line 2: server.mode must be \"personal\"."},
        {"[server]\ntrusted_proxies = ['10.0.0.2']",
         "line 2: server.trusted_proxies must be empty: there is no operator mode yet."},
        {"[server]\nlisten = ['localhost:3000']", listen},
        {"[server]\nlisten = ['127.0.0.1']", listen},
        {"[server]\nlisten = ['3000']", listen},
        {"[server]\nlisten = ['127.0.0.1:0']", listen},
        {"[server]\nlisten = ['127.0.0.1:3000/x']", listen},
        {"[server]\nlisten = ['u@127.0.0.1:3000']", listen},
        {"[server]\nport = 1\nlisten = ['127.0.0.1:2']",
         "line 3: server.listen names no address with the port of server.port."},
        {"[server]\npublic_url = 'http://road.example'", url},
        {"[server]\npublic_url = 'https://road.example/x'", url},
        {"[server]\npublic_url = 'https://road.example/?x'", url},
        {"[server]\nredirect_uri = 'http://road.example/success'",
         redirect + "be http:// with localhost, 127.0.0.1 or [::1], or https://."},
        {"[server]\nredirect_uri = 'http://localhost:3000/callback'",
         redirect + "end with /success or /success/NAME."},
        {"[server]\nredirect_uri = 'http://localhost:3000/success/'",
         redirect + "end with /success or /success/NAME."},
        {"[server]\nredirect_uri = 'http://localhost:3000/success/a/b'",
         redirect + "end with /success or /success/NAME."},
        {"[server]\nredirect_uri = 'http://localhost:3000/success?x=1'",
         redirect + "end with /success or /success/NAME."},
        {"[server]\nsocket = 'road.sock'", socket},
        {"[server]\nsocket = ''", socket},
        {"[server]\nopen_browser = 'yes'",
         "line 2: server.open_browser must be \"auto\" or \"always\" or \"never\"."},
        {"[store]\nurl = 'postgresql://u:pw@host/db'",
         "line 2: store.url must be \"auto\": this version stores in SQLite only."},
        {"[store]\nencryption_key = 'vault'",
         "line 2: store.encryption_key must be \"auto\" or \"file\" or \"keyring\" or \"systemd\" or "
         "\"command\" or \"passphrase\"."},
        {"[store]\nencryption_key = 'command'",
         "line 2: store.encryption_key is \"command\", but encryption_key_command is not there."},
        {"[store]\nencryption_key_command = []", key_command},
        {"[store]\nencryption_key_command = ['']", key_command},
        {"[store]\nencryption_key_file = ''", "line 2: store.encryption_key_file must name a file."},
        {"[renew]\nfraction_left = 1", "line 2: renew.fraction_left must be 0.01 to 0.9."},
        {"[renew]\nfraction_left = nan", "line 2: renew.fraction_left must be 0.01 to 0.9."},
        {"[renew]\nmin_left = '25h'", "line 2: renew.min_left must be 0 s to 1 day."},
        {"[renew]\nvalidate_every = '5s'", "line 2: renew.validate_every must be 1 min to 1 day."},
        {"[renew]\nkeep_alive = '1m'", "line 2: renew.keep_alive must be 1 h to 30 days."},
        {"[renew]\nclock_skew_warn = '4s'", "line 2: renew.clock_skew_warn must be 5 s to 1 day."},
        {"[renew]\nmax_per_second = 0", "line 2: renew.max_per_second must be 0.01 to 10000."},
        {"[renew]\nkeep_alive = 'x'",
         "line 2: renew.keep_alive must be a duration such as \"30s\", \"5m\", \"1h\" or \"7d\", or whole "
         "seconds."},
        {"[ui]\nstream_safe = 'no'", "line 2: ui.stream_safe must be true or false."},
        {"[ui]\ntheme = 'pink'", "line 2: ui.theme must be \"auto\" or \"dark\" or \"light\"."},
        {"[api]\nrequire_keys = true", "line 2: unknown key `require_keys`.", "Did you mean `require_key`?"},
        {"[api]\nallow_origins = ['*']",
         "line 2: api.allow_origins must hold origins such as \"http://localhost:5173\"."},
        {"[api]\nallow_origins = ['http://a.example/']",
         "line 2: api.allow_origins must hold origins such as \"http://localhost:5173\"."},
        {"[api]\nallow_origins = ['null']",
         "line 2: api.allow_origins must hold origins such as \"http://localhost:5173\"."},
        {"[log]\nlevel = 'loud'",
         "line 2: log.level must be \"debug\" or \"info\" or \"warn\" or \"error\"."},
        {"[log]\nformat = 'xml'", "line 2: log.format must be \"auto\" or \"text\" or \"json\"."},
    });
}

TEST(Config, WhatWorksButShouldBeMendedIsAWarning) {
    EXPECT_THAT(
        parsed("[api]\nrequire_key = false").warnings,
        ElementsAre(
            "config.toml, line 2: api.require_key = false: every program on this computer can ask for "
            "tokens."));
    EXPECT_THAT(parsed("[server]\nlisten = ['127.0.0.1:3000', '0.0.0.0:3000']").warnings,
                ElementsAre("config.toml, line 2: other computers can reach 0.0.0.0:3000."));
}

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
         "http://127.0.0.1:3000/success"},
        {spotify + "redirect_uri = 'http://localhost:3000/success/spotify'",
         "http://localhost:3000/success/spotify"},
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
                HasSubstr("config.toml, line 1: client.glimesh: Glimesh shut down on 1 July 2023"));
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
         "line 3: client.twitch.grant_types may hold \"authorization_code\" and \"refresh_token\" only."},
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
        {"[provider.x]\nauthorization_endpoint = 'https://a.example/'",
         "line 1: provider.x needs token_endpoint.",
         "Copy it from the provider's documentation; it is often listed at "
         "/.well-known/openid-configuration."},
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

TEST(LoadConfig, ReadsTheFileOrTakesTheDefaults) {
    const test::TempDir home;
    const auto path = home / "config.toml";
    EXPECT_EQ(load_config(path, system_sources(home.path()))->port, 3000);
    std::ofstream(path) << "[server]\nport = 4000\n";
    EXPECT_EQ(load_config(path, system_sources(home.path()))->port, 4000);
    std::ofstream(path) << "[server]\nprot = 4000\n";
    const auto wrong = load_config(path, system_sources(home.path()));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().title, "config.toml, line 2: unknown key `prot`.");
    EXPECT_EQ(wrong.error().detail, "The file is " + path + ".");
}

TEST(LoadConfig, RefusesWhatIsNoSmallFile) {
    const test::TempDir home;
    const auto path = home / "config.toml";
    std::ofstream(path) << std::string(256 * 1024 + 1, '#');
    for (const auto& each : {path, home.path()}) {
        const auto result = load_config(each, system_sources(home.path()));
        ASSERT_FALSE(result) << each;
        EXPECT_EQ(result.error().kind, ErrorKind::config);
        EXPECT_EQ(result.error().code, "E104");
    }
}

}  // namespace
}  // namespace roadcase::config
