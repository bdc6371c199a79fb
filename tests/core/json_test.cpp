#include "core/json.h"

#include <gtest/gtest.h>

#include <ctime>

namespace roadcase {
namespace {

using std::string_literals::operator""s;

std::string times(int count, const std::string& piece) {
    std::string out;
    for (int i = 0; i < count; ++i) out += piece;
    return out;
}

std::string nested(int levels, const std::string& open, const std::string& inside, const std::string& close) {
    return times(levels, open) + inside + times(levels, close);
}

TEST(Json, ParsesWhatIsStrictlyJson) {
    for (const char* text : {"{}", "[]", "null", " 1 ", "\"x\"", "{\"a\":{\"b\":1},\"b\":2}",
                             "[{\"a\":1},{\"a\":1}]", "{\"\":1}", "\"\\ud83c\\udf99\"", "-0.5e3"})
        EXPECT_TRUE(parse_json(text)) << text;
    for (const auto& text :
         {""s, " "s, "{"s, "{}x"s, "{} {}"s, "{'a':1}"s, "{\"a\":1,}"s, "[1,]"s, "NaN"s, "01"s, "// c\n1"s,
          "\"\x01\""s, "\"\xFF\""s, "\xEF\xBB\xBF{}"s, "\"\\ud83c\""s, "1e999"s, "{\"a\"\0:1}"s, "<html>"s})
        EXPECT_FALSE(parse_json(text)) << text;
}

TEST(Json, RefusesAKeyThatStandsTwice) {
    for (const char* text :
         {"{\"a\":1,\"a\":2}", "{\"x\":{\"a\":1,\"b\":[],\"a\":{}}}", "[{\"a\":1},{\"b\":1,\"b\":1}]",
          "{\"a\":1,\"\\u0061\":2}", "{\"a\":{\"x\":1},\"a\":1}"})
        EXPECT_FALSE(parse_json(text)) << text;
}

TEST(Json, SixteenLevelsAndNoMore) {
    EXPECT_TRUE(parse_json(nested(16, "[", "", "]")));
    EXPECT_TRUE(parse_json(nested(16, "[", "1", "]")));
    EXPECT_TRUE(parse_json(nested(16, "{\"a\":", "1", "}")));
    EXPECT_FALSE(parse_json(nested(17, "[", "", "]")));
    EXPECT_FALSE(parse_json(nested(17, "[", "1", "]")));
    EXPECT_FALSE(parse_json(nested(16, "{\"a\":", "{}", "}")));
    EXPECT_FALSE(parse_json(nested(100'000, "[", "", "]")));
    EXPECT_FALSE(parse_json(std::string(1'000'000, '[')));
}

TEST(Json, AMegabyteOfSmallObjectsTakesNoLongerThanItsSize) {
    const auto began = std::clock();
    EXPECT_TRUE(parse_json("[" + times(300'000, "{},") + "{}]"));
    std::string many = "{";
    for (int i = 0; i < 80'000; ++i) many += "\"" + std::to_string(i) + "\":{},";
    EXPECT_TRUE(parse_json(many + "\"end\":1}"));
    // A tenth of a second; work that grows with the square of the size takes most of a minute.
    EXPECT_LT((std::clock() - began) / CLOCKS_PER_SEC, 15);
}

TEST(Json, FindsOnlyInObjects) {
    const auto value = *parse_json("{\"a\":\"x\",\"n\":1,\"o\":{\"b\":null}}");
    ASSERT_NE(find(value, "o"), nullptr);
    EXPECT_TRUE(find(*find(value, "o"), "b")->is_null());
    EXPECT_EQ(find(value, "x"), nullptr);
    EXPECT_EQ(find(*parse_json("[1]"), "a"), nullptr);
    EXPECT_EQ(find(Json("text"), "a"), nullptr);
    EXPECT_EQ(string_at(value, "a"), "x");
    EXPECT_EQ(string_at(value, "n"), std::nullopt);
    EXPECT_EQ(string_at(value, "none"), std::nullopt);
}

TEST(Json, TextAtPointer) {
    const auto value = *parse_json(
        "{\"sub\":\"u1\",\"id\":42,\"big\":18446744073709551615,\"neg\":-1,\"half\":0.5,\"yes\":true,"
        "\"none\":null,"
        "\"data\":[{\"id\":\"7\"}],\"a/b\":{\"~\":\"odd\"}}");
    const std::pair<const char*, std::optional<std::string>> table[] = {
        {"/sub", "u1"},
        {"/id", "42"},
        {"/big", "18446744073709551615"},
        {"/neg", "-1"},
        {"/data/0/id", "7"},
        {"/a~1b/~0", "odd"},
        {"/half", {}},
        {"/yes", {}},
        {"/none", {}},
        {"/data", {}},
        {"", {}},
        {"/missing", {}},
        {"/data/1/id", {}},
        {"/data/-/id", {}},
        {"/data/00/id", {}},
        {"/data/x/id", {}},
        {"/data/99999999999999999999/id", {}},
        {"sub", {}},
        {"/~2", {}},
        {"/sub/x", {}},
    };
    for (const auto& [pointer, expected] : table)
        EXPECT_EQ(text_at_pointer(value, pointer), expected) << pointer;
}

TEST(Json, DumpNeverThrows) {
    EXPECT_EQ(dump(*parse_json("{\"b\":1,\"a\":[true,\"ü\"]}")), "{\"a\":[true,\"ü\"],\"b\":1}");
    EXPECT_EQ(dump(Json("a\xFF")), "\"a\xEF\xBF\xBD\"");
    OrderedJson ordered;
    ordered["b"] = 1;
    ordered["a"] = 2;
    EXPECT_EQ(dump(ordered), "{\"b\":1,\"a\":2}");
}

}  // namespace
}  // namespace roadcase
