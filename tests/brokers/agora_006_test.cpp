#include "brokers/agora_vectors.h"
#include "core/encoding.h"

namespace roadcase::brokers::agora::test {
namespace {

AccessToken raw(const Stamp& stamp, const Json& input) {
    return {stamp.app_id, text(input, "channelName"), user_of_input(input),
            stamp.salt,   number(input, "ts"),        privileges_of(input.at("privileges_in_call_order"))};
}

AccessToken built(const Json& vector) {
    const auto& input = vector.at("input");
    const Stamp stamp{text(input, "appId"), number(input, "ts") - 86'400, number(input, "salt")};
    const auto api = text(vector, "api");
    if (api == "AccessToken") return raw(stamp, input);
    const auto end = number(input, "privilegeExpiredTs");
    if (api == "RtmTokenBuilder.buildToken") return v006::rtm(stamp, text(input, "account"), end);
    EXPECT_TRUE(api.starts_with("RtcTokenBuilder.buildTokenWith")) << api;
    return v006::rtc(stamp, text(input, "channelName"), user_of_input(input), role_of(input), end);
}

TEST(Agora006, EveryVectorIsMadeToTheLetter) {
    const auto all = vectors("agora-006.json");
    ASSERT_EQ(all.size(), 48U);
    for (const auto& vector : all) {
        const auto token = sign(built(vector), certificate_of(vector));
        ASSERT_TRUE(token) << text(vector, "name");
        EXPECT_EQ(token->reveal(), text(vector, "token")) << text(vector, "name");
    }
}

TEST(Agora006, EveryVectorIsReadAndVerified) {
    for (const auto& vector : vectors("agora-006.json")) {
        SCOPED_TRACE(text(vector, "name"));
        const auto received = parse_access_token(text(vector, "token"));
        ASSERT_TRUE(received);
        const auto& fields = vector.at("fields");
        EXPECT_EQ(received->token.app_id, text(vector.at("input"), "appId"));
        EXPECT_EQ(received->token.salt, number(fields, "salt"));
        EXPECT_EQ(received->token.ends_at, number(fields, "ts"));
        EXPECT_EQ(received->token.privileges, privileges_of(fields.at("privileges")));
        EXPECT_EQ(received->channel_crc, number(vector, "crc32_channel"));
        EXPECT_EQ(received->uid_crc, number(vector, "crc32_uid"));
        EXPECT_EQ(hex_encode(received->signature), text(vector, "signature_hex"));
        EXPECT_EQ(hex_encode(received->message), text(vector, "message_hex"));
        EXPECT_TRUE(
            is_signed(*received, text(fields, "channel"), text(fields, "uid"), certificate_of(vector)));
        EXPECT_EQ(hex_encode(text(fields, "channel")), text(fields, "channel_hex"));
    }
}

TEST(Agora006, AnotherChannelUidOrCertificateIsNotVerified) {
    const auto vector = vectors("agora-006.json").front();
    const auto& fields = vector.at("fields");
    const auto channel = text(fields, "channel");
    const auto uid = text(fields, "uid");
    const auto received = parse_access_token(text(vector, "token"));
    ASSERT_TRUE(received);
    const auto certificate = certificate_of(vector);
    EXPECT_FALSE(is_signed(*received, channel + "x", uid, certificate));
    EXPECT_FALSE(is_signed(*received, channel, "1", certificate));
    EXPECT_FALSE(is_signed(*received, channel, uid, Secret(std::string(32, 'a'))));
    EXPECT_FALSE(is_signed(*received, channel, uid, Secret("planted-no-hex")));
    EXPECT_FALSE(is_signed(*received, channel, uid, Secret()));
}

TEST(Agora006, AShiftedBoundaryOfChannelAndUidIsNotVerified) {
    Json room1;
    for (const auto& vector : vectors("agora-006.json"))
        if (text(vector, "name") == "rtc-channel-uid-boundary") room1 = vector;
    const auto received = parse_access_token(text(room1, "token"));
    ASSERT_TRUE(received);
    EXPECT_TRUE(is_signed(*received, "room1", "23", certificate_of(room1)));
    EXPECT_FALSE(is_signed(*received, "room12", "3", certificate_of(room1)));
}

TEST(Agora006, CredentialsThatAreNoneMakeNoToken) {
    AccessToken token{std::string(32, 'a'), "channel", "1", 1, 2, {{1, 3}}};
    EXPECT_TRUE(sign(token, Secret(std::string(32, 'b'))));
    for (const std::string& bad :
         {std::string(31, 'b'), std::string(33, 'b'), std::string(32, 'g'), std::string()}) {
        const auto refused = sign(token, Secret(bad));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, ErrorKind::config);
    }
    token.app_id.pop_back();
    EXPECT_FALSE(sign(token, Secret(std::string(32, 'b'))));
}

}  // namespace
}  // namespace roadcase::brokers::agora::test
