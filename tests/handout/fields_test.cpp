#include "handout/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "bots_material.h"

namespace roadcase::handout {
namespace {

using testing::HasSubstr;

TEST(Fields, EachIsOneValueWithoutALineEnd) {
    const std::map<std::string_view, std::string> expected{{"access_token", "planted-access"},
                                                           {"client_id", "planted-client"},
                                                           {"token_type", "bearer"},
                                                           {"scope", "chat:read chat:edit"},
                                                           {"expires_at", "2026-11-20T23:14:05Z"},
                                                           {"subject", "125328655"},
                                                           {"display_name", "nova_bot"},
                                                           {"authorization", "Bearer planted-access"},
                                                           {"irc", "oauth:planted-access"}};
    EXPECT_EQ(field_names().size(), expected.size());
    for (const auto name : field_names())
        EXPECT_EQ(field_of(bots_material(), name)->reveal(), expected.at(name)) << name;
}

TEST(Fields, WhatTheAccountDoesNotHaveIsNotFound) {
    auto material = bots_material();
    material.expires_at.reset();
    material.display_name.clear();
    material.scopes.clear();
    EXPECT_EQ(field_of(material, "expires_at").error().kind, ErrorKind::not_found);
    EXPECT_EQ(field_of(material, "display_name").error().title, "twitch/bot has no display_name.");
    EXPECT_EQ(field_of(material, "scope")->reveal(), "");
}

TEST(Fields, RefreshTokensAndClientSecretsAreNoFields) {
    for (const auto* name : {"refresh_token", "client_secret"}) {
        const auto value = field_of(bots_material(), name);
        ASSERT_FALSE(value) << name;
        EXPECT_EQ(value.error().kind, ErrorKind::invalid_request);
        EXPECT_THAT(value.error().detail, HasSubstr("never handed out"));
    }
}

TEST(Fields, ATypoIsToldTheNearestField) {
    EXPECT_THAT(field_of(bots_material(), "acces_token").error().next, HasSubstr("access_token"));
    EXPECT_THAT(field_of(bots_material(), "x\x1b[2J").error().title, HasSubstr("\\x1B"));
}

}  // namespace
}  // namespace roadcase::handout
