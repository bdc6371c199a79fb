#include "http/message.h"

#include <gtest/gtest.h>

namespace roadcase::http {
namespace {

TEST(Headers, CompareWithoutCase) {
    const Headers headers{{"Content-Type", "text/html"}, {"Set-Cookie", "a"}, {"set-cookie", "b"}};
    EXPECT_EQ(headers.find("content-TYPE"), "text/html");
    EXPECT_EQ(headers.find("SET-COOKIE"), "a") << "the first";
    EXPECT_EQ(headers.count("Set-Cookie"), 2u);
    EXPECT_EQ(headers.count("Cookie"), 0u);
    EXPECT_EQ(headers.find("Content-Typ"), std::nullopt);
    EXPECT_EQ(headers.find(""), std::nullopt);
}

TEST(Headers, SetReplacesEveryOneOfThatName) {
    Headers headers{{"A", "1"}, {"b", "2"}, {"a", "3"}};
    headers.set("A", "4");
    headers.set("New", "5");
    EXPECT_EQ(headers.size(), 3u);
    EXPECT_EQ(headers.find("a"), "4");
    EXPECT_EQ(headers.find("B"), "2");
    EXPECT_EQ(headers.find("new"), "5");
}

TEST(Headers, KeepTheirOrder) {
    Headers headers;
    for (const auto* name : {"z", "a", "m"}) headers.add(name, "");
    std::string order;
    for (const auto& [name, value] : headers) order += name;
    EXPECT_EQ(order, "zam");
}

}  // namespace
}  // namespace roadcase::http
