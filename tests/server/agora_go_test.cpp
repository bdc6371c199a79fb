// The published Go token service: its addresses, /getToken, and its words.
#include <gmock/gmock.h>

#include "server/agora_fixture.h"

namespace roadcase::server {
namespace {

using brokers::AgoraDialect;
using brokers::agora::Version;

struct AgoraGo : test::AgoraBroker {
    AgoraGo() { speak(AgoraDialect::go, Version::v007); }

    void expect_tokens(const std::string& line, const std::vector<std::string>& expected,
                       const std::string& body = {}) {
        const auto response = ask(line, body);
        ASSERT_EQ(response.status, 200) << line << body << response.body;
        std::vector<std::string> parts;
        const auto fields = OrderedJson::parse(response.body);
        for (const auto& [name, token] : fields.items())
            parts.push_back(name + ": " + contents(token.get<std::string>()));
        EXPECT_EQ(parts, expected) << line << body;
    }
    /// `member`: "message" or "error".
    void expect_refused(const std::string& line, const std::string& member, const std::string& text) {
        const auto response = ask(line);
        EXPECT_EQ(response.status, 400) << line;
        EXPECT_EQ(response.body, (OrderedJson{{member, text}, {"status", 400}}.dump())) << line;
        EXPECT_EQ(response.headers.find("Content-Type"), "application/json; charset=utf-8");
        EXPECT_EQ(response.headers.find("Cache-Control"), "private, no-cache, no-store, must-revalidate");
        EXPECT_TRUE(made.empty());
    }
    void expect_plain(const std::string& body, const std::string& text,
                      const std::string& type = "application/json") {
        const auto response = ask("POST /getToken", body, type);
        EXPECT_EQ(response.status, 400) << body;
        EXPECT_EQ(response.body, text + "\n") << body;
        EXPECT_EQ(response.headers.find("Content-Type"), "text/plain; charset=utf-8");
        EXPECT_TRUE(made.empty());
    }
};

TEST_F(AgoraGo, Answers) {
    const std::string all = " {1:3600 2:3600 3:3600 4:3600}";
    expect_tokens("GET /rtc/test/publisher/uid/1/", {"rtcToken: 007 3600s 1 test/1" + all});
    expect_tokens("GET /rtc/test/publisher/uid/1", {"rtcToken: 007 3600s 1 test/1" + all});
    expect_tokens("GET /rtc/test/whoever/uid/0/?expiry=60", {"rtcToken: 007 60s 1 test/ {1:60}"});
    expect_tokens("GET /rtc/test/publisher/uid//", {"rtcToken: 007 3600s 1 test/" + all});
    expect_tokens("GET /rtc/test/publisher/userAccount/bob/", {"rtcToken: 007 3600s 1 test/bob" + all});
    expect_tokens("GET /rtm/bob/", {"rtmToken: 007 3600s 2 /bob {1:3600}"});
    expect_tokens("GET /rte/test/publisher/uid/7/",
                  {"rtcToken: 007 3600s 1 test/7" + all,
                   "rtmToken: 007 3600s 1 test/7 {1:3600 4:3600}; 2 /7 {1:3600}"});
    expect_tokens("GET /rte/test/publisher/uid/0/bob/?expiry=60",
                  {"rtcToken: 007 60s 1 test/ {1:60 2:60 3:60 4:60}",
                   "rtmToken: 007 60s 1 test/bob {1:60 4:60}; 2 /bob {1:60}"});
    expect_tokens("GET /chat/app/?expiry=60", {"chatToken: 007 60s 5 / {2:60}"});
    expect_tokens("GET /chat/account/bob/", {"chatToken: 007 3600s 5 /bob {1:3600}"});
    EXPECT_EQ(ask("GET /ping").body, R"({"message":"pong"})");
}

TEST_F(AgoraGo, WhoOnlyListensSendsNoMessagesToTheChannelEither) {
    expect_tokens(
        "GET /rte/test/subscriber/uid/7/",
        {"rtcToken: 007 3600s 1 test/7 {1:3600}", "rtmToken: 007 3600s 1 test/7 {1:3600}; 2 /7 {1:3600}"});
}

TEST_F(AgoraGo, AnswersIn006) {
    speak(AgoraDialect::go, Version::v006);
    const auto both = OrderedJson::parse(ask("GET /rte/test/publisher/uid/0/bob/?expiry=60").body);
    EXPECT_EQ(contents_006(both.at("rtcToken"), "test", ""), "006 {1:60 2:60 3:60 4:60}");
    EXPECT_EQ(contents_006(both.at("rtmToken"), "bob", ""), "006 {1000:60}");
}

TEST_F(AgoraGo, FaultsOfTheParameters) {
    const std::string syntax =
        "failed to parse expireTime: abc, causing error: strconv.ParseUint: parsing \"abc\": "
        "invalid syntax";
    expect_refused("GET /rtc/test/p/what/x?expiry=abc", "message", "Error Generating RTC token: " + syntax);
    expect_refused("GET /rte/test/p/uid/0?expiry=abc", "message",
                   "Error Generating RTC and RTM token: " + syntax);
    expect_refused("GET /rtm/1?expiry=abc", "message", "Error Generating RTM token: " + syntax);
    expect_refused("GET /chat/app?expiry=abc", "message", "Error Generating Chat token: " + syntax);
    expect_refused("GET /rtm/0/?expiry=abc", "message",
                   "Error Generating RTM token: invalid RTM User ID: \"0\"");
    expect_refused("GET /rtm//", "message", "Error Generating RTM token: invalid RTM User ID: \"\"");
    expect_refused(
        "GET /rte/test/p/uid/0/", "message",
        "Error Generating RTC and RTM token: failed to parse rtm user ID. Cannot be empty or \"0\"");
    expect_refused("GET /chat/account//", "message",
                   "Error Generating Chat token: userAccount type requires chat ID");
    const std::string start = "Error Generating RTM token: failed to parse expireTime: ";
    const std::string range = ", causing error: it must be from 1 to 86400 seconds";
    expect_refused("GET /rtm/1?expiry=0", "message", start + "0" + range);
    expect_refused("GET /rtm/1?expiry=86401", "message", start + "86401" + range);
    expect_refused("GET /rtm/1?expiry=99999999999999999999", "message",
                   start + "99999999999999999999" + range);
    expect_refused("GET /rtm/1?expiry=60&expiry=70", "message",
                   start + "60, causing error: it stands more than once");
    for (const auto* value : {"", "-1", "1e3", "60,70", "1.5", "1_0"})
        expect_refused(
            "GET /rtm/1?expiry=" + std::string(value), "message",
            start + value + ", causing error: strconv.ParseUint: parsing \"" + value + "\": invalid syntax");
}

TEST_F(AgoraGo, FaultsOfTheToken) {
    const std::string parse = "failed to parse uidStr: ";
    const std::string cause = ", to uint causing error: strconv.ParseUint: parsing ";
    for (const auto* route : {"rtc", "rte"}) {
        const std::string start = "GET /" + std::string(route) + "/test/publisher/";
        expect_refused(start + "uid/bob", "error",
                       "Error Generating RTC token - " + parse + "bob" + cause + "\"bob\": invalid syntax");
        expect_refused(start + "uid/4294967296", "error",
                       "Error Generating RTC token - " + parse + "4294967296" + cause +
                           "\"4294967296\": value out of range");
        expect_refused(
            start + "what/1", "error",
            "Error Generating RTC token - failed to generate RTC token for Unknown Tokentype: what");
    }
    const std::string too_long =
        "The user is too long. It has 65 bytes; Agora's limit is 64. Choose a shorter one.";
    const std::string bob(65, 'b');
    expect_refused("GET /rtm/" + bob, "error", "Error Generating RTM token: " + too_long);
    expect_refused("GET /rte/test/publisher/uid/1/" + bob, "error",
                   "Error Generating RTM token - " + too_long);
    expect_refused(
        "GET /chat/account/" + std::string(256, 'b'), "error",
        "Error Generating Chat token: The user is too long. It has 256 bytes; Agora's limit is 255. "
        "Choose a shorter one.");
}

TEST_F(AgoraGo, GetTokenAnswers) {
    const std::string line = "POST /getToken";
    expect_tokens(line, {"token: 007 60s 1 test/1 {1:60 2:60 3:60 4:60}"},
                  R"({"tokenType":"rtc","channel":"test","role":"publisher","uid":"1","expire":60})");
    expect_tokens(line, {"token: 007 3600s 1 test/ {1:3600}"},
                  R"({"tokenType":"rtc","channel":"test","uid":"0","expire":0})");
    expect_tokens(line, {"token: 007 3600s 1 test/bob {1:3600}"},
                  R"({"tokenType":"rtc","channel":"test","role":"x","uid":"bob","expire":null})");
    expect_tokens(line, {"token: 007 3600s 2 /bob {1:3600}"}, R"({"tokenType":"rtm","uid":"bob"})");
    expect_tokens(line, {"token: 007 3600s 1 test/bob {1:3600 4:3600}; 2 /bob {1:3600}"},
                  R"({"tokenType":"rtm","uid":"bob","channel":"test"})");
    expect_tokens(line, {"token: 007 3600s 5 /bob {1:3600}"}, R"({"tokenType":"chat","uid":"bob"})");
    expect_tokens(line, {"token: 007 3600s 5 / {2:3600}"}, R"({"tokenType":"chat"})");
}

TEST_F(AgoraGo, GetTokenFaults) {
    expect_plain("", "EOF");
    expect_plain("{}", "Unsupported tokenType");
    expect_plain("null", "Unsupported tokenType");
    expect_plain(R"({"tokenType":"fpa"})", "Unsupported tokenType");
    expect_plain(R"({"tokenType":"rtc","uid":"1"})", "invalid: missing channel name");
    expect_plain(R"({"tokenType":"rtc","channel":"test"})", "invalid: missing user ID or account");
    expect_plain(R"({"tokenType":"rtm"})", "invalid: missing user ID or account");
    const std::string field = " into Go struct field TokenRequest.";
    expect_plain(R"({"tokenType":"rtc","channel":"test","uid":1})",
                 "json: cannot unmarshal number" + field + "uid of type string");
    expect_plain(R"({"tokenType":"rtc","expire":"60"})",
                 "json: cannot unmarshal string" + field + "expire of type int");
    expect_plain(R"({"tokenType":"rtc","expire":1.5})",
                 "json: cannot unmarshal number 1.5" + field + "expire of type int");
    expect_plain("[1]", "json: cannot unmarshal array into Go value of type TokenRequest");
    const std::string cut = "invalid JSON: cut, nested too deeply, not UTF-8, or with a field twice";
    expect_plain(R"({"tokenType")", cut);
    expect_plain(R"({"uid":"1","uid":"2"})", cut);
    for (const auto* expire : {"-1", "86401", "99999999999999999999"})
        EXPECT_EQ(
            ask("POST /getToken", R"({"tokenType":"chat","expire":)" + std::string(expire) + "}").status, 400)
            << expire;
    expect_plain(R"({"tokenType":"rtc","channel":"test","uid":"4294967296"})",
                 "invalid: a uid is a number from 0 to 4294967295");
    expect_plain(R"({"tokenType":"chat","expiry":60})",
                 "invalid: The field \"expiry\" is not known here. Did you mean \"expire\"?");
    expect_plain(R"({"tokenType":"chat"})", "the Content-Type must be application/json", "text/plain");
    EXPECT_EQ(ask("POST /getToken", R"({"tokenType":"chat"})", "application/json; charset=utf-8").status,
              200);
}

TEST_F(AgoraGo, WhatTheDoorRefusesIsToldInItsWords) {
    broker.settings = settings;
    const auto page = make_error(ErrorKind::denied, "E506", "A foreign page.");
    const auto refused = dialect->refusal(broker, "/rtc/test/publisher/uid/1", page);
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.body, R"({"error":"Origin not allowed"})");
    auto slow = make_error(ErrorKind::slow_down, "", "Too often.");
    slow.retry_after = seconds{7};
    const auto later = dialect->refusal(broker, "/getToken", slow);
    EXPECT_EQ(later.status, 429);
    EXPECT_EQ(later.body, "Too often.\n");
    EXPECT_EQ(later.headers.find("Retry-After"), "7");
    const auto keyless = make_error(ErrorKind::unauthorized_key, "E503", "No key.");
    EXPECT_EQ(dialect->refusal(broker, "/rtm/1", keyless).body, R"({"error":"E503 No key.","status":401})");
    settings.dialect = AgoraDialect::node;
    broker.settings = settings;
    const auto node = dialect->refusal(broker, "/rtm/1", keyless);
    EXPECT_EQ(node.body, R"({"error":"E503 No key."})");
    EXPECT_EQ(node.headers.find("WWW-Authenticate"), "Bearer");
    EXPECT_EQ(dialect->refusal(broker, "/rtm/1", page).body, R"({"error":"E506 A foreign page."})");
}

}  // namespace
}  // namespace roadcase::server
