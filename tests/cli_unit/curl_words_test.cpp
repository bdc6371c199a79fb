#include "cli/curl_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace roadcase::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// As curl prints them.
const char* const help =
    "Usage: curl [options...] <url>\n"
    " -d, --data <data>        HTTP POST data\n"
    " -g, --globoff            Disable URL sequences and ranges using {} and []\n"
    " -k, --insecure           Allow insecure server connections\n"
    " -L, --location           Follow redirects\n"
    "     --location-trusted   Like --location, and send auth to other hosts\n"
    " -K, --config <file>      Read config from a file\n"
    " -:, --next               Make next URL use its separate set of options\n"
    " -o, --output <file>      Write to file instead of stdout\n"
    " -s, --silent             Silent mode\n"
    "     --url <url>          URL to work with\n"
    " -v, --verbose            Make the operation more talkative\n"
    " -X, --request <method>   Specify request method to use\n";

const std::vector<std::string> twitch{"https://api.twitch.tv", "https://id.twitch.tv"};

Result<CurlCall> read(const std::vector<std::string>& words) {
    return read_curl_words(words, read_curl_help(help));
}

std::vector<std::string> urls(const CurlCall& call) {
    std::vector<std::string> texts;
    for (const auto& url : call.urls) texts.push_back(url.text());
    return texts;
}

/// "" when the call may be made, else what is said.
std::string verdict(const std::vector<std::string>& words, bool may_show = true) {
    const auto call = read(words);
    if (!call) return call.error().title;
    const auto checked = check_curl_call(*call, twitch, "Twitch", may_show);
    return checked ? "" : checked.error().title;
}

TEST(CurlWords, AddressesAreToldFromValues) {
    const auto call = read({"-sX", "POST", "https://api.twitch.tv/a", "-d", "https://evil.example", "-ofile",
                            "--url", "https://id.twitch.tv/b"});
    ASSERT_TRUE(call) << call.error().one_line();
    EXPECT_THAT(urls(*call), ElementsAre("https://api.twitch.tv/a", "https://id.twitch.tv/b"));
    EXPECT_THAT(call->words, ElementsAre("-sX", "POST", "-d", "https://evil.example", "-ofile"));
    EXPECT_THAT(call->names, ElementsAre("silent", "request", "data", "output", "url"));
}

TEST(CurlWords, WhatCurlWouldReadOtherwiseIsRefused) {
    const std::vector<std::vector<std::string>> wrong{
        {},
        {"-s"},
        {"api.twitch.tv/helix"},
        {"https://api.twitch.tv@evil.example/"},
        {"https://api.twitch.tv#@evil.example/"},
        {"https://{api.twitch.tv,evil.example}/"},
        {"https://api.twitch.tv\\@evil.example/"},
        {"https://api.twitch.tv/", "-"},
        {"https://api.twitch.tv/", "--"},
        {"https://api.twitch.tv/", "-d"},
        {"https://api.twitch.tv/", "-sd"},
        {"https://api.twitch.tv/", "-Q"},
        {"https://api.twitch.tv/", "--dat", "x"},
        {"https://api.twitch.tv/", "--data=x"},
        {"https://api.twitch.tv/", "--no-data", "x"},
        {"https://api.twitch.tv/", "--url"},
    };
    for (const auto& words : wrong) {
        const auto call = read(words);
        ASSERT_FALSE(call) << (words.empty() ? "" : words.back());
        EXPECT_EQ(call.error().kind, ErrorKind::invalid_request);
    }
}

TEST(CurlWords, ATokenGoesToItsProviderOnly) {
    EXPECT_EQ(verdict({"https://api.twitch.tv/helix/users?login=nova"}), "");
    EXPECT_EQ(verdict({"HTTPS://API.twitch.TV:443"}), "");
    for (const auto* address :
         {"https://api.twich.tv/", "https://api.twitch.tv.evil.example/",
          "https://evil.example/api.twitch.tv", "https://api.twitch.tv:8443/", "https://twitch.tv/"})
        EXPECT_THAT(verdict({address}), HasSubstr("does not belong to Twitch.")) << address;
    EXPECT_THAT(verdict({"https://api.twitch.tv/", "-s", "https://evil.example/"}),
                HasSubstr("does not belong"));
    EXPECT_THAT(verdict({"https://api.twitch.tv/", "--url", "https://evil.example/"}),
                HasSubstr("does not belong"));
    EXPECT_EQ(verdict({"https://evil.example/", "--any-host"}), "");
}

TEST(CurlWords, PlainHttpIsForThisComputer) {
    for (const auto* address : {"http://api.twitch.tv/", "http://10.0.0.1/"})
        for (const auto& words : std::vector<std::vector<std::string>>{{address}, {address, "--any-host"}})
            EXPECT_THAT(verdict(words), HasSubstr("Over plain http")) << address;
    EXPECT_EQ(verdict({"http://127.0.0.1:4242/", "--any-host"}), "");
}

TEST(CurlWords, OptionsThatLeadElsewhereAreRefused) {
    for (const auto* option : {"--location-trusted", "-k", "-sk", "--next", "-:"}) {
        EXPECT_THAT(verdict({"https://api.twitch.tv/", option}), HasSubstr("could end up anywhere"))
            << option;
        EXPECT_EQ(verdict({"https://api.twitch.tv/", option, "--any-host"}), "") << option;
    }
    EXPECT_THAT(verdict({"https://api.twitch.tv/", "-K", "file"}), HasSubstr("--config"));
    EXPECT_EQ(verdict({"https://api.twitch.tv/", "-L", "--no-insecure"}), "");
}

TEST(CurlWords, WhatPrintsTheTokenNeedsAYesOnATerminal) {
    EXPECT_EQ(verdict({"https://api.twitch.tv/", "-v"}), "");
    EXPECT_EQ(verdict({"https://api.twitch.tv/", "-v"}, false), "--verbose would show the token.");
    EXPECT_EQ(verdict({"https://api.twitch.tv/", "-v", "--reveal"}, false), "");
}

}  // namespace
}  // namespace roadcase::cli
