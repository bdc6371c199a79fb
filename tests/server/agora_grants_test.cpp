// A key's grants bound what an Agora token opens, not what the request says besides.
#include <gmock/gmock.h>

#include "server/agora_fixture.h"

namespace roadcase::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct AgoraGrants : test::AgoraBroker {
    /// Nothing when a token was made, else why not.
    std::optional<ErrorKind> refusal(const Json& fields) {
        const auto given = act("token", fields);
        return given ? std::nullopt : std::optional(given.error().kind);
    }
};

TEST_F(AgoraGrants, NoFieldThatTheServiceIgnoresOpensAnythingToANarrowKey) {
    const struct {
        const char* service;
        std::vector<std::string> taken;
    } table[] = {
        {"rtc", {"channel", "account", "lifetimes"}},
        {"rtm", {"account"}},
        {"rtc+rtm", {"channel", "account", "rtm_user", "lifetimes"}},
        {"rtm2", {"account", "permissions"}},
        {"chat", {"account"}},
        {"chat-app", {}},
        {"fpa", {}},
        {"education", {"channel", "account", "education_role"}},
        {"education-user", {"account"}},
        {"education-app", {}},
        {"streaming", {"channel", "account"}},
        {"fcdn", {"channel", "account"}},
    };
    const Json all{{"channel", "alice"},
                   {"account", "alice"},
                   {"rtm_user", "alice"},
                   {"lifetimes", {{"join", 60}}},
                   {"permissions", {{"message", {{"read", {"alice"}}}}}},
                   {"education_role", 1}};
    come_with({"live/alice/*"});
    for (const auto& row : table) {
        Json fields{{"service", row.service}};
        for (const auto& name : row.taken)
            fields[name] = all.at(name).is_string() && name != "rtm_user" ? Json("victim") : all.at(name);
        EXPECT_EQ(refusal(fields), ErrorKind::denied) << fields.dump();
        for (const auto& [name, value] : all.items()) {
            if (fields.contains(name)) continue;
            auto more = fields;
            more[name] = value;
            const bool is_messages_in_a_channel = fields.at("service") == "rtm" && name == "channel";
            EXPECT_EQ(refusal(more),
                      is_messages_in_a_channel ? ErrorKind::denied : ErrorKind::invalid_request)
                << more.dump();
        }
        if (row.taken.empty()) {
            fields["uid"] = 0;
            EXPECT_EQ(refusal(fields), ErrorKind::invalid_request) << fields.dump();
        }
    }
    EXPECT_TRUE(made.empty());
    EXPECT_EQ(refusal({{"service", "chat"}, {"account", "alice"}}), std::nullopt);
}

TEST_F(AgoraGrants, ARoomOpensItsUsersMessagesAndChatOnlyToWhoMayHaveThose) {
    const Json room{{"service", "education"}, {"channel", "room"}, {"account", "alice"}};
    for (const auto& grants : {std::vector<std::string>{"live/room/education"},
                               {"live/room/education", "live/alice/rtm"},
                               {"live/room/education", "live/alice/chat"},
                               {"live/room/education", "live/bob/rtm", "live/bob/chat"},
                               {"live/alice/rtm", "live/alice/chat"}}) {
        come_with(grants);
        EXPECT_EQ(refusal(room), ErrorKind::denied) << join(grants, " ");
    }
    come_with({"live/room/education", "live/alice/rtm", "live/alice/chat"});
    EXPECT_EQ(refusal(room), std::nullopt);
}

TEST_F(AgoraGrants, OfAChannelAreNotOfItsStreams) {
    const Json play{{"service", "fcdn"}, {"channel", "test"}, {"account", "bob"}};
    auto publish = play;
    publish["role"] = "publisher";
    auto streams = play;
    streams["service"] = "streaming";
    come_with({"live/test/publisher", "live/test/subscriber"});
    for (const auto& fields : {play, publish, streams}) EXPECT_EQ(refusal(fields), ErrorKind::denied);
    come_with({"live/test/fcdn-subscriber"});
    EXPECT_EQ(refusal(play), std::nullopt);
    EXPECT_EQ(refusal(publish), ErrorKind::denied);
    EXPECT_EQ(refusal({{"channel", "test"}, {"account", "bob"}}), ErrorKind::denied);
    come_with({"live/test/fcdn-publisher", "live/test/streaming"});
    EXPECT_EQ(refusal(publish), std::nullopt);
    EXPECT_EQ(refusal(streams), std::nullopt);
}

TEST_F(AgoraGrants, WhatWasMadeNamesTheOtherUserOfMessages) {
    Json fields{{"service", "rtc+rtm"}, {"channel", "test"}, {"uid", 0}, {"rtm_user", "eve"}};
    EXPECT_EQ(refusal(fields), std::nullopt);
    fields["uid"] = 7;
    EXPECT_EQ(refusal(fields), std::nullopt);
    EXPECT_THAT(made, ElementsAre(HasSubstr("as subscriber, any uid, messages of eve, terminal"),
                                  HasSubstr("as subscriber, uid 7, messages of eve, terminal")));
}

TEST_F(AgoraGrants, ACheckThatNamesAUserGetsNoTokenThatIsNobodys) {
    broker.policy.permission.url = "https://operator.example/may";
    transport.on_send = [](const auto&) { return test::json_answer(200, R"({"user":"7"})"); };
    caller = {"a page of http://localhost:5173", nullptr, false, "http://localhost:5173"};
    EXPECT_EQ(refusal({{"service", "chat-app"}}), ErrorKind::unavailable);
    EXPECT_TRUE(made.empty());
}

}  // namespace
}  // namespace roadcase::server
