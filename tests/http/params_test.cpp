#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/url.h"

namespace roadcase::http {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs pairs_of(const Params& params) {
    return {params.begin(), params.end()};
}

TEST(Params, AreReadInTheirOrder) {
    const std::pair<std::string, Pairs> table[] = {
        {"", {}},
        {"a=1", {{"a", "1"}}},
        {"b=2&a=1&b=3", {{"b", "2"}, {"a", "1"}, {"b", "3"}}},
        {"code=abc==", {{"code", "abc=="}}},
        {"code=abc==&state=x=y", {{"code", "abc=="}, {"state", "x=y"}}},
        {"a", {{"a", ""}}},
        {"a=", {{"a", ""}}},
        {"=b", {{"", "b"}}},
        {"=", {{"", ""}}},
        {"&&a=1&&b=2&", {{"a", "1"}, {"b", "2"}}},
        {"a=1;b=2", {{"a", "1;b=2"}}},
        {"scope=a+b", {{"scope", "a b"}}},
        {"scope=a%2Bb", {{"scope", "a+b"}}},
        {"scope=a%20b%2bc", {{"scope", "a b+c"}}},
        {"a%26b=c%3Dd", {{"a&b", "c=d"}}},
        {"a=%2525", {{"a", "%25"}}},
        {"n=%C3%A9%0d%0A", {{"n", "\xC3\xA9\r\n"}}},
    };
    for (const auto& [raw, expected] : table) {
        const auto params = parse_params(raw);
        ASSERT_TRUE(params) << raw;
        EXPECT_EQ(pairs_of(*params), expected) << raw;
    }
}

TEST(Params, WhatCannotBeDecodedIsRefused) {
    using std::string_literals::operator""s;
    for (const auto& raw :
         {"a=%00"s, "%00=a"s, "a=\0"s, "a=%"s, "a=%4"s, "a=%zz"s, "a=%4g"s, "%=1"s, "ok=1&a=%%"s})
        EXPECT_FALSE(parse_params(raw)) << raw;
}

TEST(Params, AtMostSixtyFour) {
    std::string raw = "p0=";
    for (int i = 1; i < 64; ++i) raw += "&p" + std::to_string(i) + "=" + std::to_string(i);
    ASSERT_TRUE(parse_params(raw));
    EXPECT_EQ(parse_params(raw)->size(), 64u);
    EXPECT_TRUE(parse_params(raw + "&&"));
    EXPECT_FALSE(parse_params(raw + "&one-more"));
}

TEST(Params, SayWhatTheyHold) {
    const Params params{{"code", "x"}, {"state", "1"}, {"iss", "i"}, {"state", "2"}, {"code", "y"}};
    EXPECT_EQ(params.get("state"), "1");
    EXPECT_EQ(params.get("State"), std::nullopt) << "names of parameters have a case";
    EXPECT_EQ(params.count("state"), 2u);
    EXPECT_EQ(params.count("iss"), 1u);
    EXPECT_EQ(params.repeated(), "code");
    EXPECT_EQ((Params{{"a", ""}, {"b", ""}}.repeated()), std::nullopt);
    EXPECT_EQ(Params().repeated(), std::nullopt);
    EXPECT_TRUE(Params().empty());
}

TEST(Params, EncodeWhatTheyRead) {
    const Params params{{"scope", "chat:read chat:edit"}, {"a&b", "c=d+e%"}, {"plain", "-._~"}, {"", "é"}};
    EXPECT_EQ(params.encode(), "scope=chat%3Aread%20chat%3Aedit&a%26b=c%3Dd%2Be%25&plain=-._~&=%C3%A9");
    EXPECT_EQ(pairs_of(*parse_params(params.encode())), pairs_of(params));
    EXPECT_EQ(Params().encode(), "");
}

TEST(Params, AreAppendedToAUrl) {
    const Params params{{"a", "1"}, {"b", "x y"}};
    const std::pair<const char*, const char*> table[] = {
        {"https://id.example/authorize", "https://id.example/authorize?a=1&b=x%20y"},
        {"https://id.example/authorize?", "https://id.example/authorize?a=1&b=x%20y"},
        {"https://id.example/authorize?t=1", "https://id.example/authorize?t=1&a=1&b=x%20y"},
        {"https://id.example/authorize?t=1&", "https://id.example/authorize?t=1&a=1&b=x%20y"},
    };
    for (const auto& [url, expected] : table) EXPECT_EQ(with_query(url, params), expected);
    EXPECT_EQ(with_query("https://id.example/", {}), "https://id.example/");
}

}  // namespace
}  // namespace roadcase::http
