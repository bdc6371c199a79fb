#include "accounts/local_secret.h"

#include <algorithm>

#include "core/encoding.h"

namespace roadcase::accounts {
namespace {

constexpr std::size_t random_length = 30;
constexpr std::size_t checksum_length = 6;
constexpr std::size_t id_length = 12;

std::string checksum(std::string_view text) {
    std::string digits(checksum_length, base62_alphabet[0]);
    auto rest = crc32(text);
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, rest /= 62)
        *digit = base62_alphabet[rest % 62];
    return digits;
}

}  // namespace

Result<Secret> make_local_secret(std::string_view prefix, Random& random) {
    return random.base62(random_length).map([&](std::string text) {
        Secret secret(std::string(prefix) + text + checksum(text));
        wipe(text);
        return secret;
    });
}

bool is_local_secret(std::string_view prefix, std::string_view text) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    if (text.size() != random_length + checksum_length) return false;
    const auto random = text.substr(0, random_length);
    const bool alphabet = std::all_of(random.begin(), random.end(), [](char c) {
        return base62_alphabet.find(c) != std::string_view::npos;
    });
    return alphabet && equal_constant_time(text.substr(random_length), checksum(random));
}

std::string hash_of(const Secret& secret) {
    return hex_encode(sha256(secret.reveal()));
}

Result<std::string> make_id(std::string_view prefix, Random& random) {
    return random.base62(id_length).map([&](const std::string& text) { return std::string(prefix) + text; });
}

}  // namespace roadcase::accounts
