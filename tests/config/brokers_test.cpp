#include <gmock/gmock.h>

#include "config/world.h"

namespace roadcase::config {
namespace {

using brokers::AgoraDialect;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string agora =
    "[broker.live]\nkind = 'agora'\napp_id = '0123456789abcdef0123456789abcdef'\n"
    "app_certificate_env = 'CERTIFICATE'\n";
const std::string bearer =
    "[broker.video]\nkind = 'operator-bearer'\nhost = 'https://video.example'\n"
    "operator_token_file = 'op.secret'\nscopes = ['viewer']\n";
const std::string respoke =
    "[broker.talk]\nkind = 'respoke'\napp_id = 'planted-app'\napp_secret_command = ['pass', 'respoke']\n";

std::string problem(const std::string& text) {
    World world;
    const auto config = world.parse(text);
    return config ? "none" : config.error().one_line();
}

TEST(Brokers, AnAgoraBrokerHasUsualSettings) {
    const auto config = parsed(agora);
    ASSERT_EQ(config.brokers.size(), 1u);
    const auto& broker = config.brokers.front().broker;
    EXPECT_EQ(broker.name, "live");
    EXPECT_EQ(brokers::kind_of(broker), "agora");
    const auto& settings = broker.as<brokers::AgoraSettings>();
    EXPECT_EQ(settings.app_id, "0123456789abcdef0123456789abcdef");
    EXPECT_EQ(settings.version, brokers::agora::Version::v007);
    EXPECT_EQ(settings.dialect, AgoraDialect::node);
    EXPECT_EQ(broker.policy.default_ttl, seconds{3600});
    EXPECT_EQ(broker.policy.max_ttl, seconds{86'400});
    EXPECT_TRUE(broker.policy.require_key);
    EXPECT_THAT(broker.policy.origins, IsEmpty());
    EXPECT_THAT(broker.policy.places, ElementsAre("*"));
}

TEST(Brokers, EverySettingIsRead) {
    const auto config =
        parsed(agora +
               "version = '006'\nroutes = 'go'\npath = '/live'\nchannels = ['stream-*']\n"
               "roles = ['subscriber']\ndefault_ttl = '5m'\nmax_ttl = '10m'\nper_minute = 30\n"
               "require_key = false\norigins = ['http://localhost:5173']\n"
               "permission_url = 'http://127.0.0.1:9000/may'\npermission_forward = ['Cookie']\n"
               "permission_timeout = '2s'\n");
    const auto& broker = config.brokers.front().broker;
    EXPECT_EQ(broker.as<brokers::AgoraSettings>().version, brokers::agora::Version::v006);
    EXPECT_EQ(broker.as<brokers::AgoraSettings>().dialect, AgoraDialect::go);
    EXPECT_EQ(broker.path, "/live");
    EXPECT_THAT(broker.policy.places, ElementsAre("stream-*"));
    EXPECT_THAT(broker.policy.roles, ElementsAre("subscriber"));
    EXPECT_EQ(broker.policy.default_ttl, seconds{300});
    EXPECT_EQ(broker.policy.max_ttl, seconds{600});
    EXPECT_EQ(broker.policy.per_minute, 30);
    EXPECT_FALSE(broker.policy.require_key);
    EXPECT_THAT(broker.policy.origins, ElementsAre("http://localhost:5173"));
    EXPECT_EQ(broker.policy.permission.url, "http://127.0.0.1:9000/may");
    EXPECT_THAT(broker.policy.permission.forward, ElementsAre("Cookie"));
    EXPECT_EQ(broker.policy.permission.timeout, seconds{2});
}

TEST(Brokers, AnOperatorsServiceIsDescribed) {
    const auto config =
        parsed(bearer +
               "default_scopes = ['viewer']\nusers = ['u-*']\nroute = '/tokens/mine'\n"
               "create_path = '/v2/tokens'\ndelete_method = 'POST'\ndelete_path = '/v2/tokens/end'\n"
               "delete_body = '{\"token\":\"{token}\"}'\npass = ['data', 'chatUser']\n"
               "[broker.video.body]\nproject = 7\n[broker.video.body.data]\nmirrors = [{id = 'a'}]\n");
    const auto& settings = config.brokers.front().broker.as<brokers::OperatorSettings>();
    EXPECT_EQ(settings.host, "https://video.example");
    EXPECT_THAT(settings.scopes, ElementsAre("viewer"));
    EXPECT_EQ(settings.route, "/tokens/mine");
    EXPECT_EQ(settings.delete_method, "POST");
    EXPECT_EQ(settings.delete_body, R"({"token":"{token}"})");
    EXPECT_EQ(settings.body, Json::parse(R"({"project":7,"data":{"mirrors":[{"id":"a"}]}})"));
    EXPECT_THAT(settings.pass, ElementsAre("data", "chatUser"));
    EXPECT_THAT(config.brokers.front().broker.policy.places, ElementsAre("u-*"));
    EXPECT_THAT(config.brokers.front().broker.policy.roles, ElementsAre("viewer"));
}

TEST(Brokers, TheOnlyScopeIsTheUsualOne) {
    EXPECT_THAT(parsed(bearer).brokers.front().broker.as<brokers::OperatorSettings>().scopes,
                ElementsAre("viewer"));
    const auto config = parsed(
        "[broker.video]\nkind = 'operator-bearer'\nhost = 'https://video.example/'\n"
        "operator_token_file = 'op.secret'\nscopes = ['viewer', 'admin']\n");
    EXPECT_THAT(config.brokers.front().broker.as<brokers::OperatorSettings>().scopes, IsEmpty());
    EXPECT_EQ(config.brokers.front().broker.as<brokers::OperatorSettings>().host, "https://video.example");
}

TEST(Brokers, SecretsAreReadWhenTheBrokerIsMadeReady) {
    World world;
    world.env["CERTIFICATE"] = "fedcba9876543210fedcba9876543210";
    world.output = Secret("planted-secret\n");
    const auto config = world.parse(agora + respoke);
    ASSERT_TRUE(config) << config.error().one_line();
    EXPECT_TRUE(world.runs.empty());
    const auto live = config->brokers[0].ready();
    EXPECT_FALSE(live->problem) << live->problem->one_line();
    EXPECT_EQ(live->secret.reveal(), "fedcba9876543210fedcba9876543210");
    EXPECT_EQ(config->brokers[1].ready()->secret.reveal(), "planted-secret");
    EXPECT_EQ(world.runs.size(), 1u);
}

TEST(Brokers, OneWithoutItsSecretSaysWhy) {
    World world;
    const auto config = world.parse(agora);
    ASSERT_TRUE(config);
    const auto without = config->brokers[0].ready();
    ASSERT_TRUE(without->problem);
    EXPECT_EQ(without->problem->title, "The environment variable CERTIFICATE is not set.");
    world.env["CERTIFICATE"] = "planted-no-hex-digits";
    const auto odd = config->brokers[0].ready();
    ASSERT_TRUE(odd->problem);
    EXPECT_THAT(odd->problem->one_line(), testing::Not(HasSubstr("planted")));
}

TEST(Brokers, ASecretInTheFileIsAWarning) {
    const auto config = parsed(
        "[broker.live]\nkind = 'agora'\napp_id = '0123456789abcdef0123456789abcdef'\n"
        "app_certificate = 'fedcba9876543210fedcba9876543210'\n");
    EXPECT_THAT(config.warnings, ElementsAre(HasSubstr("app_certificate_file keeps it out of it")));
    EXPECT_FALSE(config.brokers.front().ready()->problem);
}

TEST(Brokers, PagesNeedSomebodyWhoSaysWhichOfTheirVisitorsMay) {
    EXPECT_THAT(problem(agora + "origins = ['http://localhost:5173']\n"),
                HasSubstr("origins need permission_url"));
    const std::string listed = "[api]\nallow_origins = ['http://localhost:5173']\n";
    EXPECT_THAT(parsed(listed + agora).brokers.front().broker.policy.origins, IsEmpty());
    EXPECT_THAT(
        parsed(listed + agora + "permission_command = ['may']\n").brokers.front().broker.policy.origins,
        ElementsAre("http://localhost:5173"));
    EXPECT_THAT(parsed(listed + agora + "permission_command = ['may']\norigins = []\n")
                    .brokers.front()
                    .broker.policy.origins,
                IsEmpty());
}

TEST(Brokers, TwoCannotHaveOneAddress) {
    const std::string second = "[broker.second]\nkind = 'agora'\napp_id = 'x'\napp_certificate_env = 'C'\n";
    EXPECT_THAT(problem(agora + second), HasSubstr("has the same address as broker.live: /rtc"));
    EXPECT_THAT(problem(agora + second + "path = '/second'\n"), HasSubstr("none"));
    EXPECT_THAT(problem(agora + second + "routes = 'none'\n"), HasSubstr("none"));
    EXPECT_THAT(problem(bearer + "route = '/api/v1/token'\n"), HasSubstr("route must be like"));
    EXPECT_THAT(problem(agora + "path = '/auth'\n"), HasSubstr("path must be like"));
    EXPECT_THAT(problem(agora + "path = '/a/../b'\n"), HasSubstr("path must be like"));
    EXPECT_THAT(problem(agora + "path = '/a/'\n"), HasSubstr("path must be like"));
}

TEST(Brokers, OneMayNotLieBelowAnothersAddresses) {
    const auto shares = [](const std::string& address) {
        return HasSubstr("has the same address as broker.live: " + address + ".");
    };
    for (const auto* route :
         {"/getToken", "/gettoken", "/rtc", "/rtm/alice", "/RTE/x", "/chat/app", "/ping"}) {
        const auto set = "route = '" + std::string(route) + "'\n";
        EXPECT_THAT(problem(agora + bearer + set), shares(route));
        EXPECT_THAT(problem(agora + respoke + set), shares(route));
    }
    EXPECT_THAT(problem(agora + bearer + "route = '/rtmx/alice'\n"), HasSubstr("none"));
    EXPECT_THAT(problem(agora + "routes = 'none'\n" + bearer + "route = '/rtc'\n"), HasSubstr("none"));
    EXPECT_THAT(problem(agora + bearer + "path = '/rtm'\nroute = '/alice'\n"), shares("/rtm/alice"));
    EXPECT_THAT(problem(agora + "path = '/live'\n" + bearer + "route = '/live/ping'\n"),
                shares("/live/ping"));
    EXPECT_THAT(problem(agora + "path = '/live'\n" + bearer + "route = '/ping'\n"), HasSubstr("none"));
    for (const auto* own : {"/v1/tokens", "/v1/session-tokens", "/v1/turn", "/respoke/auth-token"})
        EXPECT_THAT(problem(respoke + bearer + "route = '" + own + "'\n"),
                    HasSubstr("has the same address as broker.talk: " + std::string(own)));
    EXPECT_THAT(problem(respoke + bearer + "path = '/v1'\nroute = '/turn'\n"), HasSubstr("/v1/turn"));
    EXPECT_THAT(problem(respoke + bearer + "route = '/v1/other'\n"), HasSubstr("none"));
    EXPECT_THAT(problem(respoke + "route = '/v1/tokens'\n"), HasSubstr("one of Respoke's own"));
}

TEST(Brokers, NonsenseOfAnOperatorsServiceIsRefused) {
    EXPECT_THAT(problem(bearer + "pass = ['data', 'expire']\n"), HasSubstr("pass cannot hold expire"));
    EXPECT_THAT(problem(bearer + "default_scopes = ['admin']\n"), HasSubstr("\"admin\" is not"));
    EXPECT_THAT(problem(bearer + "default_scopes = ['']\n"), HasSubstr("default_scopes must be among"));
    const auto with = [](const std::string& host, const std::string& scopes) {
        return problem(
            "[broker.video]\nkind = 'operator-bearer'\noperator_token_file = 'op.secret'\nhost = '" + host +
            "'\nscopes = " + scopes + "\n");
    };
    const std::string good = "https://video.example";
    EXPECT_THAT(with(good, "['']"), HasSubstr("scopes must name"));
    EXPECT_THAT(with(good, "['viewer', '']"), HasSubstr("scopes must name"));
    EXPECT_THAT(with(good, "['watch-*']\ndefault_scopes = ['watch-1']"), HasSubstr("none"));
    for (const auto* end : {"?", "#", "?a=b", "/x?", "/?/"})
        EXPECT_THAT(with(good + end, "['viewer']"), HasSubstr("host must be")) << end;
}

TEST(Brokers, WhatIsWrongIsNamed) {
    EXPECT_THAT(problem("[broker.x]\nkind = 'agoro'\n"), HasSubstr("broker.x.kind must be"));
    EXPECT_THAT(problem("[broker.x]\n"), HasSubstr("kind must be"));
    EXPECT_THAT(problem("[broker.x]\nkind = 'agora'\napp_certificate_env = 'C'\n"),
                HasSubstr("app_id is needed"));
    EXPECT_THAT(problem("[broker.x]\nkind = 'agora'\napp_id = 'x'\n"),
                HasSubstr("app_certificate is missing"));
    EXPECT_THAT(problem(agora + "app_certificate_file = 'x'\n"), HasSubstr("keep one of them"));
    EXPECT_THAT(problem(agora + "version = '008'\n"), HasSubstr("version must be"));
    EXPECT_THAT(problem(agora + "max_ttl = '2d'\n"), HasSubstr("max_ttl must be 1 s to 24 h"));
    EXPECT_THAT(problem(agora + "max_ttl = '1m'\ndefault_ttl = '2m'\n"), HasSubstr("default_ttl must be"));
    EXPECT_THAT(problem(agora + "per_minute = 0\n"), HasSubstr("per_minute must be"));
    EXPECT_THAT(problem(agora + "channels = []\n"), HasSubstr("channels must be"));
    EXPECT_THAT(problem(agora + "permission_url = 'http://example.com/'\n"),
                HasSubstr("permission_url must be"));
    EXPECT_THAT(problem(agora + "permission_url = 'https://x/'\npermission_command = ['x']\n"),
                HasSubstr("keep one"));
    EXPECT_THAT(problem(agora + "permission_command = []\n"), HasSubstr("permission_command must be"));
    EXPECT_THAT(problem(agora + "permission_timeout = '1m'\n"), HasSubstr("permission_timeout must be"));
    EXPECT_THAT(problem(agora + "permission_forward = ['a b']\n"), HasSubstr("permission_forward must"));
    EXPECT_THAT(problem(agora + "host = 'https://x'\n"), HasSubstr("host"));
    EXPECT_THAT(problem("[broker.x]\nkind = 'operator-bearer'\nhost = 'http://x.example'\n"),
                HasSubstr("host must be"));
    EXPECT_THAT(problem(bearer + "pass = ['ttl']\n"), HasSubstr("pass cannot hold ttl"));
    EXPECT_THAT(problem(bearer + "delete_path = '/x'\n"), HasSubstr("delete_path must hold {token}"));
    EXPECT_THAT(problem(bearer + "delete_body = 'token'\n"), HasSubstr("delete_body must be JSON"));
    EXPECT_THAT(problem(respoke + "role_id = 'a'\nrole_name = 'b'\n"), HasSubstr("keep one of them"));
    EXPECT_THAT(problem(respoke + "base_url = 'ftp://x'\n"), HasSubstr("base_url must be"));
    EXPECT_THAT(problem(agora + bearer + respoke), HasSubstr("none"));
}

}  // namespace
}  // namespace roadcase::config
