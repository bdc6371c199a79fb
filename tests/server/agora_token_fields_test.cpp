// What our own API takes for an Agora token, and what it tells of one.
#include <gmock/gmock.h>

#include "server/agora_fixture.h"
#include "server/agora_token_fields.h"

namespace roadcase::server {
namespace {

using brokers::agora::Version;
using testing::HasSubstr;

struct AgoraFields : test::AgoraBroker {
    std::string token(const char* fields) {
        const auto given = act("token", Json::parse(fields));
        return given ? contents(given->at("token")) : given.error().one_line();
    }
    void expect_refused(const char* fields, const std::string& words) {
        const auto refused = act("token", Json::parse(fields));
        ASSERT_FALSE(refused) << fields;
        EXPECT_EQ(refused.error().kind, ErrorKind::invalid_request) << fields;
        EXPECT_THAT(refused.error().one_line(), HasSubstr(words)) << fields;
        EXPECT_TRUE(made.empty());
    }
};

TEST_F(AgoraFields, OfEveryService) {
    const struct {
        const char* fields;
        const char* contents;
    } table[] = {
        {R"({"channel":"test","uid":1})", "007 3600s 1 test/1 {1:3600}"},
        {R"({"channel":"test","uid":"0001","ttl":"60"})", "007 60s 1 test/1 {1:60}"},
        {R"({"channel":"test","uid":0,"role":"publisher","ttl":9})", "007 9s 1 test/ {1:9 2:9 3:9 4:9}"},
        {R"({"service":"rtc","channel":"test","account":"bob","role":"subscriber"})",
         "007 3600s 1 test/bob {1:3600}"},
        {R"({"channel":"test","uid":1,"role":"publisher","lifetimes":{"join":60,"audio":7}})",
         "007 3600s 1 test/1 {1:60 2:7 3:3600 4:3600}"},
        {R"({"service":"rtm","account":"bob"})", "007 3600s 2 /bob {1:3600}"},
        {R"({"service":"rtm","account":"bob","channel":"test"})",
         "007 3600s 1 test/bob {1:3600}; 2 /bob {1:3600}"},
        {R"({"service":"rtm","uid":7})", "007 3600s 2 /7 {1:3600}"},
        {R"({"service":"rtc+rtm","channel":"test","account":"bob"})",
         "007 3600s 1 test/bob {1:3600}; 2 /bob {1:3600}"},
        {R"({"service":"rtc+rtm","channel":"test","uid":0,"rtm_user":"eve"})",
         "007 3600s 1 test/ {1:3600}; 2 /eve {1:3600}"},
        {R"({"service":"rtm2","account":"bob","permissions":{"message":{"read":["a"]}}})",
         "007 3600s 8 /bob {1:3600}"},
        {R"({"service":"chat","account":"bob"})", "007 3600s 5 /bob {1:3600}"},
        {R"({"service":"chat-app"})", "007 3600s 5 / {2:3600}"},
        {R"({"service":"fpa"})", "007 3600s 4 / {1:0}"},
        {R"({"service":"education-user","account":"bob"})", "007 3600s 7 /bob {2:3600}"},
        {R"({"service":"education-app"})", "007 3600s 7 / {3:3600}"},
        {R"({"service":"streaming","channel":"test","account":"bob"})",
         "007 3600s 3 test/bob {1:3600 2:3600}"},
        {R"({"service":"fcdn","channel":"test","account":"bob"})", "007 3600s 6 test/bob {2:3600}"},
    };
    for (const auto& row : table) EXPECT_EQ(token(row.fields), row.contents) << row.fields;
    EXPECT_THAT(token(R"({"service":"education","channel":"room","account":"bob","education_role":"1"})"),
                HasSubstr("7 room/bob {}"));
}

TEST_F(AgoraFields, PermissionsAndEducationRoleAreTakenOver) {
    const auto wish =
        read_agora_fields(settings, Json::parse(R"({"service":"rtm2","account":"bob","education_role":2,
        "permissions":{"user":{"write":["u1","u2"]},"message":{"read":["a"],"write":[]}}})"));
    ASSERT_TRUE(wish) << wish.error().one_line();
    const brokers::agora::Rtm2Permissions expected{{0, {{0, {"a"}}, {1, {}}}}, {4, {{1, {"u1", "u2"}}}}};
    EXPECT_EQ(wish->order.permissions, expected);
    EXPECT_EQ(wish->order.education_role, 2);
}

TEST_F(AgoraFields, TheAnswerTellsWhatIsInTheToken) {
    auto answer =
        act("token", Json::parse(R"({"channel":"test","uid":0,"role":"publisher","ttl":60})")).value();
    EXPECT_THAT(answer.at("token").get<std::string>(), testing::StartsWith("007"));
    answer.erase("token");
    EXPECT_EQ(
        answer.dump(),
        R"({"version":1,"token_version":"007","service":"rtc","channel":"test","uid":0,"role":"publisher",)"
        R"("expires_in":60,"expires_at":"2027-01-15T08:01:00Z","broker":"live"})");
    answer = act("token", Json::parse(R"({"service":"rtm","account":"bob"})")).value();
    answer.erase("token");
    EXPECT_EQ(answer.dump(), R"({"version":1,"token_version":"007","service":"rtm","account":"bob",)"
                             R"("expires_in":3600,"expires_at":"2027-01-15T09:00:00Z","broker":"live"})");
    settings.version = Version::v006;
    answer = act("token", Json::parse(R"({"channel":"test","uid":5})")).value();
    EXPECT_EQ(answer.at("token_version"), "006");
    EXPECT_EQ(contents_006(answer.at("token"), "test", "5"), "006 {1:3600}");
}

TEST_F(AgoraFields, WhatIsNotUnderstoodIsRefusedByName) {
    expect_refused("{}", "It may hold service, channel");
    expect_refused(R"({"chanel":"test","uid":1})", "Did you mean \"channel\"?");
    expect_refused(R"({"version":"006"})", "\"version\" is not known here");
    expect_refused(R"({"service":"rct"})", "Did you mean \"rtc\"?");
    expect_refused(R"({"service":"video"})", "There are rtc, rtm, rtc+rtm");
    expect_refused(R"({"channel":"test","uid":1,"role":"audience"})", "publisher, subscriber");
    expect_refused(R"({"channel":"test"})", "Give uid, a number (0: anybody), or account");
    expect_refused(R"({"channel":"test","uid":1,"account":"bob"})", "must not stand beside \"uid\"");
    for (const auto* uid : {"-1", "4294967296", "1.5", "\"bob\"", "\"-1\"", "\"\"", "true", "[1]"})
        expect_refused((R"({"channel":"test","uid":)" + std::string(uid) + "}").c_str(), "\"uid\"");
    for (const auto* ttl : {"0", "-1", "86401", "\"1h\"", "\"\""})
        expect_refused((R"({"channel":"test","uid":1,"ttl":)" + std::string(ttl) + "}").c_str(), "\"ttl\"");
    expect_refused(R"({"uid":1})", "channel is missing");
    expect_refused(R"({"channel":["a","b"],"uid":1})", "\"channel\" must be a text");
    expect_refused(R"({"channel":"test","uid":1,"lifetimes":7})", "\"lifetimes\" must be an object");
    expect_refused(R"({"channel":"test","uid":1,"lifetimes":{"jion":7}})", "Did you mean \"join\"?");
    expect_refused(R"({"channel":"test","uid":1,"lifetimes":{"join":86401}})", "\"join\"");
    expect_refused(R"({"service":"rtm2","account":"b","permissions":[]})", "\"permissions\"");
    expect_refused(R"({"service":"rtm2","account":"b","permissions":{"mesage":{}}})",
                   "Did you mean \"message\"?");
    expect_refused(R"({"service":"rtm2","account":"b","permissions":{"message":{"read":"a"}}})",
                   "\"read\" must be a list of texts");
    expect_refused(R"({"service":"education","channel":"r","account":"b","education_role":40000})",
                   "\"education_role\"");
    settings.version = Version::v006;
    expect_refused(R"({"service":"fpa"})", "006");
}

TEST_F(AgoraFields, ThereIsOneAction) {
    const auto refused = act("delete", {{"channel", "test"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace roadcase::server
