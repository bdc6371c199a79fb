#include "server/conditions.h"

#include <gtest/gtest.h>

namespace roadcase::server {
namespace {

Request with(const std::string& name, const std::string& value) {
    Request request;
    request.headers.add(name, value);
    return request;
}

TEST(Conditions, TheFirstAcceptedTypeThatIsOfferedIsChosen) {
    const auto chosen = [](const std::string& accept) {
        return chosen_type(with("Accept", accept), {"application/json", "text/plain"});
    };
    EXPECT_EQ(chosen_type(Request{}, {"application/json", "text/plain"}), "application/json");
    EXPECT_EQ(chosen("text/plain"), "text/plain");
    EXPECT_EQ(chosen("Text/Plain;charset=utf-8"), "text/plain");
    EXPECT_EQ(chosen("text/html, text/plain;q=0.5, application/json"), "text/plain");
    EXPECT_EQ(chosen("application/json, text/plain, */*"), "application/json");
    EXPECT_EQ(chosen("*/*"), "application/json");
    EXPECT_EQ(chosen(",;,"), "application/json");
}

TEST(Conditions, EntityTagsCompareWeakly) {
    const std::string tag = "\"t-1234\"";
    EXPECT_FALSE(has_entity_tag(Request{}, tag));
    for (const auto* known : {"\"t-1234\"", "W/\"t-1234\"", "\"x\" ,\"t-1234\"", "*"})
        EXPECT_TRUE(has_entity_tag(with("If-None-Match", known), tag)) << known;
    for (const auto* other : {"", "t-1234", "\"t-123\"", "\"t-12345\"", "w/\"t-1234\""})
        EXPECT_FALSE(has_entity_tag(with("If-None-Match", other), tag)) << other;
}

TEST(Conditions, PreferencesThatAreNotUnderstoodAreNone) {
    const auto wait = [](const std::string& prefer) {
        return preferred_wait(with("Prefer", prefer), seconds{600}).count();
    };
    EXPECT_EQ(wait("wait=60"), 60);
    EXPECT_EQ(wait("respond-async, Wait=5; x=y"), 5);
    EXPECT_EQ(wait("wait=601"), 600);
    EXPECT_EQ(wait("wait=99999999999999999999"), 600);
    for (const auto* odd : {"", "wait", "wait=", "wait=-1", "wait=1.5", "wait=soon", "waiting=5"})
        EXPECT_EQ(wait(odd), 0) << odd;
    EXPECT_EQ(preferred_wait(Request{}, seconds{600}), seconds{0});
}

}  // namespace
}  // namespace roadcase::server
