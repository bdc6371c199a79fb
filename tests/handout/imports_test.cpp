#include "handout/imports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace roadcase::handout {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Good {
    const char* format;
    std::string text;
    std::string client_id;
    std::vector<std::string> scopes;
    std::string subject;
};

const std::vector<Good> good_files{
    {"twitch-cli",
     "ACCESSTOKEN=planted-access\nCLIENTID=planted-client\nCLIENTSECRET=planted-secret\n"
     "REFRESHTOKEN=planted-refresh\nTOKENEXPIRATION=2026-11-20T23:14:05Z\nTOKENSCOPES=[chat:read "
     "chat:edit]\n",
     "planted-client",
     {"chat:read", "chat:edit"},
     ""},
    {"twurple",
     R"({"accessToken":"planted-access","refreshToken":"planted-refresh","scope":["chat:read"],)"
     R"("expiresIn":14400,"obtainmentTimestamp":1795202045000})",
     "",
     {"chat:read"},
     ""},
    {"twitchio",
     R"({"125328655":{"user_id":"125328655","token":"planted-access","refresh":"planted-refresh",)"
     R"("last_validated":"2026-11-20T19:14:05"}})",
     "",
     {},
     "125328655"},
    {"pytwitchapi", R"({"token": "planted-access", "refresh": "planted-refresh"})", "", {}, ""},
    {"spotipy",
     R"({"access_token":"planted-access","token_type":"Bearer","expires_in":3600,)"
     R"("refresh_token":"planted-refresh","scope":"user-read-private","expires_at":1795205645})",
     "",
     {"user-read-private"},
     ""},
    {"dotenv",
     "# bot\nexport BOT_ACCESS_TOKEN='planted-access'\nBOT_REFRESH_TOKEN=\"planted-refresh\"  # keep\n"
     "BOT_CLIENT_ID = planted-client\n\nOTHER=x\n",
     "planted-client",
     {},
     "BOT"},
    {"raw",
     R"({"access_token":"planted-access","created_at":"2021-09-02T12:34:56","expires_in":86400,)"
     R"("refresh_token":"planted-refresh","scope":"public chat","token_type":"bearer"})",
     "",
     {"public", "chat"},
     ""},
    {"json",
     R"({"access_token":"planted-access","token_type":"bearer","refresh_token":"planted-refresh",)"
     R"("client_id":"planted-client"})",
     "planted-client",
     {},
     ""},
};

TEST(Imports, EachFormatIsReadByItsNameAndByItsLooks) {
    for (const auto& file : good_files)
        for (const auto* format : {file.format, "auto"}) {
            const auto imported = read_import(file.text, format);
            ASSERT_TRUE(imported) << file.format << ": " << imported.error().one_line();
            EXPECT_EQ(imported->format, file.format);
            ASSERT_EQ(imported->logins.size(), 1U) << file.format;
            const auto& login = imported->logins.front();
            EXPECT_EQ(login.refresh_token.reveal(), "planted-refresh") << file.format;
            EXPECT_EQ(login.access_token.reveal(), "planted-access") << file.format;
            EXPECT_EQ(login.client_id, file.client_id) << file.format;
            EXPECT_EQ(login.scopes, file.scopes) << file.format;
            EXPECT_EQ(login.subject, file.subject) << file.format;
        }
    EXPECT_EQ(import_formats().size(), good_files.size());
}

TEST(Imports, OneFileMayHoldSeveralLogins) {
    const auto tio = read_import(
        R"({"1":{"token":"a","refresh":"planted-1"},"2":{"token":"b","refresh":"planted-2"}})", "auto");
    ASSERT_TRUE(tio);
    ASSERT_EQ(tio->logins.size(), 2U);
    EXPECT_EQ(tio->logins[1].subject, "2");
    EXPECT_EQ(tio->logins[1].refresh_token.reveal(), "planted-2");
    const auto env =
        read_import("A_REFRESH_TOKEN=planted-1\nREFRESH_TOKEN=planted-2\nCLIENT_ID=planted-client\n", "auto");
    ASSERT_TRUE(env);
    ASSERT_EQ(env->logins.size(), 2U);
    EXPECT_EQ(env->logins[0].subject, "A");
    EXPECT_EQ(env->logins[0].client_id, "");
    EXPECT_EQ(env->logins[1].subject, "");
    EXPECT_EQ(env->logins[1].client_id, "planted-client");
}

std::string many(std::size_t count) {
    std::string text = "{";
    for (std::size_t i = 0; i < count; ++i)
        text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + R"(":{"token":"a","refresh":"planted"})";
    return text + "}";
}

struct Bad {
    std::string text;
    const char* format;
    const char* says;
};

TEST(Imports, HostileFilesAreRefusedAndNeverQuoted) {
    const std::string deep(40, '[');
    const std::vector<Bad> files{
        {"", "auto", "empty"},
        {" \n", "json", "empty"},
        {std::string(70'000, 'x'), "auto", "larger than 64 KiB"},
        {std::string("planted\0x", 9), "auto", "no text"},
        {"planted\xff", "dotenv", "no text"},
        {"{\"refresh_token\":\"planted\"", "auto", "no JSON object"},
        {"{\"refresh_token\":\"planted\"} x", "json", "no JSON object"},
        {"{\"refresh_token\":\"planted\",\"refresh_token\":\"planted\"}", "json", "twice"},
        {"{\"a\":" + deep + std::string(40, ']') + "}", "json", "nested"},
        {"[\"planted\"]", "json", "no JSON object"},
        {"{\"planted\":1}", "auto", "None of the names"},
        {"{}", "auto", "None of the names"},
        {"{}", "twitchio", "no token and refresh"},
        {"{\"1\":{\"token\":\"planted\"}}", "twitchio", "no token and refresh"},
        {"{\"refresh_token\":null}", "auto", "has no refresh token"},
        {"{\"refresh_token\":7}", "json", "has no refresh token"},
        {"{\"refresh_token\":\"planted\\n\"}", "json", "odd characters"},
        {"{\"refresh_token\":\"planted token\"}", "json", "odd characters"},
        {"{\"refresh_token\":\"" + std::string(8193, 'p') + "\"}", "json", "too long"},
        {"{\"refresh_token\":\"rcr_planted\"}", "auto", "local stand-in"},
        {"{\"token\":\"a\",\"refresh\":\"rcr_planted\"}", "pytwitchapi", "local stand-in"},
        {many(33), "auto", "more than 32"},
        {"planted", "auto", "Line 1"},
        {"A=1\nplanted\n", "dotenv", "Line 2"},
        {"A='planted\n", "dotenv", "Line 1 has a quote"},
        {"A=\"planted\" more\n", "dotenv", "Line 1 has a quote"},
        {"A=1\nA=planted\n", "dotenv", "second time"},
        {"A b=planted\n", "dotenv", "Line 1"},
        {"TOKEN=planted\n", "dotenv", "REFRESH_TOKEN"},
        {"ACCESSTOKEN=planted\n", "twitch-cli", "has no refresh token"},
        {"X_REFRESH_TOKEN=\n", "dotenv", "has no refresh token"},
        {"{}", "xml", "twurple"},
    };
    for (const auto& file : files) {
        const auto imported = read_import(file.text, file.format);
        ASSERT_FALSE(imported) << file.says;
        const auto said = imported.error().one_line();
        EXPECT_EQ(imported.error().kind, ErrorKind::invalid_request) << said;
        EXPECT_THAT(said, HasSubstr(file.says));
        EXPECT_THAT(said, Not(HasSubstr("planted")));
    }
}

TEST(Imports, WhatIsNotNeededDoesNoHarm) {
    const auto odd = read_import(
        R"({"refresh_token":"planted","client_id":["x"],"scope":{"a":1},"access_token":7,"expires_at":[]})",
        "auto");
    ASSERT_TRUE(odd) << odd.error().one_line();
    EXPECT_EQ(odd->logins[0].client_id, "");
    EXPECT_THAT(odd->logins[0].scopes, IsEmpty());
    const auto scopes = read_import(R"({"refresh_token":"planted","scope":["a",3]})", "json");
    EXPECT_THAT(scopes->logins[0].scopes, IsEmpty());
    const auto marked =
        read_import("\xEF\xBB\xBF{\"refresh_token\":\"planted\",\"scopes\":[\"a\",\"b\"]}", "auto");
    ASSERT_TRUE(marked);
    EXPECT_THAT(marked->logins[0].scopes, ElementsAre("a", "b"));
}

}  // namespace
}  // namespace roadcase::handout
