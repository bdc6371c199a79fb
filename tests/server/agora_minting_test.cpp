// Who gets which Agora token: what the desk is asked, what it narrows, what is noted.
#include <gmock/gmock.h>

#include "server/agora_fixture.h"

namespace roadcase::server {
namespace {

using brokers::AgoraDialect;
using brokers::agora::Version;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct AgoraMinting : test::AgoraBroker {
    void ask_permission(const std::string& answer) {
        broker.policy.permission.url = "https://operator.example/may";
        transport.on_send = [answer](const auto&) { return test::json_answer(200, answer); };
        caller = {"a page of http://localhost:5173", nullptr, false, "http://localhost:5173"};
    }
    int status_of(const std::string& line) { return ask(line).status; }
    std::string token_of(const std::string& line, const char* field) {
        const auto response = ask(line);
        if (response.status != 200) return response.body;
        return contents(OrderedJson::parse(response.body).at(field));
    }
};

TEST_F(AgoraMinting, TheOwnerMayAndItIsNoted) {
    EXPECT_EQ(status_of("GET /rtc/test/publisher/uid/1"), 200);
    EXPECT_EQ(status_of("GET /rtc/test/audience/uid/0"), 200);
    EXPECT_EQ(status_of("GET /rte/test/audience/userAccount/bob"), 200);
    EXPECT_EQ(status_of("GET /chat/app"), 200);
    EXPECT_THAT(made, ElementsAre("live: a 007 token for channel test as publisher, uid 1, terminal",
                                  "live: a 007 token for channel test as subscriber, any uid, terminal",
                                  "live: a 007 token for channel test as subscriber, account bob, terminal",
                                  "live: a 007 rtm token, account bob, terminal",
                                  "live: a 007 chat-app token, terminal"));
}

TEST_F(AgoraMinting, AKeyGetsWhatItsGrantsName) {
    come_with({"live/test/publisher", "live/bob/rtm"});
    EXPECT_EQ(status_of("GET /rtc/test/publisher/uid/1"), 200);
    EXPECT_EQ(status_of("GET /rtc/test/subscriber/uid/1"), 403);
    EXPECT_EQ(status_of("GET /rtc/other/publisher/uid/1"), 403);
    EXPECT_EQ(status_of("GET /rtm/bob"), 200);
    EXPECT_EQ(status_of("GET /rtm/eve"), 403);
    EXPECT_EQ(status_of("GET /rte/test/publisher/userAccount/bob"), 200);
    EXPECT_EQ(status_of("GET /rte/test/publisher/userAccount/eve"), 403);
    EXPECT_EQ(status_of("GET /rte/other/publisher/userAccount/bob"), 403);
    EXPECT_EQ(status_of("GET /chat/account/bob"), 403);
    EXPECT_EQ(status_of("GET /chat/app"), 403);
    EXPECT_EQ(made.size(), 4u) << "nothing for what was refused, not even half of it";
}

TEST_F(AgoraMinting, MessagesInAChannelNeedTheChannelToo) {
    speak(AgoraDialect::go, Version::v007);
    come_with({"live/*/rtm", "live/test/subscriber"});
    const std::string body = R"({"tokenType":"rtm","uid":"bob","channel":"test"})";
    EXPECT_EQ(ask("POST /getToken", body).status, 403);
    EXPECT_EQ(ask("POST /getToken", body).headers.find("Content-Type"), "text/plain; charset=utf-8");
    EXPECT_EQ(status_of("GET /rte/test/subscriber/uid/1"), 200);
    EXPECT_EQ(status_of("GET /rte/test/publisher/uid/1"), 403);
    come_with({"live/*/rtm", "live/test/publisher"});
    EXPECT_EQ(ask("POST /getToken", body).status, 200);
}

TEST_F(AgoraMinting, TheShortestTimeCounts) {
    EXPECT_THAT(token_of("GET /rtm/bob", "rtmToken"), HasSubstr("007 3600s"));
    broker.policy.default_ttl = seconds{600};
    EXPECT_THAT(token_of("GET /rtm/bob", "rtmToken"), HasSubstr("007 600s"));
    broker.policy.max_ttl = seconds{1000};
    EXPECT_THAT(token_of("GET /rtm/bob?expiry=5000", "rtmToken"), HasSubstr("007 1000s"));
    come_with({"*"}, 30);
    EXPECT_EQ(token_of("GET /rtc/test/publisher/uid/1", "rtcToken"),
              "007 30s 1 test/1 {1:30 2:30 3:30 4:30}");
    const auto given =
        act("token", {{"channel", "test"}, {"uid", 1}, {"lifetimes", {{"audio", 900}, {"data", 9}}}});
    ASSERT_TRUE(given) << given.error().one_line();
    EXPECT_EQ(contents(given->at("token")), "007 30s 1 test/1 {1:30}");
    EXPECT_EQ(given->at("expires_in"), 30);
}

TEST_F(AgoraMinting, APermissionNarrowsUserAndTime) {
    ask_permission(R"({"user":"7","ttl":60})");
    EXPECT_EQ(token_of("GET /rtc/test/audience/uid/0", "rtcToken"), "007 60s 1 test/7 {1:60}");
    EXPECT_THAT(made, ElementsAre(HasSubstr("uid 7, a page of http://localhost:5173")));
    EXPECT_EQ(status_of("GET /rtc/test/audience/uid/8"), 403);
    EXPECT_EQ(status_of("GET /rtc/test/audience/uid/7"), 200);
}

TEST_F(AgoraMinting, APermissionIsAskedOnceForAPerson) {
    ask_permission("{}");
    transport.on_send = nullptr;
    transport.answers = {test::json_answer(200, R"({"user":"7"})")};
    EXPECT_EQ(status_of("GET /rte/test/audience/uid/7"), 200);
    ASSERT_EQ(transport.requests().size(), 1u);
    EXPECT_THAT(transport.requests()[0].body, HasSubstr("\"rtm\""));
    EXPECT_THAT(transport.requests()[0].body, HasSubstr("\"subscriber\""));
    speak(AgoraDialect::go, Version::v007);
    transport.answers = {test::json_answer(200, R"({"user":"7","ttl":90})"), test::json_answer(403, "{}")};
    EXPECT_EQ(status_of("GET /rte/test/audience/uid/7/eve"), 403) << "another user of messages is asked for";
    transport.answers = {test::json_answer(200, R"({"ttl":90})"), test::json_answer(200, R"({"ttl":50})")};
    EXPECT_THAT(token_of("GET /rte/test/audience/uid/7/eve", "rtcToken"), HasSubstr("007 50s"));
}

TEST_F(AgoraMinting, ANameThatIsNoUidIsThePermissionsFault) {
    ask_permission(R"({"user":"bob"})");
    const auto response = ask("GET /rtc/test/audience/uid/0");
    EXPECT_EQ(response.status, 503);
    EXPECT_THAT(response.body, HasSubstr("permission check"));
    EXPECT_TRUE(made.empty());
}

TEST_F(AgoraMinting, WithoutAnAnswerThereIsNoToken) {
    ask_permission("{}");
    transport.on_send = [](const auto&) { return test::json_answer(500, "planted-inner-secret"); };
    const auto response = ask("GET /rtc/test/audience/uid/1");
    EXPECT_EQ(response.status, 503);
    EXPECT_THAT(response.body, Not(HasSubstr("planted")));
    transport.on_send = [](const auto&) { return test::json_answer(401, "{}"); };
    EXPECT_EQ(status_of("GET /rtc/test/audience/uid/1"), 401);
    EXPECT_TRUE(made.empty());
}

TEST_F(AgoraMinting, TheCertificateStandsInNoAnswer) {
    const auto secret = broker.secret.reveal();
    random.broken = true;
    const auto broken = ask("GET /rtc/test/publisher/uid/1");
    EXPECT_EQ(broken.status, 500);
    EXPECT_THAT(broken.body, Not(HasSubstr(secret)));
    random.broken = false;
    EXPECT_THAT(ask("GET /rtc/test/publisher/uid/1").body, Not(HasSubstr(secret)));
    broker.secret = Secret("planted-not-hex");
    const auto wrong = ask("GET /rtc/test/publisher/uid/1");
    EXPECT_GE(wrong.status, 500);
    EXPECT_THAT(wrong.body, Not(HasSubstr("planted")));
    EXPECT_EQ(made.size(), 1u);
}

}  // namespace
}  // namespace roadcase::server
