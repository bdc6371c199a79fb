#include <gtest/gtest.h>

#include "providers/provider.h"

namespace roadcase::providers {
namespace {

/// Reads "[provider.x]" with both endpoints and `lines`.
Result<Provider> read(const std::string& lines, const Provider* base = nullptr) {
    const auto root = parse_toml(
        "[provider.x]\nauthorization_endpoint = 'https://a.example/authorize'\n"
        "token_endpoint = 'https://a.example/token'\n" +
            lines,
        "config.toml");
    if (!root) return fail(root.error());
    const auto& rows = std::get<TomlTable>(root->find("provider")->value);
    return read_provider(std::get<TomlTable>(rows.find("x")->value), "x", base);
}

std::string problem(const Result<Provider>& result) {
    return result ? "" : result.error().title;
}

TEST(RequestTables, WhatDoesNothingIsRefused) {
    const std::pair<const char*, std::string> table[] = {
        {"[provider.x.validation]\nevery = '1h'", "validation.url must say where this request goes."},
        {"[provider.x.registration]\nclient_id = '/id'",
         "registration.url must say where this request goes."},
        {"[provider.x.exchange]\nmethod = 'GET'",
         "exchange.params must say what is exchanged, such as { access_token = \"{access_token}\" }."},
        {"client_id_parameter = 'state'", "client_id_parameter is the name of another parameter."},
        {"scope_parameter = 'client_id'", "scope_parameter is the name of another parameter."},
        {"[provider.x.code]\nheaders = { A = \"a\\r\\nHost: b\" }",
         "code.headers.A must be one line of plain characters."},
    };
    for (const auto& [lines, expected] : table) {
        const auto told = problem(read(lines));
        EXPECT_NE(told.find("provider.x." + expected), std::string::npos) << lines << "\n" << told;
    }
}

TEST(RequestTables, WhatAPresetHasNeedsNotBeSaidAgain) {
    const auto preset = read(
        "[provider.x.validation]\nurl = 'https://a.example/v'\nevery = '1h'\n"
        "[provider.x.exchange]\nparams = { a = '{access_token}' }\n"
        "[provider.x.registration]\nurl = 'https://a.example/r'");
    ASSERT_TRUE(preset) << problem(preset);
    EXPECT_EQ(problem(read("[provider.x.validation]\nevery = '2h'\n[provider.x.exchange]\nmethod = 'GET'\n"
                           "[provider.x.registration]\nencoding = 'json'\n",
                           &*preset)),
              "");
    EXPECT_EQ(problem(read("[provider.x.registration]\nurl = ''", &*preset)), "");
}

TEST(Variables, MakeWholeAddressesOfEveryRequest) {
    const auto row = read(
        "revocation_endpoint = 'https://{host}/apps/{client_id}/token'\n"
        "[provider.x.variables]\nhost = 'a.example'\nbase = ''\n[provider.x.identity]\nurl = '{base}/me'");
    ASSERT_TRUE(row) << problem(row);
    const auto told = problem(with_variables(*row, {{"base", "b.example"}}));
    EXPECT_NE(told.find("make no address: b.example/me."), std::string::npos) << told;
    const auto whole = with_variables(*row, {{"base", "https://b.example"}});
    ASSERT_TRUE(whole) << problem(whole);
    EXPECT_EQ(whole->server.revocation_endpoint, "https://a.example/apps/{client_id}/token");
}

TEST(RequestTables, AHeaderIsTheSameInAnyCase) {
    const auto removed =
        read("[provider.x.identity]\nurl = 'https://a.example/me'\nheaders = { authorization = '' }");
    ASSERT_TRUE(removed) << problem(removed);
    EXPECT_TRUE(removed->identity.request.headers.empty()) << "the token goes there no more";
}

}  // namespace
}  // namespace roadcase::providers
