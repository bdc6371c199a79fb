#include "brokers/grant.h"

#include <gtest/gtest.h>

namespace roadcase::brokers {
namespace {

TEST(Grants, AStarStandsForAnyRunOfCharacters) {
    struct Case {
        const char* glob;
        const char* text;
        bool matches;
    };
    const Case cases[] = {{"stream-*", "stream-1", true},
                          {"stream-*", "stream-", true},
                          {"stream-*", "Stream-1", false},
                          {"*", "", true},
                          {"", "", true},
                          {"", "a", false},
                          {"*-live", "a-live", true},
                          {"*-live", "a-live-not", false},
                          {"a*b*c", "a-b-b-c", true},
                          {"a*b*c", "a-c-b", false},
                          {"a**", "a", true},
                          {"?", "a", false}};
    for (const auto& one : cases)
        EXPECT_EQ(matches(one.glob, one.text), one.matches) << one.glob << " " << one.text;
}

TEST(Grants, AGlobOfManyStarsIsNotSlow) {
    std::string glob;
    for (int i = 0; i < 60; ++i) glob += "a*";
    EXPECT_FALSE(matches(glob + "b", std::string(100'000, 'a')));
}

TEST(Grants, NamePlaceAndRoleMustAllFit) {
    const Subject subject{"agora-live", "stream-1", "publisher"};
    for (const char* grant :
         {"*", "agora-live/*/*", "agora-live/stream-*/publisher", "agora-live/stream-1/pub*"})
        EXPECT_TRUE(allows(grant, subject)) << grant;
    for (const char* grant : {"agora/*/*", "agora-live/other/*", "agora-live/*/subscriber", "agora-live/*",
                              "agora-live", "", "/*/*", "**", "agora-live//publisher"})
        EXPECT_FALSE(allows(grant, subject)) << grant;
}

TEST(Grants, APlaceMayHoldSlashesAndMayBeEmpty) {
    EXPECT_TRUE(allows("chat/team/a/*/member", {"chat", "team/a/b", "member"}));
    EXPECT_FALSE(allows("chat/team/a/member", {"chat", "team/b", "member"}));
    EXPECT_TRUE(allows("chat/*/member", {"chat", "", "member"}));
}

TEST(Grants, AKeySpeaksOfABrokerOrNot) {
    EXPECT_TRUE(names_broker({"x/*/*", "agora/a/b"}, "agora"));
    EXPECT_TRUE(names_broker({"*"}, "agora"));
    EXPECT_FALSE(names_broker({"x/agora/agora", "agora"}, "agora"));
    EXPECT_FALSE(names_broker({}, "agora"));
}

}  // namespace
}  // namespace roadcase::brokers
