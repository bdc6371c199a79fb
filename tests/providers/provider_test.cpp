#include "providers/provider.h"

#include <gtest/gtest.h>

namespace roadcase::providers {
namespace {

constexpr const char* minimal =
    "authorization_endpoint = 'https://a.example/authorize'\ntoken_endpoint = 'https://a.example/token'\n";

/// Reads "[provider.x]" followed by `lines`, as it would stand in a config.toml.
Result<Provider> read(const std::string& lines, const Provider* base = nullptr) {
    const auto root = parse_toml("[provider.x]\n" + lines, "config.toml");
    if (!root) return fail(root.error());
    const auto& providers = std::get<TomlTable>(root->find("provider")->value);
    return read_provider(std::get<TomlTable>(providers.find("x")->value), "x", base);
}

std::string problem(const Result<Provider>& result) {
    return result ? "" : result.error().title;
}

TEST(Provider, TwoAddressesAreEnough) {
    const auto provider = read(minimal);
    ASSERT_TRUE(provider) << problem(provider);
    EXPECT_EQ(provider->name, "x");
    EXPECT_EQ(provider->display_name, "x");
    EXPECT_EQ(provider->redirect_hosts.front(), "localhost");
    EXPECT_EQ(provider->server.authorization_endpoint, "https://a.example/authorize");
    EXPECT_EQ(provider->server.token_endpoint, "https://a.example/token");
    EXPECT_TRUE(provider->server.pkce);
    EXPECT_EQ(provider->server.scope_separator, " ");
    EXPECT_EQ(provider->token_endpoint_auth_method, oauth::ClientAuthMethod::client_secret_post);
    EXPECT_EQ(provider->server.default_expires_in, std::nullopt);
    EXPECT_TRUE(provider->identity.request.url.empty());
    EXPECT_EQ(provider->lifetimes.consent, std::nullopt);
    EXPECT_EQ(provider->lifetimes.refresh_token_unused, std::nullopt);
    EXPECT_EQ(provider->lifetimes.reuse_grace, seconds{0});
    EXPECT_TRUE(provider->validation.request.url.empty());
    EXPECT_EQ(provider->validation.every, std::nullopt);
}

TEST(Provider, EveryFieldIsRead) {
    const auto provider = read(R"(
issuer = "https://a.example"
authorization_endpoint = "https://a.example/authorize?x=1"
token_endpoint = "http://127.0.0.1:9000/token"
revocation_endpoint = "http://[::1]:9000/revoke"
introspection_endpoint = "http://localhost:9000/introspect"
userinfo_endpoint = "https://a.example/me"
device_authorization_endpoint = "https://a.example/device"
jwks_uri = "https://a.example/jwks"
scopes_supported = ["a", "b"]
scope_separator = ","
code_challenge_methods_supported = []
token_endpoint_auth_methods_supported = ["private_key_jwt", "client_secret_basic", "none"]
authorization_response_iss_parameter_supported = true
basic_encoding = "raw"
default_expires_in = "4h"
redirect_hosts = ["127.0.0.1", "[::1]"]
display_name = "Änderung"
documentation = "https://a.example/docs"
console_url = "https://a.example/apps#/mine"
retired = "2023-07-01"
notice = "It ended."
[provider.x.authorization_params]
prompt = "consent"
access_type = "offline"
[provider.x.api]
base_url = "https://a.example/api"
headers = { Authorization = "Bearer {access_token}", Client-Id = "{client_id}" }
[provider.x.identity]
url = "https://a.example/graph"
method = "POST"
body = '{"query":"{ myself }"}'
headers = { Authorization = "OAuth {access_token}" }
subject = "/data/0/id"
display_name = "/data/0/a~1b"
[provider.x.lifetimes]
consent = "180d"
consent_in_testing = "7d"
refresh_token_unused = "30d"
reuse_grace = 60
[provider.x.validation]
url = "https://a.example/validate"
headers = { Authorization = "OAuth {access_token}" }
every = "1h"
active = "/data/active"
)");
    ASSERT_TRUE(provider) << problem(provider);
    const auto& server = provider->server;
    EXPECT_EQ(server.issuer, "https://a.example");
    EXPECT_EQ(server.authorization_endpoint, "https://a.example/authorize?x=1");
    EXPECT_EQ(server.token_endpoint, "http://127.0.0.1:9000/token");
    EXPECT_EQ(server.revocation_endpoint, "http://[::1]:9000/revoke");
    EXPECT_EQ(server.introspection_endpoint, "http://localhost:9000/introspect");
    EXPECT_EQ(server.userinfo_endpoint, "https://a.example/me");
    EXPECT_EQ(server.device_authorization_endpoint, "https://a.example/device");
    EXPECT_EQ(server.jwks_uri, "https://a.example/jwks");
    EXPECT_EQ(server.scope_separator, ",");
    EXPECT_FALSE(server.pkce);
    EXPECT_TRUE(server.authorization_response_iss_parameter_supported);
    EXPECT_EQ(server.basic_encoding, oauth::BasicEncoding::raw);
    EXPECT_EQ(server.default_expires_in, seconds{14'400});
    EXPECT_EQ(server.authorization_params.encode(), "prompt=consent&access_type=offline");
    EXPECT_EQ(provider->token_endpoint_auth_method, oauth::ClientAuthMethod::client_secret_basic);
    EXPECT_EQ(provider->redirect_hosts, (std::vector<std::string>{"127.0.0.1", "[::1]"}));
    EXPECT_EQ(provider->display_name, "Änderung");
    EXPECT_EQ(provider->documentation, "https://a.example/docs");
    EXPECT_EQ(provider->console_url, "https://a.example/apps#/mine");
    EXPECT_EQ(provider->retired, "2023-07-01");
    EXPECT_EQ(provider->ended(), "Änderung ended on 2023-07-01. It ended.");
    EXPECT_EQ(provider->api_base_url, "https://a.example/api");
    ASSERT_EQ(provider->api_headers.size(), 2u);
    EXPECT_EQ(provider->api_headers[1].second, "{client_id}");
    const auto& identity = provider->identity;
    EXPECT_EQ(identity.request.url, "https://a.example/graph");
    EXPECT_EQ(identity.request.method, "POST");
    EXPECT_EQ(identity.request.body, "{\"query\":\"{ myself }\"}");
    EXPECT_EQ(identity.request.headers, (oauth::Pairs{{"Authorization", "OAuth {access_token}"}}));
    EXPECT_EQ(identity.subject, std::vector<std::string>{"/data/0/id"});
    EXPECT_EQ(identity.display_name, std::vector<std::string>{"/data/0/a~1b"});
    EXPECT_EQ(provider->lifetimes.consent, seconds{180 * 86'400});
    EXPECT_EQ(provider->lifetimes.consent_in_testing, seconds{7 * 86'400});
    EXPECT_EQ(provider->lifetimes.refresh_token_unused, seconds{30 * 86'400});
    EXPECT_EQ(provider->lifetimes.reuse_grace, seconds{60});
    EXPECT_EQ(provider->validation.request.url, "https://a.example/validate");
    EXPECT_EQ(provider->validation.request.headers,
              (oauth::Pairs{{"Authorization", "OAuth {access_token}"}}));
    EXPECT_EQ(provider->validation.every, seconds{3600});
    EXPECT_EQ(provider->validation.active, "/data/active");
}

TEST(Provider, AnErrorNamesLineAndKey) {
    const std::string url = " must be an https:// URL (http:// only for localhost, 127.0.0.1 or [::1]).";
    const std::pair<const char*, std::string> table[] = {
        {"redirect_url = ''", "line 4: unknown key `redirect_url`."},
        {"issuer = 'http://a.example'", "line 4: provider.x.issuer" + url},
        {"issuer = 7", "line 4: provider.x.issuer must be text in quotes."},
        {"revocation_endpoint = 'ftp://a.example'", "line 4: provider.x.revocation_endpoint" + url},
        {"introspection_endpoint = 'https://user@a.example/'",
         "line 4: provider.x.introspection_endpoint" + url},
        {"userinfo_endpoint = 'https://a.example/#f'", "line 4: provider.x.userinfo_endpoint" + url},
        {"device_authorization_endpoint = 'a.example'",
         "line 4: provider.x.device_authorization_endpoint" + url},
        {"jwks_uri = 'http://10.0.0.1/'", "line 4: provider.x.jwks_uri" + url},
        {"console_url = 'javascript:alert(1)'", "line 4: provider.x.console_url" + url},
        {"console_url = 'https://a.example/{realm}#f'", "line 4: provider.x.console_url" + url},
        {"documentation = 'https://a.example/#a b'", "line 4: provider.x.documentation" + url},
        {"documentation = 'x'", "line 4: provider.x.documentation" + url},
        {"display_name = \"a\\nb\"", "line 4: provider.x.display_name must be one line of text."},
        {"retired = true", "line 4: provider.x.retired must be text in quotes."},
        {"retired = 'last year'",
         "line 4: provider.x.retired must be the day it ended, such as \"2023-07-01\"."},
        {"scopes_supported = 'a b'",
         "line 4: provider.x.scopes_supported must be a list of texts such as [\"one\", \"two\"]."},
        {"scope_separator = ''", "line 4: provider.x.scope_separator must be \" \", \",\" or \"+\"."},
        {"code_challenge_methods_supported = ['plain']",
         "line 4: provider.x.code_challenge_methods_supported must contain \"S256\", or be [] for a server "
         "that breaks "
         "on PKCE."},
        {"token_endpoint_auth_methods_supported = ['private_key_jwt']",
         "line 4: provider.x.token_endpoint_auth_methods_supported must contain \"client_secret_basic\", "
         "\"client_secret_post\" or \"none\"."},
        {"token_endpoint_auth_methods_supported = []",
         "line 4: provider.x.token_endpoint_auth_methods_supported must contain \"client_secret_basic\", "
         "\"client_secret_post\" or \"none\"."},
        {"basic_encoding = 'RAW'", "line 4: provider.x.basic_encoding must be \"rfc6749\" or \"raw\"."},
        {"redirect_hosts = ['example.org']",
         "line 4: provider.x.redirect_hosts must be of \"localhost\", \"127.0.0.1\" and \"[::1]\", the "
         "default first."},
        {"default_expires_in = 'long'",
         "line 4: provider.x.default_expires_in must be a duration such as \"30s\", \"5m\", \"1h\" or "
         "\"7d\", or "
         "whole seconds."},
        {"authorization_response_iss_parameter_supported = 1",
         "line 4: provider.x.authorization_response_iss_parameter_supported must be true or false."},
        {"authorization_response_iss_parameter_supported = true",
         "line 1: provider.x promises the iss parameter and needs issuer to compare it with."},
        {"authorization_params = 'a=b'", "line 4: provider.x.authorization_params must be a table."},
        {"\n[provider.x.authorization_params]\nprompt = 'x'\nstate = 'fixed'",
         "line 7: provider.x.authorization_params.state cannot be set: roadcase sends its own."},
        {"authorization_params = { max_age = 1 }",
         "line 4: provider.x.authorization_params.max_age must be text in quotes."},
        {"[provider.x.lifetimes]\nconsent = 'long'",
         "line 5: provider.x.lifetimes.consent must be a duration such as \"30s\", \"5m\", \"1h\" or \"7d\", "
         "or whole seconds."},
        {"[provider.x.lifetimes]\nreuse_grace = '3651d'",
         "line 5: provider.x.lifetimes.reuse_grace must be at most \"3650d\"."},
        {"[provider.x.lifetimes]\nunused = '1d'", "line 5: unknown key `unused`."},
        {"[provider.x.validation]\nurl = 'http://a.example'", "line 5: provider.x.validation.url" + url},
        {"[provider.x.api]\nbase = ''", "line 5: unknown key `base`."},
        {"[provider.x.api]\nbase_url = 'http://a.example'", "line 5: provider.x.api.base_url" + url},
        {"[provider.x.api.headers]\nAuthorization = \"Bearer {token}\"",
         "line 5: provider.x.api.headers.Authorization may hold {access_token} and {client_id}, and no "
         "control "
         "characters."},
        {"[provider.x.api.headers]\nA = \"a\\r\\nHost: b\"",
         "line 5: provider.x.api.headers.A may hold {access_token} and {client_id}, and no control "
         "characters."},
        {"[provider.x.api.headers]\n\"A b\" = 'c'",
         "line 5: provider.x.api.headers.A b is no name of a header field."},
        {"[provider.x.identity]\nurl = 'http://a.example'", "line 5: provider.x.identity.url" + url},
        {"[provider.x.identity]\nmethod = 'PUT'",
         "line 5: provider.x.identity.method must be \"GET\" or \"POST\" or \"DELETE\"."},
        {"[provider.x.identity]\nbody = '{'", "line 5: provider.x.identity.body must be JSON."},
        {"[provider.x.identity]\nsubject = 'id'",
         "line 5: provider.x.identity.subject must be a JSON pointer such as \"/data/0/id\"."},
        {"[provider.x.identity]\ndisplay_name = '/a~2'",
         "line 5: provider.x.identity.display_name must be a JSON pointer such as \"/data/0/id\"."},
        {"[provider.x.identity]\nsubjct = '/a'", "line 5: unknown key `subjct`."},
        {"identity = 1", "line 4: provider.x.identity must be a table."},
    };
    for (const auto& [line, expected] : table) {
        const auto result = read(std::string(minimal) + line);
        EXPECT_EQ(problem(result), "config.toml, " + expected) << line;
        if (result) continue;
        EXPECT_EQ(result.error().kind, ErrorKind::config);
        EXPECT_EQ(result.error().code, "E104");
    }
}

TEST(Provider, BothAddressesAreNeeded) {
    EXPECT_EQ(problem(read("")), "config.toml, line 1: provider.x needs authorization_endpoint.");
    EXPECT_EQ(problem(read("authorization_endpoint = 'https://a.example/'")),
              "config.toml, line 1: provider.x needs token_endpoint.");
    EXPECT_TRUE(read("issuer = 'https://a.example'")->needs_discovery());
    EXPECT_FALSE(read(std::string(minimal) + "issuer = 'https://a.example'")->needs_discovery());
}

TEST(Provider, ATableOverAPresetChangesOnlyWhatItNames) {
    auto base = *read(std::string(minimal) +
                      "display_name = 'X!'\nretired = '2023-07-01'\ncode_challenge_methods_supported = []\n"
                      "default_expires_in = 0\nauthorization_params = { a = '1', b = '2' }\n"
                      "[provider.x.identity]\nurl = 'https://a.example/me'\nheaders = { A = 'b' }\n");
    const auto changed = read(
        "token_endpoint = 'http://127.0.0.1:1/token'\nretired = ''\n"
        "[provider.x.identity]\nsubject = '/id'",
        &base);
    ASSERT_TRUE(changed) << problem(changed);
    EXPECT_EQ(changed->server.token_endpoint, "http://127.0.0.1:1/token");
    EXPECT_EQ(changed->server.authorization_endpoint, base.server.authorization_endpoint);
    EXPECT_EQ(changed->display_name, "X!");
    EXPECT_EQ(changed->retired, "");
    EXPECT_FALSE(changed->server.pkce);
    EXPECT_EQ(changed->server.default_expires_in, seconds{0});
    EXPECT_EQ(changed->server.authorization_params.encode(), "a=1&b=2");
    EXPECT_EQ(changed->identity.request.url, "https://a.example/me");
    EXPECT_EQ(changed->identity.request.headers.size(), 2u);
    EXPECT_EQ(changed->identity.subject, std::vector<std::string>{"/id"});
    const auto emptied = read("authorization_params = {}", &base);
    EXPECT_TRUE(emptied->server.authorization_params.empty());
    EXPECT_EQ(problem(read("token_endpoint = ''", &base)),
              "config.toml, line 1: provider.x needs token_endpoint.");
}

TEST(Provider, ALifetimeOfNothingTakesAwayWhatThePresetHas) {
    auto base =
        *read(std::string(minimal) +
              "[provider.x.lifetimes]\nconsent = '180d'\nrefresh_token_unused = '30d'\nreuse_grace = 9");
    const auto changed = read(
        "[provider.x.lifetimes]\nconsent = 0\nreuse_grace = 0\n[provider.x.validation]\nurl = ''", &base);
    ASSERT_TRUE(changed) << problem(changed);
    EXPECT_EQ(changed->lifetimes.consent, std::nullopt);
    EXPECT_EQ(changed->lifetimes.refresh_token_unused, seconds{30 * 86'400});
    EXPECT_EQ(changed->lifetimes.reuse_grace, seconds{0});
}

TEST(FillHeaders, FillsEachPlaceholderOnce) {
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    EXPECT_EQ(fill_headers({}, "tok", "id"), (Pairs{{"Authorization", "Bearer tok"}}));
    EXPECT_EQ(
        fill_headers({{"Authorization", "OAuth {access_token}"}, {"Client-Id", "{client_id}"}, {"X", "a{b}"}},
                     "tok", "id"),
        (Pairs{{"Authorization", "OAuth tok"}, {"Client-Id", "id"}, {"X", "a{b}"}}));
    EXPECT_EQ(fill_headers({{"A", "{access_token}"}}, "{client_id}", "id"), (Pairs{{"A", "{client_id}"}}));
}

TEST(Provider, AValidationTellsTheDeadFromTheUnknown) {
    Validation by_status, by_answer;
    by_answer.active = "/data/active";
    const auto answer = [](int status, const char* body) { return http::Response{status, {}, body}; };
    EXPECT_EQ(says_alive(by_status, answer(200, "")), true);
    EXPECT_EQ(says_alive(by_status, answer(401, "")), false);
    EXPECT_EQ(says_alive(by_status, answer(503, "")), std::nullopt);
    EXPECT_EQ(says_alive(by_answer, answer(200, R"({"data":{"active":true}})")), true);
    EXPECT_EQ(says_alive(by_answer, answer(200, R"({"data":{"active":false}})")), false);
    EXPECT_EQ(says_alive(by_answer, answer(401, "")), false);
    EXPECT_EQ(says_alive(by_answer, answer(200, R"({"data":{"active":"no"}})")), std::nullopt);
    EXPECT_EQ(says_alive(by_answer, answer(200, "<html>")), std::nullopt);
    auto proving = by_answer;
    proving.request.proof = oauth::ClientProof::basic;
    EXPECT_EQ(says_alive(proving, answer(401, "")), std::nullopt) << "the client may be what it refuses";
}

}  // namespace
}  // namespace roadcase::providers
