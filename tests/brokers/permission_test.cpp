#include "brokers/permission.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "core/json.h"

namespace roadcase::brokers {
namespace {

using Texts = std::vector<std::string>;

PermissionQuestion question() {
    return {.broker = "live",
            .subjects = {{"live", "stream-1", "publisher"}, {"live", "u-1", "rtm"}},
            .terms = {"u-1", seconds{3600}, {"viewer"}},
            .origin = "https://page.example",
            .key = "overlay"};
}

const Terms asked{"u-1", seconds{3600}, {"viewer", "chat"}};

TEST(Permission, TheQuestionSaysAllThatIsWanted) {
    PermissionSettings settings;
    settings.url = "http://127.0.0.1:4/may";
    settings.timeout = milliseconds{700};
    const auto request = permission_request(settings, question(), {{"Cookie", "a=b"}});
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, settings.url);
    EXPECT_EQ(request.within, milliseconds{700});
    EXPECT_EQ(request.headers.find("Cookie"), "a=b");
    EXPECT_EQ(request.headers.find("Content-Type"), "application/json");
    EXPECT_EQ(
        request.body,
        R"({"broker":"live","wants":[{"place":"stream-1","role":"publisher"},{"place":"u-1","role":"rtm"}],)"
        R"("user":"u-1","ttl":3600,"scopes":["viewer"],"origin":"https://page.example","key":"overlay"})");
}

TEST(Permission, NoPageAndNoKeyAreNotMentioned) {
    auto bare = question();
    bare.origin = bare.key = "";
    const auto json = parse_json(permission_input(bare, {}));
    ASSERT_TRUE(json);
    EXPECT_FALSE(json->contains("origin"));
    EXPECT_FALSE(json->contains("key"));
}

TEST(Permission, ACommandGetsTheHeadersBesides) {
    const auto text = permission_input(question(), {{"Cookie", "a=\"b\""}, {"Authorization", "Bearer c"}});
    const auto json = parse_json(text);
    ASSERT_TRUE(json);
    EXPECT_EQ((*json)["headers"], Json({{"Cookie", "a=\"b\""}, {"Authorization", "Bearer c"}}));
    EXPECT_EQ((*json)["wants"].size(), 2u);
    EXPECT_EQ(text.back(), '\n');
}

TEST(Permission, StatusesMeanYesNoOrNobodyKnows) {
    const struct {
        int status;
        const char* body;
        std::optional<ErrorKind> kind;
    } table[] = {
        {200, "", {}},
        {204, "", {}},
        {200, " \r\n", {}},
        {200, "{}", {}},
        {201, R"({"allowed":true,"name":"whatever"})", {}},
        {200, R"({"ttl":null,"scopes":null,"user":null,"allowed":null})", {}},
        {401, "{}", ErrorKind::unauthorized_key},
        {403, R"({"allowed":true})", ErrorKind::denied},
        {200, R"({"allowed":false})", ErrorKind::denied},
        {200, R"({"allowed":"false"})", ErrorKind::unavailable},
        {200, R"({"allowed":0})", ErrorKind::unavailable},
        {301, "", ErrorKind::unavailable},
        {302, "{}", ErrorKind::unavailable},
        {400, "", ErrorKind::unavailable},
        {404, "", ErrorKind::unavailable},
        {429, "", ErrorKind::unavailable},
        {500, "{}", ErrorKind::unavailable},
        {503, "", ErrorKind::unavailable},
        {200, "<html>Sign in</html>", ErrorKind::unavailable},
        {200, "yes", ErrorKind::unavailable},
        {200, "true", ErrorKind::unavailable},
        {200, "[]", ErrorKind::unavailable},
        {200, "{", ErrorKind::unavailable},
        {200, R"({"ttl":60,"ttl":86400})", ErrorKind::unavailable},
    };
    for (const auto& [status, body, kind] : table) {
        const auto answer = read_permission(status, body);
        EXPECT_EQ(answer.has_value(), !kind) << status << body;
        EXPECT_TRUE(answer || answer.error().kind == kind) << status << body;
    }
    EXPECT_EQ(read_permission(200, "{}" + std::string(65'536, ' ')).error().kind, ErrorKind::unavailable);
}

TEST(Permission, ACommandAnswersByItsExitStatus) {
    EXPECT_TRUE(read_permission_of_command(0, ""));
    EXPECT_EQ(read_permission_of_command(0, "{\"ttl\":60}\n")->ttl, seconds{60});
    EXPECT_EQ(read_permission_of_command(1, "{}").error().kind, ErrorKind::denied);
    EXPECT_EQ(read_permission_of_command(2, "{}").error().kind, ErrorKind::unauthorized_key);
    for (const int status : {3, 126, 127, 137, 143, -1})
        EXPECT_EQ(read_permission_of_command(status, "").error().kind, ErrorKind::unavailable) << status;
}

TEST(Permission, WhatCannotBeUnderstoodIsNoYes) {
    for (const auto* body : {R"({"ttl":0})", R"({"ttl":-1})", R"({"ttl":60.5})", R"({"ttl":"60"})",
                             R"({"ttl":true})", R"({"ttl":[]})", R"({"scopes":"viewer"})",
                             R"({"scopes":[1]})", R"({"scopes":[""]})", R"({"scopes":{}})", R"({"user":7})",
                             R"({"user":["u"]})", R"({"user":"a\nb"})", R"({"user":"a","userId":"b"})"}) {
        const auto answer = read_permission(200, body);
        ASSERT_FALSE(answer) << body;
        EXPECT_EQ(answer.error().kind, ErrorKind::unavailable) << body;
    }
    const auto long_user = R"({"user":")" + std::string(256, 'u') + "\"}";
    EXPECT_FALSE(read_permission(200, long_user));
}

TEST(Permission, TheUserHasThreeSpellings) {
    for (const auto* name : {"user", "userId", "user_id"})
        EXPECT_EQ(read_permission(200, "{\"" + std::string(name) + "\":\"u-9\"}")->user, "u-9") << name;
    EXPECT_EQ(read_permission(200, R"({"user":"u","userId":"u"})")->user, "u");
    EXPECT_EQ(read_permission(200, R"({"user":""})")->user, std::nullopt);
}

TEST(Permission, AnAnswerNarrowsAndNeverWidens) {
    const struct {
        const char* name;
        PermissionAnswer answer;
        Terms left;
    } table[] = {
        {"nothing said", {}, asked},
        {"a shorter ttl", {seconds{60}, {}, {}}, {"u-1", seconds{60}, {"viewer", "chat"}}},
        {"a longer ttl", {seconds{86'400}, {}, {}}, asked},
        {"one scope less", {{}, Texts{"chat"}, {}}, {"u-1", seconds{3600}, {"chat"}}},
        {"more scopes", {{}, Texts{"admin", "chat", "viewer"}, {}}, asked},
        {"another order", {{}, Texts{"chat", "viewer"}, {}}, asked},
        {"the same user", {{}, {}, "u-1"}, asked},
    };
    for (const auto& [name, answer, left] : table) {
        const auto narrowed = narrow(asked, {}, answer);
        ASSERT_TRUE(narrowed) << name;
        EXPECT_EQ(narrowed->user, left.user) << name;
        EXPECT_EQ(narrowed->ttl, left.ttl) << name;
        EXPECT_EQ(narrowed->scopes, left.scopes) << name;
    }
}

TEST(Permission, WhateverIsAnsweredNothingGrows) {
    std::mt19937 random(7);
    const Texts all{"viewer", "chat", "admin", "broadcaster"};
    const auto some = [&] {
        Texts chosen;
        for (const auto& scope : all)
            if (random() % 2 == 0) chosen.push_back(scope);
        return chosen;
    };
    const auto user = [&] { return random() % 2 == 0 ? std::string("u-1") : std::string("u-2"); };
    for (int i = 0; i < 10'000; ++i) {
        const Terms before{random() % 2 == 0 ? "" : user(), seconds{1 + random() % 100}, some()};
        PermissionAnswer answer;
        if (random() % 2 == 0) answer.ttl = seconds{1 + random() % 200};
        if (random() % 2 == 0) answer.scopes = some();
        if (random() % 2 == 0) answer.user = user();
        const auto after = narrow(before, {}, answer);
        if (!after) continue;
        EXPECT_LE(after->ttl, before.ttl);
        EXPECT_LE(after->ttl, answer.ttl.value_or(before.ttl));
        EXPECT_TRUE(before.user.empty() || after->user == before.user);
        EXPECT_TRUE(!answer.user || after->user == *answer.user);
        EXPECT_EQ(after->scopes.empty(), before.scopes.empty());
        for (const auto& scope : after->scopes) {
            EXPECT_NE(std::find(before.scopes.begin(), before.scopes.end(), scope), before.scopes.end());
            EXPECT_TRUE(!answer.scopes || std::find(answer.scopes->begin(), answer.scopes->end(), scope) !=
                                              answer.scopes->end());
        }
    }
}

TEST(Permission, NothingIsAddedToNothing) {
    const auto narrowed = narrow({"", seconds{60}, {}}, {}, {seconds{90}, Texts{"admin"}, "u-2"});
    ASSERT_TRUE(narrowed);
    EXPECT_EQ(narrowed->user, "u-2") << "the one thing an answer may fill in";
    EXPECT_EQ(narrowed->ttl, seconds{60});
    EXPECT_EQ(narrowed->scopes, Texts{});
}

TEST(Permission, AnotherUserOrNoScopeLeftIsANo) {
    for (const auto& answer : {PermissionAnswer{{}, {}, "u-2"}, PermissionAnswer{{}, Texts{"admin"}, {}},
                               PermissionAnswer{{}, Texts{}, {}}, PermissionAnswer{{}, Texts{"Chat"}, {}}}) {
        const auto narrowed = narrow(asked, {}, answer);
        ASSERT_FALSE(narrowed);
        EXPECT_EQ(narrowed.error().kind, ErrorKind::denied);
    }
}

TEST(Permission, ARoleThatTheScopesLeaveOutIsANo) {
    const Terms bare{"u-1", seconds{3600}, {}};
    const std::vector<Subject> one{{"live", "stream-1", "publisher"}};
    const std::vector<Subject> two{{"live", "stream-1", "publisher"}, {"live", "u-1", "rtm"}};
    for (const auto& scopes : {Texts{}, Texts{"subscriber"}, Texts{"rtm"}, Texts{"*"}, Texts{"Publisher"}})
        for (const auto& subjects : {one, two}) {
            const auto narrowed = narrow(bare, subjects, {{}, scopes, {}});
            ASSERT_FALSE(narrowed) << subjects.size();
            EXPECT_EQ(narrowed.error().kind, ErrorKind::denied);
        }
    EXPECT_TRUE(narrow(bare, one, {{}, Texts{"publisher"}, {}}));
    EXPECT_FALSE(narrow(bare, two, {{}, Texts{"publisher"}, {}})) << "all or nothing";
    EXPECT_TRUE(narrow(bare, two, {{}, Texts{"rtm", "subscriber", "publisher"}, {}}));
    EXPECT_TRUE(narrow(bare, two, {seconds{60}, {}, {}})) << "nothing said of scopes";
    EXPECT_TRUE(narrow(asked, one, {{}, Texts{"viewer"}, {}})) << "with scopes they are what is narrowed";
}

TEST(Permission, ANoAndNobodyToAskHaveTheirCodes) {
    for (const auto& no : {read_permission(403, ""), read_permission(200, R"({"allowed":false})"),
                           read_permission_of_command(1, "")})
        EXPECT_EQ(no.error().code, "E510");
    EXPECT_EQ(narrow(asked, {}, {{}, {}, "u-2"}).error().code, "E510");
    for (const auto& unknown :
         {read_permission(500, ""), read_permission(200, "yes"), read_permission_of_command(3, "")})
        EXPECT_EQ(unknown.error().code, "E511");
}

TEST(Permission, WhoIsNotSignedInIsNotToldOfAWrongKey) {
    for (const auto& who : {read_permission(401, ""), read_permission_of_command(2, "")}) {
        EXPECT_EQ(who.error().kind, ErrorKind::unauthorized_key);
        EXPECT_NE(who.error().title.find("visitor is not signed in"), std::string::npos);
        EXPECT_NE(who.error().detail.find("No API key is wrong"), std::string::npos);
    }
}

TEST(Permission, AHugeTtlIsOnlyHuge) {
    const auto answer = read_permission(200, R"({"ttl":18446744073709551615})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(narrow(asked, {}, *answer)->ttl, seconds{3600});
}

}  // namespace
}  // namespace roadcase::brokers
