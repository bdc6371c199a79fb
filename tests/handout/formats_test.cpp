#include "handout/formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "core/json.h"
#include "handout/material.h"

#include "bots_material.h"

namespace roadcase::handout {
namespace {

using testing::HasSubstr;

std::string text_of(const Material& material, std::string_view format) {
    const auto text = format_token(material, format);
    return text ? text->reveal() : text.error().one_line();
}

const std::map<std::string_view, std::string_view> with_a_handle{
    {"plain", "planted-access\n"},
    {"json", R"({"access_token":"planted-access","token_type":"bearer","expires_in":14400,)"
             R"("refresh_token":"rcr_planted","scope":"chat:read chat:edit","expires_at":1795216445})"
             "\n"},
    {"header", "Authorization: Bearer planted-access\n"},
    {"headers", "Authorization: Bearer planted-access\nClient-Id: planted-client\n"},
    {"curl", "header = \"Authorization: Bearer planted-access\"\nheader = \"Client-Id: planted-client\"\n"},
    {"irc", "oauth:planted-access\n"},
    {"env", "TWITCH_BOT_ACCESS_TOKEN=planted-access\nTWITCH_BOT_CLIENT_ID=planted-client\n"},
    {"git", "password=planted-access\npassword_expiry_utc=1795216445\n"},
    {"raw", R"({"access_token":"planted-access","created_at":"2026-11-20T19:14:05","expires_in":14400,)"
            R"("refresh_token":"rcr_planted","scope":"chat:read chat:edit","token_type":"bearer"})"
            "\n"},
    {"dotenv",
     "TWITCH_BOT_ACCESS_TOKEN=planted-access\nTWITCH_BOT_CLIENT_ID=planted-client\n"
     "TWITCH_BOT_EXPIRES_AT=2026-11-20T23:14:05Z\n"},
    {"twurple", R"({"accessToken":"planted-access","refreshToken":null,"expiresIn":14400,)"
                R"("obtainmentTimestamp":1795202045000,"scope":["chat:read","chat:edit"]})"
                "\n"},
    {"twitchio", R"({"125328655":{"user_id":"125328655","token":"planted-access","refresh":"rcr_planted",)"
                 R"("last_validated":"2026-11-20T19:14:05"}})"
                 "\n"},
    {"pytwitchapi", R"({"token":"planted-access","refresh":"rcr_planted"})"
                    "\n"},
    {"spotipy", R"({"access_token":"planted-access","token_type":"bearer","expires_in":14400,)"
                R"("scope":"chat:read chat:edit","expires_at":1795216445,"refresh_token":"rcr_planted"})"
                "\n"},
    {"twitch-cli",
     "ACCESSTOKEN=planted-access\nCLIENTID=planted-client\nTOKENEXPIRATION=2026-11-20T23:14:05Z\n"
     "TOKENSCOPES=[chat:read chat:edit]\nDISABLE_UPDATE_CHECKS=true\n"},
    {"google-auth",
     R"({"type":"authorized_user","token":"planted-access","refresh_token":null,)"
     R"("token_uri":"https://oauth2.googleapis.com/token","client_id":"planted-client",)"
     R"("client_secret":null,"scopes":["chat:read","chat:edit"],"expiry":"2026-11-20T23:14:05Z"})"
     "\n"},
};

TEST(Formats, EachIsWrittenAsItsToolReadsIt) {
    for (const auto& [format, text] : with_a_handle)
        EXPECT_EQ(text_of(bots_material(), format), text) << format;
    for (const auto format : token_formats()) EXPECT_TRUE(with_a_handle.contains(format)) << format;
    for (const auto format : file_formats()) EXPECT_TRUE(with_a_handle.contains(format)) << format;
}

TEST(Formats, WithoutAHandleThereIsNothingToRefreshWith) {
    auto material = bots_material();
    material.handle = Secret();
    EXPECT_EQ(text_of(material, "json"),
              R"({"access_token":"planted-access","token_type":"bearer","expires_in":14400,)"
              R"("scope":"chat:read chat:edit","expires_at":1795216445})"
              "\n");
    EXPECT_THAT(text_of(material, "raw"), HasSubstr(R"("refresh_token":null)"));
    EXPECT_THAT(text_of(material, "spotipy"), HasSubstr(R"("refresh_token":null)"));
    EXPECT_THAT(text_of(material, "twitchio"), HasSubstr(R"("refresh":null)"));
    EXPECT_THAT(text_of(material, "pytwitchapi"), HasSubstr(R"("refresh":null)"));
}

TEST(Formats, AHandleIsOnlyInThoseThatTakeOne) {
    for (const auto& [format, text] : with_a_handle) {
        EXPECT_EQ(text.find("rcr_planted") != std::string_view::npos, takes_handle(format)) << format;
        EXPECT_TRUE(takes_handle(format) || !needs_handle(format)) << format;
    }
    EXPECT_TRUE(needs_handle("spotipy"));
    EXPECT_FALSE(needs_handle("raw"));
    EXPECT_FALSE(takes_handle("xml"));
}

TEST(Formats, ATokenWithoutAnEnd) {
    auto material = bots_material();
    material.expires_at.reset();
    EXPECT_EQ(text_of(material, "json"),
              R"({"access_token":"planted-access","token_type":"bearer","refresh_token":"rcr_planted",)"
              R"("scope":"chat:read chat:edit"})"
              "\n");
    EXPECT_EQ(text_of(material, "git"), "password=planted-access\n");
    EXPECT_THAT(text_of(material, "twurple"), HasSubstr(R"("expiresIn":null)"));
    EXPECT_THAT(text_of(material, "twitch-cli"), HasSubstr("TOKENEXPIRATION=0\n"));
    EXPECT_EQ(text_of(material, "dotenv"),
              "TWITCH_BOT_ACCESS_TOKEN=planted-access\nTWITCH_BOT_CLIENT_ID=planted-client\n");
    for (const auto* format : {"raw", "spotipy", "google-auth"})
        EXPECT_THAT(text_of(material, format), HasSubstr("this one has no known end")) << format;
}

TEST(Formats, OneThatHasEndedHasNoLifeLeft) {
    auto material = bots_material();
    material.now = *material.expires_at + seconds{5};
    EXPECT_THAT(text_of(material, "raw"), HasSubstr(R"("expires_in":0)"));
}

TEST(Formats, AnAppsOwnAccountIsNoUserOfTwitchio) {
    auto material = bots_material();
    material.subject.clear();
    EXPECT_THAT(text_of(material, "twitchio"), HasSubstr("nobody is signed in"));
}

TEST(Formats, NothingButJsonCarriesAControlCharacter) {
    for (const auto* broken : {"a\nb", "a\x01z", "t\xC3\xB6ken"}) {
        auto material = bots_material();
        material.access_token = Secret(broken);
        for (const auto& [format, text] : with_a_handle) {
            const auto written = format_token(material, format);
            if (text.starts_with("{"))
                EXPECT_TRUE(parse_json(written->reveal())) << format;
            else
                EXPECT_EQ(written.error().kind, ErrorKind::rejected) << format;
        }
    }
    auto material = bots_material();
    material.headers = {{"X", "a\nheader = \"Evil: 1\""}};
    EXPECT_FALSE(format_token(material, "curl"));
    EXPECT_FALSE(format_token(material, "plain"));
}

TEST(Formats, WithoutHeadersItIsABearer) {
    auto material = bots_material();
    material.headers.clear();
    material.access_token = Secret("a\"\\b");
    EXPECT_EQ(text_of(material, "header"), "Authorization: Bearer a\"\\b\n");
    EXPECT_EQ(text_of(material, "curl"), "header = \"Authorization: Bearer a\\\"\\\\b\"\n");
    EXPECT_THAT(text_of(material, "dotenv"), HasSubstr("quotes"));
}

TEST(Formats, AWrongNameIsToldTheRightOnes) {
    const auto text = format_token(bots_material(), "xml");
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind, ErrorKind::invalid_request);
    for (const auto format : file_formats()) EXPECT_THAT(text.error().detail, HasSubstr(std::string(format)));
}

}  // namespace
}  // namespace roadcase::handout
