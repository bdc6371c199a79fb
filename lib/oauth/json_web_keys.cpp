#include "oauth/json_web_keys.h"

#include "core/encoding.h"
#include "core/json.h"

namespace roadcase::oauth {
namespace {

constexpr std::size_t most_keys = 100;

std::string bytes_at(const Json& object, std::string_view name) {
    const auto text = string_at(object, name);
    return text ? base64url_decode(*text).value_or("") : "";
}

std::optional<JsonWebKey> read_key(const Json& object) {
    JsonWebKey out;
    out.kid = string_at(object, "kid").value_or("");
    out.alg = string_at(object, "alg").value_or("");
    if (string_at(object, "use").value_or("sig") != "sig") return std::nullopt;
    const auto type = string_at(object, "kty");
    if (type == "RSA") {
        out.key = RsaPublicKey{bytes_at(object, "n"), bytes_at(object, "e")};
        return out;
    }
    if (type == "EC" && string_at(object, "crv") == "P-256") {
        out.key = P256PublicKey{bytes_at(object, "x"), bytes_at(object, "y")};
        return out;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::vector<JsonWebKey>> parse_json_web_keys(std::string_view text) {
    const auto set = parse_json(text);
    const auto* list = set ? find(*set, "keys") : nullptr;
    if (list == nullptr || !list->is_array()) return std::nullopt;
    std::vector<JsonWebKey> keys;
    for (const auto& each : *list) {
        if (keys.size() == most_keys) break;
        if (auto key = read_key(each)) keys.push_back(std::move(*key));
    }
    return keys;
}

}  // namespace roadcase::oauth
