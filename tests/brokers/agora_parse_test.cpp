#include "brokers/agora_vectors.h"
#include "brokers/agora_zlib.h"
#include "core/encoding.h"

namespace roadcase::brokers::agora::test {
namespace {

std::string packed(std::string_view payload) {
    return "007" + base64_encode(deflated(payload));
}

std::string with_app_id(std::string_view content) {
    return "006" + std::string(32, 'a') + base64_encode(content);
}

std::string bytes_of(const Json& vector, const char* key) {
    std::string bytes;
    const auto hex = text(vector, key);
    for (std::size_t at = 0; at < hex.size(); at += 2)
        bytes += static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16));
    return bytes;
}

Json vector_named(const std::string& file, const std::string& name) {
    for (const auto& vector : vectors(file))
        if (text(vector, "name") == name) return vector;
    ADD_FAILURE() << "no vector " << name;
    return {};
}

/// Everything up to the services, one of which is announced.
std::string head(std::uint16_t services = 1) {
    Packer out;
    out.text(std::string(32, 's')).text(std::string(32, 'a')).u32(1).u32(2).u32(3).u16(services);
    return out.take();
}

TEST(AgoraParse, AnythingThatIsNoTokenIsRefusedWithAReason) {
    const std::string stored = text(vector_named("agora-007.json", "official-rtc-uid"), "token");
    for (const std::string& bad :
         {std::string(), std::string("0"), std::string("007"), std::string("006"), std::string("008abc="),
          std::string("007????"), std::string("007") + std::string(40, 'A'), " " + stored, stored + "\n",
          "006" + std::string(32, 'z'), "006" + std::string(31, 'a'), with_app_id(""), packed(""),
          packed("\x20")}) {
        for (const auto& error : {parse_access_token(bad).error(), parse_access_token2(bad).error()}) {
            EXPECT_EQ(error.kind, ErrorKind::invalid_request) << bad;
            EXPECT_FALSE(error.detail.empty() || error.next.empty());
        }
    }
}

TEST(AgoraParse, ATokenCutAnywhereIsRefused) {
    for (const auto* name : {"official-streaming-fcdn-rtm2", "apaas-room-user", "official-rtc-uid"}) {
        const auto vector = vector_named("agora-007.json", name);
        const auto token = text(vector, "token");
        for (std::size_t size = 0; size < token.size(); ++size)
            EXPECT_FALSE(parse_access_token2(token.substr(0, size))) << name << " " << size;
        const auto payload = bytes_of(vector, "payload_hex");
        ASSERT_TRUE(parse_access_token2(packed(payload)));
        for (std::size_t size = 0; size < payload.size(); ++size)
            EXPECT_FALSE(parse_access_token2(packed(payload.substr(0, size)))) << name << " " << size;
    }
    const auto vector = vector_named("agora-006.json", "official-publisher-four-privileges");
    const auto content = bytes_of(vector, "payload_hex");
    ASSERT_TRUE(parse_access_token(with_app_id(content)));
    for (std::size_t size = 0; size < content.size(); ++size)
        EXPECT_FALSE(parse_access_token(with_app_id(content.substr(0, size)))) << size;
}

TEST(AgoraParse, AFlippedBitIsRefusedOrDoesNotVerify) {
    const auto vector = vector_named("agora-007.json", "official-streaming-fcdn-rtm2");
    const auto payload = bytes_of(vector, "payload_hex");
    for (std::size_t bit = 0; bit < payload.size() * 8; ++bit) {
        auto flipped = payload;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
        const auto received = parse_access_token2(packed(flipped));
        EXPECT_FALSE(received && is_signed(*received, certificate_of(vector))) << bit;
    }
    const auto old = vector_named("agora-006.json", "official-int-uid-join");
    const auto content = bytes_of(old, "payload_hex");
    const auto& fields = old.at("fields");
    for (std::size_t bit = 0; bit < content.size() * 8; ++bit) {
        auto flipped = content;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
        const auto token = "006" + text(old.at("input"), "appId") + base64_encode(flipped);
        const auto received = parse_access_token(token);
        EXPECT_FALSE(received &&
                     is_signed(*received, text(fields, "channel"), text(fields, "uid"), certificate_of(old)))
            << bit;
    }
}

TEST(AgoraParse, WhatUnpacksToTooMuchIsRefused) {
    EXPECT_TRUE(inflated(deflated(std::string(most_payload, 'a'))));
    EXPECT_FALSE(inflated(deflated(std::string(most_payload + 1, 'a'))));
    const auto bomb = deflated(std::string(10'000'000, '\0'));
    ASSERT_LT(bomb.size(), 16'000U);
    EXPECT_FALSE(inflated(bomb));
    const auto refused = parse_access_token2("007" + base64_encode(bomb));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("64 KiB"), std::string::npos);
    EXPECT_EQ(inflated(deflated("abc"), 3), "abc");
    EXPECT_FALSE(inflated(deflated("abc"), 2));
}

TEST(AgoraParse, OnlyAWholeStreamIsUnpacked) {
    const auto stream = deflated("planted payload");
    for (std::size_t size = 0; size < stream.size(); ++size) EXPECT_FALSE(inflated(stream.substr(0, size)));
    EXPECT_FALSE(inflated(stream + "x"));
    auto damaged = stream;
    damaged.back() = static_cast<char>(damaged.back() ^ 1);
    EXPECT_FALSE(inflated(damaged)) << "its checksum";
    EXPECT_FALSE(inflated(std::string("\x78\xbb\x00\x00\x00\x01", 6))) << "wants a dictionary";
}

TEST(AgoraParse, AServiceOfAnUnknownTypeEndsTheReadingAndIsSignedAllTheSame) {
    const Secret certificate(std::string(32, 'c'));
    AccessToken2 token{std::string(32, 'a'), 1, 2, 3, {Service{ServiceType::fpa, {{1, 0}}, "", "", -1, {}}}};
    const auto received = parse_access_token2(sign(token, certificate)->reveal());
    ASSERT_TRUE(received);
    EXPECT_FALSE(received->unknown_type);
    Packer more;
    more.text(received->signature).raw(received->signed_bytes).u16(77).raw("what nobody knows");
    auto bytes = more.take();
    bytes[2 + 32 + 2 + 32 + 12] = 2;  // services
    const auto unknown = parse_access_token2(packed(bytes));
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->unknown_type, 77);
    EXPECT_EQ(unknown->token.services, token.services);
    EXPECT_FALSE(is_signed(*unknown, certificate)) << "the bytes behind it count";
    token.services.front().type = ServiceType{77};
    EXPECT_FALSE(sign(token, certificate)) << "and nobody can write it";
}

TEST(AgoraParse, LengthsAndCountsThatDoNotFitAreRefused) {
    EXPECT_FALSE(parse_access_token2(packed(head())));
    EXPECT_FALSE(parse_access_token2(packed(head() + std::string("\1\0\xff\xff", 4)))) << "privileges";
    EXPECT_FALSE(parse_access_token2(packed(head() + std::string("\2\0\0\0\xff\xff"
                                                                 "user",
                                                                 10))));
    EXPECT_FALSE(parse_access_token2(packed(head() + std::string("\x08\0\0\0\0\0\xff\xff", 8))))
        << "resources";
    EXPECT_FALSE(parse_access_token2(packed(head(2) + std::string("\4\0\0\0", 4)))) << "one of two";
    EXPECT_TRUE(parse_access_token2(packed(head() + std::string("\4\0\0\0", 4))));
    EXPECT_FALSE(parse_access_token(with_app_id(std::string("\xff\xff", 2) + std::string(90, 's'))));
}

TEST(AgoraParse, WhatDoesNotFitIsNotWritten) {
    const Secret certificate(std::string(32, 'c'));
    Service service;
    service.type = ServiceType::rtm;
    service.user = std::string(0x10000, 'u');
    AccessToken2 token{std::string(32, 'a'), 1, 2, 3, {service}};
    EXPECT_EQ(sign(token, certificate).error().kind, ErrorKind::invalid_request);
    token.services.front().user.resize(65'300);
    EXPECT_TRUE(sign(token, certificate));
    token.services.push_back(token.services.front());
    EXPECT_FALSE(sign(token, certificate)) << "together more than anybody unpacks";
}

TEST(AgoraParse, RepeatedServicesAreKeptInTheirOrderBehindSmallerTypes) {
    const auto rtc = [](const char* channel) {
        Service made;
        made.channel = channel;
        return made;
    };
    Service fpa;
    fpa.type = ServiceType::fpa;
    AccessToken2 token{std::string(32, 'a'), 1, 2, 3, {fpa, rtc("b"), rtc("a"), rtc("c")}};
    const auto received = parse_access_token2(sign(token, Secret(std::string(32, 'c')))->reveal());
    ASSERT_TRUE(received);
    EXPECT_EQ(received->token.services, (std::vector<Service>{rtc("b"), rtc("a"), rtc("c"), fpa}));
}

}  // namespace
}  // namespace roadcase::brokers::agora::test
