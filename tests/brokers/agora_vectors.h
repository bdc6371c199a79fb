#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "brokers/agora_builders.h"
#include "core/json.h"

namespace roadcase::brokers::agora::test {

/// The published vectors (tests/vectors), made by Agora's own packages: all of them, in their order.
inline std::vector<Json> vectors(const std::string& file) {
    std::ifstream in(std::string(ROADCASE_SOURCE_DIR) + "/tests/vectors/" + file);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const auto parsed = parse_json(text);
    return parsed && parsed->is_array() ? parsed->get<std::vector<Json>>() : std::vector<Json>{};
}

inline std::string text(const Json& object, const char* key) {
    return object.at(key).get<std::string>();
}
inline std::uint32_t number(const Json& object, const char* key) {
    return object.at(key).get<std::uint32_t>();
}

/// A uid or an account as it stands in a token: the number 0 is the wildcard, the text "0" is not.
inline std::string user_of(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    const auto uid = value.get<std::uint32_t>();
    return uid == 0 ? "" : std::to_string(uid);
}
inline std::string user_of_input(const Json& input) {
    return user_of(input.contains("uid") ? input.at("uid") : input.at("account"));
}

inline Role role_of(const Json& input) {
    return text(input, "role") == "subscriber" ? Role::subscriber : Role::publisher;
}

inline Privileges privileges_of(const Json& pairs) {
    Privileges privileges;
    for (const auto& pair : pairs)
        privileges[pair.at(0).get<std::uint16_t>()] = pair.at(1).get<std::uint32_t>();
    return privileges;
}

inline Secret certificate_of(const Json& vector) {
    return Secret(text(vector.at("input"), "appCertificate"));
}

}  // namespace roadcase::brokers::agora::test
