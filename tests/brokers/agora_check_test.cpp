#include <gtest/gtest.h>

#include "brokers/agora_order.h"

namespace roadcase::brokers::agora {
namespace {

const Kind all_kinds[] = {
    Kind::rtc,       Kind::rtm, Kind::rtc_rtm,        Kind::rtm2,           Kind::chat_user,
    Kind::chat_app,  Kind::fpa, Kind::education_room, Kind::education_user, Kind::education_app,
    Kind::streaming, Kind::fcdn};

bool is_for_nobody(Kind kind) {
    return kind == Kind::chat_app || kind == Kind::fpa || kind == Kind::education_app;
}
bool needs_channel(Kind kind) {
    return kind == Kind::rtc || kind == Kind::rtc_rtm || kind == Kind::education_room ||
           kind == Kind::streaming || kind == Kind::fcdn;
}

Order valid(Kind kind) {
    Order order;
    order.kind = kind;
    if (needs_channel(kind)) order.channel = "test";
    if (!is_for_nobody(kind)) order.user = "alice";
    return order;
}

/// Refused, with all three parts said, and with `word` among them.
void expect_refused(const Order& order, const std::string& word) {
    const auto status = check(order);
    ASSERT_FALSE(status) << word;
    const auto& error = status.error();
    EXPECT_EQ(error.kind, ErrorKind::invalid_request);
    EXPECT_FALSE(error.title.empty() || error.detail.empty() || error.next.empty()) << error.one_line();
    EXPECT_NE(error.one_line().find(word), std::string::npos) << error.one_line();
}

TEST(AgoraCheck, EveryKindHasANameThatFindsIt) {
    for (const auto kind : all_kinds) {
        EXPECT_EQ(kind_named(name_of(kind)), kind) << name_of(kind);
        EXPECT_TRUE(check(valid(kind))) << name_of(kind);
    }
    EXPECT_EQ(name_of(Kind::rtc_rtm), "rtc+rtm");
    EXPECT_FALSE(kind_named("RTC"));
    EXPECT_FALSE(kind_named(""));
}

TEST(AgoraCheck, WhatAKindNeedsMustBeThere) {
    for (const auto kind : all_kinds) {
        auto order = valid(kind);
        order.user = "";
        EXPECT_EQ(check(order).has_value(), is_for_nobody(kind)) << name_of(kind);
        order = valid(kind);
        order.channel = "";
        if (needs_channel(kind)) expect_refused(order, "missing");
    }
}

TEST(AgoraCheck, AFieldThatWouldNotBeInTheTokenIsRefused) {
    for (const auto kind : all_kinds) {
        const bool in_rtc = kind == Kind::rtc || kind == Kind::rtc_rtm;
        const auto expect = [&](auto set, bool taken, const std::string& word) {
            auto order = valid(kind);
            set(order);
            if (taken)
                EXPECT_TRUE(check(order)) << name_of(kind) << " " << word;
            else
                expect_refused(order, "A token for " + std::string(name_of(kind)) + " takes no " + word);
        };
        expect([](Order& order) { order.channel = "stage"; }, needs_channel(kind) || kind == Kind::rtm,
               "channel.");
        expect([](Order& order) { order.user = "bob"; }, !is_for_nobody(kind), "user.");
        expect([](Order& order) { order.rtm_user = "bob"; }, kind == Kind::rtc_rtm, "user for messages.");
        expect([](Order& order) { order.lifetimes.emplace(); }, in_rtc, "lifetimes.");
        expect([](Order& order) { order.permissions[0] = {}; }, kind == Kind::rtm2, "permissions.");
        expect([](Order& order) { order.education_role = 1; }, kind == Kind::education_room,
               "education role.");
        if (is_for_nobody(kind)) expect([](Order& order) { order.numeric = true; }, false, "user.");
    }
}

TEST(AgoraCheck, ALongOrOddChannelIsRefused) {
    auto order = valid(Kind::rtc);
    order.channel = std::string(63, 'c');
    EXPECT_TRUE(check(order));
    order.channel += 'c';
    expect_refused(order, "64 bytes");
    order.channel = "aZ09 !#$%&()+-:;<=.>?@[]^_{}|~,";
    EXPECT_TRUE(check(order));
    for (int c = 0; c < 256; ++c) {
        order.channel = std::string("a") + static_cast<char>(c);
        const bool letter = std::isalnum(c) != 0 && c < 128;
        const bool allowed =
            letter || (c != 0 && std::string(" !#$%&()+-:;<=.>?@[]^_{}|~,").find(static_cast<char>(c)) !=
                                     std::string::npos);
        EXPECT_EQ(check(order).has_value(), allowed) << c;
    }
}

TEST(AgoraCheck, AUidIsAWholeNumberThatFits) {
    auto order = valid(Kind::rtc);
    order.numeric = true;
    for (const auto* good : {"", "1", "42", "4294967295"}) {
        order.user = good;
        EXPECT_TRUE(check(order)) << good;
    }
    for (const auto* bad : {"0", "01", "-1", "+1", "1.0", "1e3", " 1", "1 ", "4294967296", "alice",
                            "99999999999999999999999"}) {
        order.user = bad;
        expect_refused(order, "uid");
    }
}

TEST(AgoraCheck, AccountsAreAsLongAsTheirServiceAllows) {
    for (const auto& [kind, most] : {std::pair{Kind::rtc, 255U},
                                     {Kind::rtm, 64U},
                                     {Kind::rtm2, 64U},
                                     {Kind::chat_user, 255U},
                                     {Kind::education_room, 64U}}) {
        auto order = valid(kind);
        order.user = std::string(most, 'u');
        EXPECT_TRUE(check(order)) << name_of(kind);
        order.user += 'u';
        expect_refused(order, "limit");
    }
    auto order = valid(Kind::rtc_rtm);
    order.user = std::string(65, 'u');
    expect_refused(order, "messages");
    order.rtm_user = "bob";
    EXPECT_TRUE(check(order));
}

TEST(AgoraCheck, TimesGoFromASecondToADay) {
    auto order = valid(Kind::rtc);
    for (const auto bad : {seconds::min(), seconds{-1}, seconds{0}, seconds{86'401}, seconds::max()}) {
        order.ttl = bad;
        expect_refused(order, "24 hours");
    }
    for (const auto good : {seconds{1}, seconds{86'400}}) {
        order.ttl = good;
        EXPECT_TRUE(check(order));
    }
    order.lifetimes = RtcLifetimes{};
    EXPECT_TRUE(check(order));
    order.lifetimes->data = seconds{-1};
    expect_refused(order, "-1 seconds");
}

TEST(AgoraCheck, TheOldVersionKnowsChannelsAndMessagesOnly) {
    for (const auto kind : all_kinds) {
        auto order = valid(kind);
        order.version = Version::v006;
        if (kind == Kind::rtc || kind == Kind::rtm)
            EXPECT_TRUE(check(order));
        else
            expect_refused(order, "007");
    }
}

TEST(AgoraCheck, PermissionsOfMessagesAreKnownOnesAndNotTooMany) {
    auto order = valid(Kind::rtm2);
    order.permissions = {{0, {{0, {"room-a", "room-b"}}}}, {4, {{1, {"alice"}}}}};
    EXPECT_TRUE(check(order));
    order.permissions[5] = {};
    expect_refused(order, "resource 5");
    order.permissions = {{0, {{2, {}}}}};
    expect_refused(order, "permission 2");
    order.permissions = {{0, {{0, {"line\nbreak"}}}}};
    expect_refused(order, "character");
    order.permissions = {{0, {{0, std::vector<std::string>(1'001, "a")}}}};
    expect_refused(order, "names");
}

TEST(AgoraCheck, CredentialsAreHexDigitsAndTheMessageShowsNoneOfThem) {
    const std::string id = "2ec0d84c41c4442D88BA6f5a2beb828b";
    EXPECT_TRUE(check(Credentials{id, Secret(id)}));
    for (const std::string& bad : {std::string("planted"), std::string(), std::string(32, 'x'), id + "0"}) {
        for (const bool is_id : {true, false}) {
            const auto status = check(is_id ? Credentials{bad, Secret(id)} : Credentials{id, Secret(bad)});
            ASSERT_FALSE(status);
            EXPECT_EQ(status.error().kind, ErrorKind::config);
            EXPECT_EQ(status.error().one_line().find("planted"), std::string::npos);
        }
    }
}

}  // namespace
}  // namespace roadcase::brokers::agora
