#include "oauth/id_token.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/encoding.h"
#include "core/text.h"

namespace roadcase::oauth {
namespace {

constexpr seconds clocks_differ{300};
constexpr std::size_t longest_token = 16 * 1024;
constexpr std::size_t longest_subject = 255;

tl::unexpected<Error> refuse(std::string why) {
    return fail(proof_does_not_hold(std::move(why)));
}

/// A compact JWS (RFC 7515 §7.1).
struct Parts {
    Json header;
    Json claims;
    std::string_view signed_text;
    std::string signature;
};

std::optional<Json> object_in(std::string_view part) {
    const auto bytes = base64url_decode(part);
    auto object = bytes ? parse_json(*bytes) : std::nullopt;
    if (!object || !object->is_object()) return std::nullopt;
    return object;
}

std::optional<Parts> take_apart(std::string_view token) {
    const auto first = token.find('.');
    const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (token.size() > longest_token || second == std::string_view::npos) return std::nullopt;
    auto header = object_in(token.substr(0, first));
    auto claims = object_in(token.substr(first + 1, second - first - 1));
    auto signature = base64url_decode(token.substr(second + 1));
    if (!header || !claims || !signature) return std::nullopt;
    return Parts{std::move(*header), std::move(*claims), token.substr(0, second), std::move(*signature)};
}

bool is_signed_by(const Parts& parts, const JsonWebKey& key, std::string_view alg) {
    if (!key.alg.empty() && key.alg != alg) return false;
    if (const auto* rsa = std::get_if<RsaPublicKey>(&key.key))
        return alg == "RS256" && verify_rs256(*rsa, parts.signed_text, parts.signature);
    return alg == "ES256" &&
           verify_es256(std::get<P256PublicKey>(key.key), parts.signed_text, parts.signature);
}

Status check_signature(const Parts& parts, const std::vector<JsonWebKey>& keys) {
    const auto alg = string_at(parts.header, "alg").value_or("");
    if (alg != "RS256" && alg != "ES256") return refuse("It is signed in a way that is not accepted.");
    if (find(parts.header, "crit") != nullptr) return refuse("It asks for extensions that are not known.");
    const auto kid = string_at(parts.header, "kid");
    const bool good = std::any_of(keys.begin(), keys.end(), [&](const JsonWebKey& key) {
        return (!kid || key.kid == *kid) && is_signed_by(parts, key, alg);
    });
    return good ? Status() : refuse("Its signature is not by a key of the server.");
}

bool is_for(const Json& claims, const std::string& client_id) {
    const auto* audience = find(claims, "aud");
    if (audience == nullptr) return false;
    const auto party = string_at(claims, "azp");
    if (party && *party != client_id) return false;
    if (audience->is_string()) return *audience == client_id;
    if (!audience->is_array() || std::find(audience->begin(), audience->end(), client_id) == audience->end())
        return false;
    return audience->size() == 1 || party;
}

/// RFC 7519 §2: seconds since 1970, fractions allowed.
std::optional<Time> time_at(const Json& claims, std::string_view name) {
    const auto* value = find(claims, name);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    const auto number = value->get<double>();
    if (!(number >= 0 && number < 1e11)) return std::nullopt;
    return from_unix(std::llround(std::floor(number)));
}

Status check_times(const Json& claims, Time now) {
    const auto end = time_at(claims, "exp");
    const auto issued = time_at(claims, "iat");
    if (!end || !issued) return refuse("It does not say when it was made and when it ends.");
    if (*end + clocks_differ <= now) return refuse("It has ended; is this computer's clock right?");
    if (*issued - clocks_differ > now)
        return refuse("It was made in the future; is this computer's clock right?");
    return {};
}

Status check_claims(const Json& claims, const IdTokenExpectation& expected) {
    if (string_at(claims, "iss") != expected.issuer) return refuse("It names another issuer.");
    if (!is_for(claims, expected.client_id)) return refuse("It was made for another client.");
    if (auto times = check_times(claims, expected.now); !times) return times;
    const auto nonce = string_at(claims, "nonce");
    if (!expected.nonce.empty() && (!nonce || !equal_constant_time(*nonce, expected.nonce)))
        return refuse("It belongs to another sign-in.");
    const auto subject = string_at(claims, "sub");
    if (!subject || subject->empty() || subject->size() > longest_subject || !is_vschar(*subject))
        return refuse("It names no person.");
    return {};
}

}  // namespace

Error proof_does_not_hold(std::string why) {
    return make_error(ErrorKind::rejected, "E215", "The provider's proof of who signed in does not hold.",
                      std::move(why),
                      "Start again. If it happens again, compare issuer and client_id in config.toml with "
                      "the provider's.");
}

bool names_unknown_key(const Secret& id_token, const std::vector<JsonWebKey>& keys) {
    const auto parts = take_apart(id_token.reveal());
    const auto kid = parts ? string_at(parts->header, "kid") : std::nullopt;
    if (!kid) return keys.empty();
    return std::none_of(keys.begin(), keys.end(), [&](const JsonWebKey& key) { return key.kid == *kid; });
}

Result<Json> check_id_token(const Secret& id_token, const std::vector<JsonWebKey>& keys,
                            const IdTokenExpectation& expected) {
    auto parts = take_apart(id_token.reveal());
    if (!parts) return refuse("It cannot be read.");
    if (auto good = check_signature(*parts, keys); !good) return fail(good.error());
    if (auto good = check_claims(parts->claims, expected); !good) return fail(good.error());
    return std::move(parts->claims);
}

}  // namespace roadcase::oauth
