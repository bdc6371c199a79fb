#include "brokers/remote.h"

#include <gtest/gtest.h>

#include "support/fake_transport.h"
#include "support/manual_clock.h"

namespace roadcase::brokers {
namespace {

constexpr Time now{seconds{1'800'000'000}};

Error dropped() {
    return make_error(ErrorKind::unavailable, "E404", "planted.example is not answering.");
}

struct Asking : testing::Test {
    test::ManualClock clock;
    test::ScriptedTransport transport;
    http::Request request{"POST", "https://planted.example/", {}, "{}"};
    int turns = 0;
    RemoteWorld world{transport, clock, [this]() -> Status {
                          ++turns;
                          return {};
                      }};
    Remote<http::Response> ask() { return ask_remote(request, world); }
};

TEST_F(Asking, AnAnswerIsAnAnswerWhateverItSays) {
    for (const int status : {200, 302, 401, 429, 500, 503}) {
        transport.answers.push_back(test::json_answer(status, ""));
        const auto sent = transport.requests().size();
        const auto answer = ask();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, status);
        EXPECT_EQ(transport.requests().size(), sent + 1) << status;
    }
}

TEST_F(Asking, ADroppedConnectionIsTriedOnceMore) {
    transport.answers = {fail(dropped()), test::json_answer(200, "{}")};
    EXPECT_TRUE(ask());
    EXPECT_EQ(transport.requests().size(), 2u);
    EXPECT_EQ(turns, 2) << "each try needs a turn";
    EXPECT_EQ(transport.requests()[1].body, request.body);
}

TEST_F(Asking, TwiceIsEnough) {
    transport.answers = {fail(dropped()), fail(dropped()), test::json_answer(200, "{}")};
    const auto answer = ask();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().error.kind, ErrorKind::unavailable);
    EXPECT_EQ(answer.error().status, 0);
    EXPECT_FALSE(answer.error().here);
    EXPECT_EQ(transport.requests().size(), 2u);
}

TEST_F(Asking, WhatIsNoDropIsNotRepeated) {
    for (const auto& [kind, code] : {std::pair{ErrorKind::unavailable, "E305"},
                                     {ErrorKind::rejected, "E306"},
                                     {ErrorKind::unavailable, ""}}) {
        transport.answers = {fail(kind, code, "No."), test::json_answer(200, "{}")};
        const auto sent = transport.requests().size();
        EXPECT_FALSE(ask()) << code;
        EXPECT_EQ(transport.requests().size(), sent + 1) << code;
    }
}

TEST_F(Asking, BothTriesShareTheTime) {
    int sent = 0;
    auto takes = milliseconds{4'000};
    transport.on_send = [&](const http::Request&) -> Result<http::Response> {
        ++sent;
        clock.advance(std::chrono::duration_cast<seconds>(takes));
        return fail(dropped());
    };
    EXPECT_FALSE(ask());
    EXPECT_EQ(sent, 2);
    EXPECT_EQ(transport.requests()[0].within, milliseconds{15'000});
    EXPECT_EQ(transport.requests()[1].within, milliseconds{11'000});
    takes = milliseconds{15'000};
    EXPECT_FALSE(ask());
    EXPECT_EQ(sent, 3) << "what was slow is not tried twice";
}

TEST_F(Asking, WithoutATurnNothingIsSent) {
    world.turn = []() -> Status { return fail(ErrorKind::slow_down, "", "Not now."); };
    const auto answer = ask();
    ASSERT_FALSE(answer);
    EXPECT_TRUE(answer.error().here);
    EXPECT_TRUE(transport.requests().empty());
}

TEST(RemoteAnswers, StatusesHaveTheirKinds) {
    const struct {
        int status;
        ErrorKind kind;
        int mirrored;
    } table[] = {{400, ErrorKind::invalid_request, 400}, {401, ErrorKind::rejected, 401},
                 {403, ErrorKind::rejected, 403},        {404, ErrorKind::rejected, 404},
                 {408, ErrorKind::unavailable, 408},     {409, ErrorKind::invalid_request, 409},
                 {418, ErrorKind::rejected, 418},        {422, ErrorKind::invalid_request, 422},
                 {429, ErrorKind::slow_down, 429},       {500, ErrorKind::unavailable, 500},
                 {503, ErrorKind::unavailable, 503},     {302, ErrorKind::rejected, 0},
                 {304, ErrorKind::rejected, 0},          {199, ErrorKind::rejected, 0},
                 {599, ErrorKind::unavailable, 599},     {600, ErrorKind::rejected, 0},
                 {999, ErrorKind::rejected, 0}};
    for (const auto& [status, kind, mirrored] : table) {
        const auto object = read_object({status, {}, R"({"planted":"secret"})"}, Credential::ours, now);
        ASSERT_FALSE(object) << status;
        EXPECT_EQ(object.error().error.kind, kind) << status;
        EXPECT_EQ(object.error().status, mirrored) << status;
        EXPECT_FALSE(object.error().here);
        EXPECT_EQ(object.error().error.one_line().find("planted"), std::string::npos);
        EXPECT_FALSE(read_done({status, {}, ""}, Credential::ours, now));
    }
    for (const int status : {401, 403})
        EXPECT_EQ(read_done({status, {}, ""}, Credential::callers, now).error().error.kind,
                  ErrorKind::denied);
}

TEST_F(Asking, NoAnswerNamesTheHostToTheOwnerAlone) {
    for (const auto kind : {ErrorKind::unavailable, ErrorKind::rejected}) {
        const auto why = make_error(kind, "E30x", "planted.example does not work.",
                                    "It no longer waits for planted.example.", "Look at planted.example.");
        transport.answers = {fail(why)};
        const auto answer = ask();
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().error.kind, kind);
        EXPECT_EQ(answer.error().error.one_line().find("planted"), std::string::npos);
        ASSERT_TRUE(answer.error().cause);
        EXPECT_EQ(answer.error().cause->title, why.title);
    }
}

TEST(RemoteAnswers, WhenToAskAgain) {
    const auto wait = [](int status, const char* header) {
        return read_done({status, {{"Retry-After", header}}, ""}, Credential::ours, now)
            .error()
            .error.retry_after;
    };
    EXPECT_EQ(wait(429, "7"), seconds{7});
    EXPECT_EQ(wait(503, "7"), seconds{7});
    EXPECT_EQ(wait(429, "soon"), seconds{1});
    EXPECT_EQ(wait(500, "soon"), std::nullopt);
    EXPECT_EQ(wait(400, "7"), std::nullopt);
}

TEST(RemoteAnswers, AnObjectKeepsItsOrder) {
    const auto object =
        read_object({201, {}, R"({"z":1,"a":[true,null],"token":"t"})"}, Credential::ours, now);
    ASSERT_TRUE(object);
    EXPECT_EQ(dump(*object), R"({"z":1,"a":[true,null],"token":"t"})");
}

TEST(RemoteAnswers, NonsenseIsRejected) {
    for (const auto* body : {"", "<html>planted</html>", "[]", "\"t\"", "null", "{", R"({"a":1,"a":2})",
                             "{\"a\":\"\xff\"}", "{} x"}) {
        const auto object = read_object({200, {}, body}, Credential::ours, now);
        ASSERT_FALSE(object) << body;
        EXPECT_EQ(object.error().error.kind, ErrorKind::rejected);
        EXPECT_EQ(object.error().status, 0);
    }
}

}  // namespace
}  // namespace roadcase::brokers
