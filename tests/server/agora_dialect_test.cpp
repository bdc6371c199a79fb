// Agora's two published token servers: every answer that one of them gives, and what ours refuses besides.
#include <gmock/gmock.h>

#include "server/agora_dialect_address.h"
#include "server/agora_dialect_wish.h"
#include "server/agora_fixture.h"

namespace roadcase::server {
namespace {

using brokers::AgoraDialect;
using brokers::agora::Version;
using Route = AgoraAddress::Route;
using testing::ElementsAre;

struct AgoraAnswers : test::AgoraBroker {
    /// Fields, each with what its token holds.
    std::string tokens(const Response& response) {
        if (response.status != 200) return std::to_string(response.status) + " " + response.body;
        std::vector<std::string> parts;
        const auto body = OrderedJson::parse(response.body);
        for (const auto& [name, token] : body.items())
            parts.push_back(name + ": " + contents(token.get<std::string>()));
        return join(parts, " | ");
    }
    void expect_tokens(const std::string& line, const std::string& expected, const std::string& body = {}) {
        const auto response = ask(line, body);
        EXPECT_EQ(tokens(response), expected) << line << body;
        expect_kept_nowhere(response);
        EXPECT_EQ(response.headers.find("Content-Type"), "application/json; charset=utf-8");
    }
    void expect_refused(const std::string& line, const std::string& expected, const std::string& body = {}) {
        made.clear();
        const auto response = ask(line, body);
        EXPECT_EQ(response.status, 400) << line;
        EXPECT_EQ(response.body, expected) << line << body;
        expect_kept_nowhere(response);
        EXPECT_TRUE(made.empty());
    }
    static void expect_kept_nowhere(const Response& response) {
        EXPECT_EQ(response.headers.find("Cache-Control"), "private, no-cache, no-store, must-revalidate");
        EXPECT_EQ(response.headers.find("Expires"), "-1");
        EXPECT_EQ(response.headers.find("Pragma"), "no-cache");
    }
};

TEST(AgoraAddresses, AreThoseOfTheDialect) {
    const struct {
        const char* path;
        bool node;
        bool go;
    } table[] = {
        {"/ping", true, true},
        {"/ping/", true, true},
        {"/PING", true, false},
        {"/pin", false, false},
        {"/", false, false},
        {"/rtc/test/publisher/uid/1", true, true},
        {"/rtc/test/publisher/uid/1/", true, true},
        {"/RTC/test/publisher/uid/1/", true, false},
        {"/rtc/test/publisher/uid", false, false},
        {"/rtc/test/publisher/uid/", false, false},
        {"/rtc/test/publisher/uid/1/2", false, false},
        {"/rtc", false, false},
        {"/rtm/1", true, true},
        {"/rtm/1/", true, true},
        {"/rtm/1/2", false, false},
        {"/rtm", false, false},
        {"/rte/test/publisher/uid/1", true, true},
        {"/rte/test/publisher/uid/1/", true, true},
        {"/rte/test/publisher/uid/1/bob", false, true},
        {"/rte/test/publisher/uid/1/bob/", false, true},
        {"/rte/test/publisher/uid/1/bob/x", false, false},
        {"/chat/app", true, true},
        {"/chat/app/", true, true},
        {"/chat/account/bob", true, true},
        {"/chat/account/bob/", true, true},
        {"/chat/account", false, false},
        {"/chat/room/bob", false, false},
        {"/getToken", true, true},
        {"/getToken/", true, true},
        {"/gettoken", true, false},
        {"/getNew", false, false},
    };
    for (const auto& row : table) {
        EXPECT_EQ(agora_address(AgoraDialect::node, row.path).has_value(), row.node) << row.path;
        EXPECT_EQ(agora_address(AgoraDialect::go, row.path).has_value(), row.go) << row.path;
        EXPECT_FALSE(agora_address(AgoraDialect::none, row.path)) << row.path;
    }
}

TEST(AgoraAddresses, AreTakenApart) {
    const auto rte = agora_address(AgoraDialect::go, "/rte/my room/audience/uid/7/bob/");
    ASSERT_TRUE(rte);
    EXPECT_EQ(rte->route, Route::rte);
    EXPECT_THAT((std::vector{rte->channel, rte->role, rte->token_type, rte->uid, rte->rtm_uid}),
                ElementsAre("my room", "audience", "uid", "7", "bob"));
    EXPECT_EQ(agora_address(AgoraDialect::node, "/rtm/bob")->uid, "bob");
    EXPECT_EQ(agora_address(AgoraDialect::node, "/getToken")->method(), "POST");
}

TEST(AgoraUids, AreNumbersOf32Bits) {
    for (const auto& [text, uid] :
         {std::pair{"1", "1"}, {"0", ""}, {"000", ""}, {"007", "7"}, {"4294967295", "4294967295"}})
        EXPECT_EQ(agora_uid(text), uid) << text;
    for (const auto* text :
         {"", "4294967296", "99999999999999999999999", "-1", "+1", "1.0", "1e3", "0x1", " 1", "bob", "١"})
        EXPECT_FALSE(agora_uid(text)) << text;
}

TEST_F(AgoraAnswers, OfTheNodeServer) {
    speak(AgoraDialect::node, Version::v007);
    const std::string all = "{1:3600 2:3600 3:3600 4:3600}";
    const std::string join_only = "{1:3600}";
    expect_tokens("GET /rtc/test/publisher/uid/1", "rtcToken: 007 3600s 1 test/1 " + all);
    expect_tokens("GET /RTC/test/publisher/uid/1/", "rtcToken: 007 3600s 1 test/1 " + all);
    expect_tokens("HEAD /rtc/test/publisher/uid/1", "rtcToken: 007 3600s 1 test/1 " + all);
    expect_tokens("GET /rtc/test/publisher/uid/1?expiry=1000",
                  "rtcToken: 007 1000s 1 test/1 {1:1000 2:1000 3:1000 4:1000}");
    for (const auto* role : {"subscriber", "audience"})
        expect_tokens("GET /rtc/test/" + std::string(role) + "/userAccount/ekaansh",
                      "rtcToken: 007 3600s 1 test/ekaansh " + join_only);
    expect_tokens("GET /rtc/a room!/publisher/uid/007", "rtcToken: 007 3600s 1 a room!/7 " + all);
    expect_tokens("GET /rtc/test/audience/uid/0", "rtcToken: 007 3600s 1 test/ " + join_only);
    expect_tokens("GET /rtc/test/audience/userAccount/0", "rtcToken: 007 3600s 1 test/0 " + join_only);
    for (const auto* query : {"", "?", "?expiry=", "?expiry", "?unknown=1"})
        expect_tokens("GET /rtm/1" + std::string(query), "rtmToken: 007 3600s 2 /1 {1:3600}");
    expect_tokens("GET /rtm/bob/?expiry=86400", "rtmToken: 007 86400s 2 /bob {1:86400}");
    expect_tokens("GET /rte/test/publisher/uid/1?expiry=1",
                  "rtcToken: 007 1s 1 test/1 {1:1 2:1 3:1 4:1} | rtmToken: 007 1s 2 /1 {1:1}");
    expect_tokens("GET /rte/test/audience/anything/bob",
                  "rtcToken: 007 3600s 1 test/bob {1:3600} | rtmToken: 007 3600s 2 /bob {1:3600}");
    expect_tokens("GET /chat/app", "chatToken: 007 3600s 5 / {2:3600}");
    expect_tokens("GET /chat/account/bob?expiry=60", "chatToken: 007 60s 5 /bob {1:60}");
    const std::string rtc_body =
        R"({"tokenType":"rtc","channel":"test","role":"publisher","uid":"1","expire":60})";
    expect_tokens("POST /getToken", "token: 007 60s 1 test/1 {1:60 2:60 3:60 4:60}", rtc_body);
    EXPECT_EQ(ask("GET /ping").body, R"({"message":"pong"})");
    expect_kept_nowhere(ask("GET /ping"));
}

TEST_F(AgoraAnswers, OfTheNodeServerIn006) {
    speak(AgoraDialect::node, Version::v006);
    const auto both = OrderedJson::parse(ask("GET /rte/test/publisher/uid/1?expiry=60").body);
    EXPECT_EQ(contents_006(both.at("rtcToken"), "test", "1"), "006 {1:60 2:60 3:60 4:60}");
    EXPECT_EQ(contents_006(both.at("rtmToken"), "1", ""), "006 {1000:60}");
    const auto wildcard = OrderedJson::parse(ask("GET /rtc/test/audience/uid/0").body);
    EXPECT_EQ(contents_006(wildcard.at("rtcToken"), "test", ""), "006 {1:3600}");
    const auto refused = ask("GET /chat/app");
    EXPECT_EQ(refused.status, 400);
    EXPECT_THAT(refused.body, testing::HasSubstr("006"));
}

TEST_F(AgoraAnswers, ErrorsOfTheNodeServer) {
    speak(AgoraDialect::node, Version::v007);
    const auto error = [](const std::string& text) { return OrderedJson{{"error", text}}.dump(); };
    const auto uid =
        error("uid must be a number from 0 to 4294967295; names have the token type userAccount");
    const auto expiry = error("expiry must be one whole number of seconds from 1 to 86400");
    expect_refused("GET /rtc//boss/what//?expiry=x", error("channel is required"));
    expect_refused("GET /rtc/test/boss/what//?expiry=x", error("uid is required"));
    expect_refused("GET /rtc/test/boss/what/1?expiry=x", error("role is incorrect"));
    expect_refused("GET /rtc/test/Publisher/uid/1", error("role is incorrect"));
    expect_refused("GET /rtc/test/publisher/what/1?expiry=x", expiry);
    expect_refused("GET /rtc/test/publisher/what/1", error("token type is invalid"));
    expect_refused("GET /rtc/test/publisher/UID/1", error("token type is invalid"));
    for (const auto* who : {"bob", "-1", "4294967296", "1.5"}) {
        expect_refused("GET /rtc/test/publisher/uid/" + std::string(who), uid);
        expect_refused("GET /rte/test/publisher/uid/" + std::string(who), uid);
    }
    expect_refused("GET /rte/test/boss/uid/1", error("role is incorrect"));
    expect_refused("GET /rtm//", error("uid is required"));
    for (const auto* value : {"0", "-1", "86401", "1e3", "60,70", "abc", "1.5", "%2B60",
                              "99999999999999999999", "60&expiry=70", "&expiry="})
        for (const auto* path :
             {"/rtc/test/publisher/uid/1", "/rtm/1", "/rte/test/publisher/uid/1", "/chat/app"})
            expect_refused("GET " + std::string(path) + "?expiry=" + value, expiry);
    expect_refused(
        "GET /rtc/" + std::string(64, 'a') + "/publisher/uid/1",
        error("The channel is too long. It has 64 bytes; Agora's limit is 63. Choose a shorter one."));
    EXPECT_EQ(ask("GET /rtc/caf\u00e9/publisher/uid/1").status, 400);
    EXPECT_EQ(ask("GET /rtm/" + std::string(65, 'a')).status, 400);
    expect_refused("POST /getToken", error("Unsupported tokenType"), "{}");
    expect_refused("POST /getToken", error("EOF"));
}

TEST_F(AgoraAnswers, AWrongVerbIsNotFoundAndToldOf) {
    for (const auto words : {AgoraDialect::node, AgoraDialect::go}) {
        speak(words, Version::v007);
        for (const auto* line : {"POST /rtc/test/publisher/uid/1", "DELETE /rtm/1", "PATCH /ping"}) {
            const auto response = ask(line);
            EXPECT_EQ(response.status, 404) << line;
            EXPECT_EQ(response.headers.find("Allow"), "GET, HEAD");
        }
        EXPECT_EQ(ask("GET /getToken").status, 404);
        EXPECT_EQ(ask("HEAD /getToken").headers.find("Allow"), "POST");
    }
    EXPECT_TRUE(made.empty());
}

}  // namespace
}  // namespace roadcase::server
