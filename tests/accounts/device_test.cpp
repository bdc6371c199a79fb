#include "scene.h"

namespace roadcase::accounts {
namespace {

using test::json;
using test::PracticeTransport;
using test::Scene;

constexpr auto device_body =
    R"({"device_code":"planted-device-code","user_code":"WDJB-MJHT","expires_in":600,"interval":5,)"
    R"("verification_uri":"https://id.example/device"})";
constexpr auto token_body =
    R"({"access_token":"planted-access","token_type":"bearer","refresh_token":"planted-refresh","expires_in":3600})";
constexpr auto pending = R"({"error":"authorization_pending"})";
constexpr auto slow_down = R"({"error":"slow_down"})";

accounts::ClientEntry device_entry() {
    auto entry = test::practice_entry();
    entry.provider.server.device_authorization_endpoint = std::string(test::issuer) + "/device_authorization";
    return entry;
}

/// A provider with a device flow whose answers to the polls are set by the test.
struct Codes : Scene {
    Codes() : Scene(test::practice_settings(), {device_entry()}) {
        transport.intercept = [this](const http::Request& request) -> PracticeTransport::Answer {
            if (request.url.ends_with("/device_authorization")) return json(200, device);
            if (request.url.ends_with("/userinfo")) return json(200, person);
            if (!request.url.ends_with("/token")) return std::nullopt;
            polls.push_back(clock.since_boot());
            bodies.push_back(request.body);
            return answer;
        };
    }
    StartedDevice begin(const std::string& name = "") {
        auto wish_one = wish();
        wish_one.name = name;
        return accounts->begin_device(wish_one).value();
    }
    /// Seconds between the polls that happen within `span`, while the keeper looks each second.
    std::vector<int> gaps_within(seconds span) {
        const auto first = polls.size();
        auto last = clock.since_boot();
        for (seconds passed{0}; passed < span; passed += seconds{1}) {
            clock.advance(seconds{1});
            refresh_due();
        }
        std::vector<int> gaps;
        for (auto i = first; i < polls.size(); ++i) {
            gaps.push_back(static_cast<int>((polls[i] - last) / seconds{1}));
            last = polls[i];
        }
        return gaps;
    }
    Flow flow(const StartedDevice& started) { return accounts->flow(started.flow_id).value(); }

    std::string device = device_body;
    std::string person = R"({"sub":"1","preferred_username":"nova_plays"})";
    Result<http::Response> answer = json(400, pending);
    std::vector<milliseconds> polls;
    std::vector<std::string> bodies;
};

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Device, IsFinishedByTheKeeperWhenThePersonHasAllowedIt) {
    Codes scene;
    const auto started = scene.begin();
    EXPECT_EQ(started.user_code, "WDJB-MJHT");
    EXPECT_EQ(started.verification_uri, "https://id.example/device");
    EXPECT_EQ(started.expires_in, seconds{600});
    EXPECT_EQ(scene.flow(started).state, Flow::State::pending);
    EXPECT_THAT(scene.gaps_within(seconds{16}), ElementsAre(5, 5, 5));
    EXPECT_THAT(scene.bodies, Each(HasSubstr("device_code=planted-device-code")));
    scene.answer = json(200, token_body);
    scene.clock.advance(seconds{5});
    scene.refresh_due();
    const auto flow = scene.flow(started);
    ASSERT_EQ(flow.state, Flow::State::done);
    EXPECT_EQ(flow.account, "practice");
    EXPECT_EQ(flow.display_name, "nova_plays");
    const auto record = scene.accounts->find(scene.ref()).value();
    EXPECT_EQ(record.subject, "1");
    EXPECT_EQ(record.grant_type, "urn:ietf:params:oauth:grant-type:device_code");
    EXPECT_EQ(record.tokens->refresh_token, Secret("planted-refresh"));
    EXPECT_EQ(scene.event_kinds(),
              (std::vector<std::string>{"flow.started", "account.connected", "flow.done"}));
    EXPECT_FALSE(scene.accounts->next_due(scene.clock.now() + seconds{60})) << "nothing is asked any more";
}

TEST(Device, ShowsTheKeeperWhenToAsk) {
    Codes scene;
    scene.begin();
    EXPECT_EQ(scene.accounts->next_due(scene.clock.now() + seconds{60}), scene.clock.now() + seconds{5});
    EXPECT_FALSE(scene.accounts->next_due(scene.clock.now() + seconds{4}));
}

TEST(Device, SlowDownAddsFiveSecondsForGood) {
    Codes scene;
    scene.begin();
    scene.answer = json(400, slow_down);
    EXPECT_THAT(scene.gaps_within(seconds{15}), ElementsAre(5, 10));
    scene.answer = json(400, pending);
    EXPECT_THAT(scene.gaps_within(seconds{45}), ElementsAre(15, 15, 15));
}

TEST(Device, AnswersThatDoNotComeAreWaitedOutEverMoreSlowly) {
    Codes scene;
    const auto started = scene.begin();
    scene.answer = fail(ErrorKind::unavailable, "E404", "No network.");
    EXPECT_THAT(scene.gaps_within(seconds{36}), ElementsAre(5, 10, 20));
    scene.answer = json(503, "<html>");
    EXPECT_THAT(scene.gaps_within(seconds{40}), ElementsAre(39));
    EXPECT_EQ(scene.flow(started).state, Flow::State::pending);
    scene.answer = json(400, pending);
    scene.gaps_within(seconds{80});
    EXPECT_THAT(scene.gaps_within(seconds{11}), testing::SizeIs(2)) << "back to its interval";
    scene.answer = json(200, token_body);
    scene.gaps_within(seconds{5});
    EXPECT_EQ(scene.flow(started).state, Flow::State::done);
}

TEST(Device, ObeysRetryAfter) {
    Codes scene;
    scene.begin();
    scene.answer = http::Response{429, {{"Retry-After", "60"}}, ""};
    EXPECT_THAT(scene.gaps_within(seconds{66}), ElementsAre(5, 60));
}

TEST(Device, EndsWithItsCode) {
    Codes scene;
    const auto started = scene.begin();
    scene.gaps_within(seconds{599});
    EXPECT_EQ(scene.flow(started).state, Flow::State::pending);
    const auto asked = scene.polls.size();
    scene.clock.advance(seconds{1});
    scene.refresh_due();
    const auto flow = scene.flow(started);
    EXPECT_EQ(flow.state, Flow::State::failed);
    EXPECT_EQ(flow.error->code, "E211");
    EXPECT_EQ(scene.polls.size(), asked) << "a code that has ended is not asked about";
    EXPECT_EQ(scene.count("flow.failed"), 1);
    EXPECT_TRUE(scene.accounts->list()->empty());
}

TEST(Device, EndsAsTheProviderSays) {
    struct Row {
        std::string body, code;
    };
    const Row rows[] = {
        {R"({"error":"access_denied"})", "E204"},
        {R"({"error":"expired_token"})", "E211"},
        {R"({"status":400,"message":"invalid device code"})", "E211"},
        {R"({"error":"invalid_grant"})", "E211"},
        {R"({"error":"invalid_client"})", "E301"},
    };
    for (const auto& row : rows) {
        Codes scene;
        const auto started = scene.begin();
        scene.answer = json(400, row.body);
        EXPECT_THAT(scene.gaps_within(seconds{20}), ElementsAre(5)) << row.body;
        const auto flow = scene.flow(started);
        EXPECT_EQ(flow.state, Flow::State::failed) << row.body;
        EXPECT_EQ(flow.error->code, row.code) << row.body;
    }
}

TEST(Device, UnderstandsTwitch) {
    Codes scene;
    const auto started = scene.begin();
    scene.answer = json(400, R"({"status":400,"message":"authorization_pending"})");
    EXPECT_THAT(scene.gaps_within(seconds{10}), ElementsAre(5, 5));
    scene.answer =
        json(200, R"({"access_token":"planted-access","expires_in":14124,"refresh_token":"planted-refresh",)"
                  R"("scope":["chat:read","chat:edit"],"token_type":"bearer"})");
    scene.gaps_within(seconds{5});
    EXPECT_EQ(scene.flow(started).state, Flow::State::done);
    EXPECT_EQ(scene.accounts->find(scene.ref())->scopes,
              (std::vector<std::string>{"chat:read", "chat:edit"}));
}

TEST(Device, TwoAtOnceAreTwoAccounts) {
    Codes scene;
    const auto first = scene.begin("one");
    const auto second = scene.begin("two");
    EXPECT_NE(first.flow_id, second.flow_id);
    scene.answer = json(200, token_body);
    scene.clock.advance(seconds{5});
    EXPECT_TRUE(scene.accounts->run_one_due());
    scene.person = R"({"sub":"2"})";
    EXPECT_TRUE(scene.accounts->run_one_due());
    EXPECT_EQ(scene.flow(first).state, Flow::State::done);
    EXPECT_EQ(scene.flow(second).state, Flow::State::done);
    EXPECT_EQ(scene.accounts->list()->size(), 2u);
}

TEST(Device, TheWrongPersonChangesNothing) {
    Codes scene;
    scene.answer = json(200, token_body);
    scene.begin();
    scene.gaps_within(seconds{5});
    scene.person = R"({"sub":"2","preferred_username":"nova_bot"})";
    const auto again = scene.begin();
    scene.gaps_within(seconds{5});
    EXPECT_EQ(scene.flow(again).error->code, "E207");
    EXPECT_EQ(scene.accounts->find(scene.ref())->subject, "1");
}

TEST(Device, OneThatIsCancelledIsNotAskedAbout) {
    Codes scene;
    const auto started = scene.begin();
    EXPECT_TRUE(scene.accounts->cancel(started.flow_id));
    EXPECT_FALSE(scene.accounts->cancel(started.flow_id));
    EXPECT_EQ(scene.flow(started).state, Flow::State::failed);
    EXPECT_TRUE(scene.gaps_within(seconds{20}).empty());
}

TEST(Device, SettingsThatChangedMeanwhileEndIt) {
    Codes scene;
    const auto started = scene.begin();
    auto other = device_entry();
    other.provider.server.token_endpoint = "https://elsewhere.example/token";
    scene.registry.replace({other});
    EXPECT_TRUE(scene.gaps_within(seconds{20}).empty());
    EXPECT_EQ(scene.flow(started).error->code, "E208");
}

TEST(Device, WithoutAKeeperTheCommandAsks) {
    Codes scene;
    const auto started = scene.begin();
    scene.accounts->poll_device(started.flow_id);
    EXPECT_TRUE(scene.polls.empty()) << "not before its interval";
    scene.clock.advance(seconds{5});
    scene.accounts->poll_device("another");
    EXPECT_TRUE(scene.polls.empty());
    scene.answer = json(200, token_body);
    scene.accounts->poll_device(started.flow_id);
    EXPECT_EQ(scene.flow(started).state, Flow::State::done);
}

TEST(Device, WhatCannotBeginSaysWhy) {
    Scene without;
    const auto none = without.accounts->begin_device(without.wish());
    EXPECT_EQ(none.error().title, "Practice has no sign-in by code.");
    Codes scene;
    scene.device = R"({"error":"device_flow_disabled","error_description":"switch it on"})";
    EXPECT_THAT(scene.accounts->begin_device(scene.wish()).error().one_line(), HasSubstr("switch it on"));
    scene.device = R"({"error":"unauthorized_client"})";
    EXPECT_EQ(scene.accounts->begin_device(scene.wish()).error().title,
              "Practice does not let this app sign in by code.");
    scene.device = "<html>";
    EXPECT_EQ(scene.accounts->begin_device(scene.wish()).error().code, "E305");
    EXPECT_EQ(scene.count("flow.started"), 0);
}

}  // namespace
}  // namespace roadcase::accounts
