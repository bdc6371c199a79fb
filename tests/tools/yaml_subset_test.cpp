#include "yaml_subset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace roadcase::tools {
namespace {

/// One line of JSON, or why not.
std::string read(std::string_view text) {
    const auto result = read_yaml(text);
    if (const auto* error = std::get_if<YamlError>(&result)) return error->message;
    return std::get<nlohmann::ordered_json>(result).dump();
}

TEST(YamlSubset, ReadsWhatTheDocumentIsWrittenIn) {
    const struct {
        std::string yaml, json;
    } table[] = {
        {"", "null"},
        {"a: 1\nb: -2.5\nc: 3.1.0\nd: 007\n", R"({"a":1,"b":-2.5,"c":"3.1.0","d":"007"})"},
        {"a: true\nb: null\nc:\nd: no\n", R"({"a":true,"b":null,"c":null,"d":"no"})"},
        {"a: \"x: \\\"y\\\" # z\"   # a remark\nb: 'it''s'\n", R"({"a":"x: \"y\" # z","b":"it's"})"},
        {"# first\n\na: b # c\n", R"({"a":"b"})"},
        {"a:\n  b:\n    c: d\ne: f\n", R"({"a":{"b":{"c":"d"}},"e":"f"})"},
        {"a:\n  - 1\n  - b: c\n    d: e\n  -\n    f: g\n", R"({"a":[1,{"b":"c","d":"e"},{"f":"g"}]})"},
        {"a:\n- 1\n- 2\nb: 3\n", R"({"a":[1,2],"b":3})"},
        {"- - 1\n  - 2\n- 3\n", "[[1,2],3]"},
        {"a: [1, \"b, c\", {d: e, f: [g]}, []]\nh: {}\n",
         R"({"a":[1,"b, c",{"d":"e","f":["g"]},[]],"h":{}})"},
        {"/api/v1/token/{account}:\n  get: {}\n\"200\": x\n",
         R"({"/api/v1/token/{account}":{"get":{}},"200":"x"})"},
        {"a: >-\n  one\n  two\n\n  three\nb: |\n  x\n    y\n", R"({"a":"one two\nthree","b":"x\n  y\n"})"},
        {"a: >\n  one\n", R"({"a":"one\n"})"},
        {"a: |-\n  one # no remark\n", R"({"a":"one # no remark"})"},
    };
    for (const auto& row : table) EXPECT_EQ(read(row.yaml), row.json) << row.yaml;
}

TEST(YamlSubset, RefusesWhatItWouldReadOtherwise) {
    const struct {
        std::string yaml, error;
    } table[] = {
        {"a: &x 1\n", "line 1: a text that begins so needs quotes"},
        {"a: 1\nb: *x\n", "line 2: a text that begins so needs quotes"},
        {"a: !!str 1\n", "line 1: a text that begins so needs quotes"},
        {"a: b: c\n", "line 1: a text with \": \" needs quotes"},
        {"a: 1\na: 2\n", "line 2: the key \"a\" stands twice"},
        {"a: {b: 1, b: 2}\n", "line 1: a key stands twice"},
        {"a: one\n  two\n", "line 2: indented more than its neighbours"},
        {"a: 1\nb\n", "line 2: a line of a mapping is \"key: value\""},
        {"  a: 1\nb: 2\n", "line 2: this line belongs to nothing above it"},
        {"a:\n\tb: 1\n", "line 2: a tab"},
        {"a: \"x\n", "line 1: a quote is open at the end of the line"},
        {"a: 'x\n", "line 1: a quote is open at the end of the line"},
        {"a: \"\\x41\"\n", "line 1: an escape that JSON does not have"},
        {"a: [1, 2\n", "line 1: a [ is open at the end of the line"},
        {"a: {b: 1\n", "line 1: a { is open at the end of the line"},
        {"a: [1] 2\n", "line 1: something stands behind the value"},
        {"a: >-\n    one\n  two\n", "line 3: a line of this text is indented in its own way"},
    };
    for (const auto& row : table) EXPECT_EQ(read(row.yaml), row.error) << row.yaml;
}

}  // namespace
}  // namespace roadcase::tools
