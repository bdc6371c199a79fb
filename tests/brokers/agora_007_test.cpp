#include "brokers/agora_vectors.h"
#include "brokers/agora_zlib.h"
#include "core/encoding.h"

namespace roadcase::brokers::agora::test {
namespace {

Rtm2Permissions permissions_of(const Json& service) {
    Rtm2Permissions permissions;
    for (const auto& one : service.value("permissions", Json::array())) {
        const bool is_triple = one.is_array();
        const auto& resource = is_triple ? one.at(0) : one.at("resource");
        const auto& permission = is_triple ? one.at(1) : one.at("permission");
        const auto& names = is_triple ? one.at(2) : one.at("list");
        permissions[resource.get<std::uint16_t>()][permission.get<std::uint16_t>()] =
            names.get<std::vector<std::string>>();
    }
    return permissions;
}

/// A service as a vector describes what somebody put in.
Service service_of_input(const Json& described) {
    Service service;
    service.type = ServiceType{described.at("type").get<std::uint16_t>()};
    service.privileges = privileges_of(described.at("privileges"));
    service.permissions = permissions_of(described);
    const auto& args = described.at("args");
    const auto* layout = layout_of(service.type);
    std::size_t next = 0;
    if (layout->has_channel && next < args.size()) service.channel = args.at(next++).get<std::string>();
    if (layout->has_user && next < args.size()) service.user = user_of(args.at(next++));
    if (layout->has_role && next < args.size()) service.role = args.at(next++).get<std::int16_t>();
    return service;
}

/// A service as a vector describes what must come out.
Service service_of_fields(const Json& fields) {
    Service service;
    service.type = ServiceType{fields.at("type").get<std::uint16_t>()};
    service.privileges = privileges_of(fields.at("privileges"));
    service.permissions = permissions_of(fields);
    service.channel = fields.value("channel", fields.value("room", ""));
    service.user = fields.value("uid", fields.value("user", ""));
    service.role = fields.value("role", std::int16_t{-1});
    return service;
}

Rights rights_of(const Json& input) {
    return {number(input, "joinChannelPrivilegeExpire"), number(input, "pubAudioPrivilegeExpire"),
            number(input, "pubVideoPrivilegeExpire"), number(input, "pubDataStreamPrivilegeExpire")};
}

std::optional<AccessToken2> rtc_built(const Stamp& stamp, const std::string& api, const Json& input) {
    const auto channel = text(input, "channelName");
    if (api == "buildTokenWithUid" || api == "buildTokenWithUserAccount")
        return v007::rtc(stamp, channel, user_of_input(input), role_of(input), number(input, "tokenExpire"),
                         number(input, "privilegeExpire"));
    if (api == "buildTokenWithUidAndPrivilege" || api == "BuildTokenWithUserAccountAndPrivilege")
        return v007::rtc(stamp, channel, user_of_input(input), number(input, "tokenExpire"),
                         rights_of(input));
    if (api == "buildTokenWithRtm")
        return v007::rtc_rtm(stamp, channel, text(input, "account"), role_of(input),
                             number(input, "tokenExpire"), number(input, "privilegeExpire"));
    if (api == "buildTokenWithRtm2")
        return v007::rtc_rtm(stamp, channel, text(input, "rtcAccount"), role_of(input),
                             number(input, "rtcTokenExpire"), rights_of(input), text(input, "rtmUserId"),
                             number(input, "rtmTokenExpire"));
    return std::nullopt;
}

std::optional<AccessToken2> other_built(const Stamp& stamp, const std::string& api, const Json& input) {
    if (api == "FpaTokenBuilder.buildToken") return v007::fpa(stamp);
    const auto lasts = number(input, "expire");
    if (api == "RtmTokenBuilder.buildToken") return v007::rtm(stamp, text(input, "userId"), lasts);
    if (api == "ChatTokenBuilder.buildUserToken")
        return v007::chat_user(stamp, text(input, "userUuid"), lasts);
    if (api == "ChatTokenBuilder.buildAppToken") return v007::chat_app(stamp, lasts);
    if (api.ends_with(".buildRoomUserToken"))
        return v007::education_room(stamp, text(input, "roomUuid"), text(input, "userUuid"),
                                    input.at("role").get<std::int16_t>(), lasts);
    if (api == "ApaasTokenBuilder.buildUserToken")
        return v007::education_user(stamp, text(input, "userUuid"), lasts);
    if (api == "ApaasTokenBuilder.buildAppToken") return v007::education_app(stamp, lasts);
    return std::nullopt;
}

std::optional<AccessToken2> built(const Json& vector) {
    const auto& input = vector.at("input");
    const auto now = static_cast<std::uint32_t>(input.at("issueTs").get<double>());
    const Stamp stamp{text(input, "appId"), now, number(input, "salt")};
    const auto api = text(vector, "api");
    if (api.starts_with("RtcTokenBuilder.")) return rtc_built(stamp, api.substr(16), input);
    if (api != "AccessToken2") return other_built(stamp, api, input);
    AccessToken2 token{stamp.app_id, now, number(input, "expire"), stamp.salt, {}};
    for (const auto& described : input.at("services_in_call_order"))
        token.services.push_back(service_of_input(described));
    return token;
}

void expect_fields(const ReceivedToken2& received, const Json& vector) {
    const auto& fields = vector.at("fields");
    EXPECT_EQ(received.token.app_id, text(vector.at("input"), "appId"));
    EXPECT_EQ(received.token.issued_at, number(fields, "issueTs"));
    EXPECT_EQ(received.token.lasts, number(fields, "expire"));
    EXPECT_EQ(received.token.salt, number(fields, "salt"));
    EXPECT_EQ(hex_encode(received.signature), text(vector, "signature_hex"));
    EXPECT_FALSE(received.unknown_type);
    std::vector<Service> expected;
    for (const auto& service : fields.at("services")) expected.push_back(service_of_fields(service));
    EXPECT_EQ(received.token.services, expected);
    EXPECT_TRUE(is_signed(received, certificate_of(vector)));
    EXPECT_FALSE(is_signed(received, Secret(std::string(32, '0'))));
}

TEST(Agora007, EveryVectorIsMadeToTheByteAsStockZlibPacksIt) {
    const auto all = vectors("agora-007.json");
    ASSERT_EQ(all.size(), 74U);
    int made = 0;
    for (const auto& vector : all) {
        SCOPED_TRACE(text(vector, "name"));
        const auto unsigned_token = built(vector);
        ASSERT_TRUE(unsigned_token) << text(vector, "api");
        const auto token = sign(*unsigned_token, certificate_of(vector));
        if (text(vector, "kind") == "build-rejected") {
            EXPECT_FALSE(token);
            continue;
        }
        ASSERT_TRUE(token);
        const auto payload = inflated(base64_decode(token->reveal().substr(3)).value());
        ASSERT_TRUE(payload);
        EXPECT_EQ(hex_encode(*payload), text(vector, "payload_hex"));
        EXPECT_EQ(token->reveal(), text(vector, "token_stock_zlib"));
        ++made;
    }
    EXPECT_EQ(made, 68);
}

TEST(Agora007, EveryEncodingOfEveryVectorIsReadAndVerified) {
    int encodings = 0;
    for (const auto& vector : vectors("agora-007.json")) {
        if (text(vector, "kind") == "build-rejected") continue;
        std::vector<std::string> spellings{text(vector, "token"), text(vector, "token_stock_zlib")};
        for (const auto& [language, spelling] : vector.at("alternate_tokens").items())
            spellings.push_back(spelling.get<std::string>());
        for (const auto& spelling : spellings) {
            SCOPED_TRACE(text(vector, "name") + " " + spelling);
            const auto received = parse_access_token2(spelling);
            ASSERT_TRUE(received) << received.error().one_line();
            expect_fields(*received, vector);
            ++encodings;
        }
    }
    EXPECT_GT(encodings, 68 * 3);
}

}  // namespace
}  // namespace roadcase::brokers::agora::test
