#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace roadcase {

using Json = nlohmann::json;
/// Keeps the order of insertion; what we write for people to read.
using OrderedJson = nlohmann::ordered_json;

/// Strict JSON from outside: valid UTF-8, at most 16 levels deep, nothing after the value, no duplicate of a
/// key in one object. Nothing when any of this fails. Never throws.
std::optional<Json> parse_json(std::string_view text);

/// The value of `key` when `object` is an object that has it; else nullptr.
const Json* find(const Json& object, std::string_view key);
/// The string at `key`; nothing when it is missing or no string.
std::optional<std::string> string_at(const Json& object, std::string_view key);
/// RFC 6901: the value at `pointer`; nullptr when there is none.
const Json* find_at_pointer(const Json& value, std::string_view pointer);
/// RFC 6901: the string or integer at `pointer`, as text; nothing when missing or another type.
std::optional<std::string> text_at_pointer(const Json& value, std::string_view pointer);

/// One line; broken UTF-8 is replaced, never thrown about.
std::string dump(const Json& value);
std::string dump(const OrderedJson& value);

}  // namespace roadcase
