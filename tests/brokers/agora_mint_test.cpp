#include "brokers/agora_vectors.h"
#include "support/random.h"

namespace roadcase::brokers::agora::test {
namespace {

using roadcase::test::CountingRandom;

const Time now = from_unix(1'800'000'000);
constexpr std::uint32_t now_u32 = 1'800'000'000;

struct Mint {
    Credentials credentials{std::string(32, 'a'), Secret(std::string(32, 'b'))};
    CountingRandom random;

    Result<Secret> operator()(const Order& order) { return mint(order, credentials, now, random); }

    /// What the token holds; verified.
    AccessToken2 read(const Order& order) {
        const auto token = (*this)(order);
        EXPECT_TRUE(token) << token.error().one_line();
        const auto received = parse_access_token2(token ? token->reveal() : "");
        EXPECT_TRUE(received && is_signed(*received, credentials.certificate));
        return received ? received->token : AccessToken2{};
    }
};

Order order_of(Kind kind) {
    Order order;
    order.kind = kind;
    const bool has_channel = kind == Kind::rtc || kind == Kind::rtm || kind == Kind::rtc_rtm ||
                             kind == Kind::education_room || kind == Kind::streaming || kind == Kind::fcdn;
    if (has_channel) order.channel = "test";
    if (kind != Kind::chat_app && kind != Kind::fpa && kind != Kind::education_app) order.user = "alice";
    order.ttl = seconds{600};
    return order;
}

TEST(AgoraMint, A006TokenLivesForADayAndItsRightsForTheTimeThatWasAsked) {
    Mint mint;
    auto order = order_of(Kind::rtc);
    order.version = Version::v006;
    order.publisher = true;
    const auto token = mint(order);
    ASSERT_TRUE(token);
    const auto received = parse_access_token(token->reveal());
    ASSERT_TRUE(received);
    EXPECT_TRUE(is_signed(*received, "test", "alice", mint.credentials.certificate));
    EXPECT_EQ(received->token.ends_at, now_u32 + 86'400);
    const auto end = now_u32 + 600;
    EXPECT_EQ(received->token.privileges, (Privileges{{1, end}, {2, end}, {3, end}, {4, end}}));
}

TEST(AgoraMint, A006TokenForMessagesHasTheUserWhereTheChannelWouldBe) {
    Mint mint;
    auto order = order_of(Kind::rtm);
    order.channel.clear();
    order.version = Version::v006;
    const auto made = mint(order);
    ASSERT_TRUE(made) << made.error().one_line();
    const auto received = parse_access_token(made->reveal());
    ASSERT_TRUE(received);
    EXPECT_TRUE(is_signed(*received, "alice", "", mint.credentials.certificate));
    EXPECT_EQ(received->token.privileges, (Privileges{{1000, now_u32 + 600}}));
}

TEST(AgoraMint, EveryKindOpensWhatItSays) {
    using P = Privileges;
    const auto service = [](ServiceType type, P privileges, const char* channel, const char* user,
                            std::int16_t role = -1) {
        Service made;
        made.type = type;
        made.privileges = std::move(privileges);
        made.channel = channel;
        made.user = user;
        made.role = role;
        return made;
    };
    using enum ServiceType;
    const auto login = P{{1, 600}};
    const struct {
        Kind kind;
        std::vector<Service> services;
    } cases[] = {
        {Kind::rtc, {service(rtc, login, "test", "alice")}},
        {Kind::rtm, {service(rtc, login, "test", "alice"), service(rtm, login, "", "alice")}},
        {Kind::rtc_rtm, {service(rtc, login, "test", "alice"), service(rtm, login, "", "alice")}},
        {Kind::rtm2, {service(rtm2, login, "", "alice")}},
        {Kind::chat_user, {service(chat, login, "", "alice")}},
        {Kind::chat_app, {service(chat, {{2, 600}}, "", "")}},
        {Kind::fpa, {service(fpa, {{1, 0}}, "", "")}},
        {Kind::education_room,
         {service(rtm, login, "", "alice"), service(chat, login, "", "6384e2b2184bcbf58eccf10ca7a6563c"),
          service(education, {}, "test", "alice")}},
        {Kind::education_user, {service(education, {{2, 600}}, "", "alice")}},
        {Kind::education_app, {service(education, {{3, 600}}, "", "")}},
        {Kind::streaming, {service(streaming, {{1, 600}, {2, 600}}, "test", "alice")}},
        {Kind::fcdn, {service(fcdn, {{2, 600}}, "test", "alice")}},
    };
    Mint mint;
    for (const auto& one : cases) {
        const auto token = mint.read(order_of(one.kind));
        EXPECT_EQ(token.services, one.services) << name_of(one.kind);
        EXPECT_EQ(token.lasts, 600U) << name_of(one.kind);
        EXPECT_EQ(token.issued_at, now_u32);
    }
}

TEST(AgoraMint, NoRightOutlivesTheTokenAndASubscriberPublishesNothing) {
    Mint mint;
    auto order = order_of(Kind::rtc);
    order.lifetimes = RtcLifetimes{seconds{3'600}, seconds{60}, seconds{0}, seconds{601}};
    EXPECT_EQ(mint.read(order).services.at(0).privileges, (Privileges{{1, 600}}));
    order.publisher = true;
    EXPECT_EQ(mint.read(order).services.at(0).privileges,
              (Privileges{{1, 600}, {2, 60}, {3, 600}, {4, 600}}));
    order.version = Version::v006;
    const auto received = parse_access_token(mint(order)->reveal());
    ASSERT_TRUE(received);
    EXPECT_EQ(received->token.privileges,
              (Privileges{{1, now_u32 + 600}, {2, now_u32 + 60}, {3, now_u32 + 600}, {4, now_u32 + 600}}));
}

TEST(AgoraMint, TheWildcardAndTheOtherUserForMessages) {
    Mint mint;
    auto order = order_of(Kind::rtc_rtm);
    order.user = "";
    order.numeric = true;
    order.rtm_user = "bob";
    const auto token = mint.read(order);
    EXPECT_EQ(token.services.at(0).user, "");
    EXPECT_EQ(token.services.at(1).user, "bob");
}

TEST(AgoraMint, TheSaltIsRandomAndWithoutRandomnessThereIsNoToken) {
    Mint mint;
    const auto first = mint.read(order_of(Kind::rtc)).salt;
    EXPECT_NE(first, mint.read(order_of(Kind::rtc)).salt);
    mint.random.broken = true;
    EXPECT_FALSE(mint(order_of(Kind::rtc)));
}

TEST(AgoraMint, RefusesBadCredentialsABadOrderAndAnImpossibleClock) {
    Mint mint;
    auto order = order_of(Kind::rtc);
    order.channel = "";
    EXPECT_EQ(mint(order).error().kind, ErrorKind::invalid_request);
    EXPECT_FALSE(agora::mint(order_of(Kind::rtc), mint.credentials, from_unix(-1), mint.random));
    EXPECT_FALSE(agora::mint(order_of(Kind::rtc), mint.credentials, from_unix(0xFFFF'FFFF), mint.random));
    mint.credentials.certificate = Secret("planted-certificate");
    const auto refused = mint(order_of(Kind::rtc));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::config);
    EXPECT_EQ(refused.error().one_line().find("planted"), std::string::npos);
}

}  // namespace
}  // namespace roadcase::brokers::agora::test
