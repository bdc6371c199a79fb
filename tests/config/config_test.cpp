#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "config/world.h"
#include "support/temp_dir.h"

namespace roadcase::config {
namespace {

using oauth::ClientAuthMethod;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

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
    EXPECT_FALSE(config.confirm_first_use);
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
confirm_first_use = true
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
    EXPECT_TRUE(config.confirm_first_use);
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
