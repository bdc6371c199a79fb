#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oauth/id_token.h"
#include "oauth/signing.h"

namespace roadcase::oauth {
namespace {

using test::SigningKey;
using testing::HasSubstr;

const IdTokenExpectation expected{"https://id.example", "my-client", "the-nonce", from_unix(1'800'000'000)};

Json good_claims() {
    return {{"iss", "https://id.example"}, {"aud", "my-client"},   {"sub", "person-1"},
            {"nonce", "the-nonce"},        {"exp", 1'800'000'600}, {"iat", 1'799'999'990}};
}

std::vector<JsonWebKey> keys_of(const std::string& text) {
    return parse_json_web_keys(text).value();
}

std::string refusal(const SigningKey& key, const Json& claims) {
    const auto checked = check_id_token(Secret(key.token(dump(claims))), keys_of(key.jwks()), expected);
    return checked ? "accepted" : checked.error().detail;
}

TEST(IdToken, BothKindsOfSignatureAreAccepted) {
    for (const auto type : {SigningKey::Type::rsa, SigningKey::Type::p256}) {
        const SigningKey key(type);
        const auto claims =
            check_id_token(Secret(key.token(dump(good_claims()))), keys_of(key.jwks()), expected);
        ASSERT_TRUE(claims) << claims.error().one_line();
        EXPECT_EQ(string_at(*claims, "sub"), "person-1");
    }
}

TEST(IdToken, ExampleOfRfc7515AppendixA3) {
    const auto keys =
        keys_of(R"({"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})");
    const std::string text =
        "eyJhbGciOiJFUzI1NiJ9."
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb"
        "290Ijp0cnVlfQ";
    const auto signature = base64url_decode(
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
    EXPECT_TRUE(verify_es256(std::get<P256PublicKey>(keys.at(0).key), text, *signature));
    EXPECT_FALSE(verify_es256(std::get<P256PublicKey>(keys.at(0).key), text + "x", *signature));
}

TEST(IdToken, EveryClaimIsChecked) {
    const SigningKey key(SigningKey::Type::p256);
    const auto with = [](const char* name, const Json& value) {
        auto claims = good_claims();
        claims[name] = value;
        return claims;
    };
    struct Row {
        Json claims;
        std::string why;
    };
    const std::vector<Row> rows{
        {good_claims(), "accepted"},
        {with("iss", "https://id.example/"), "another issuer"},
        {with("iss", 1), "another issuer"},
        {with("aud", "other"), "another client"},
        {with("aud", nullptr), "another client"},
        {with("aud", Json::array({"my-client"})), "accepted"},
        {with("aud", Json::array({"my-client", "other"})), "another client"},
        {with("azp", "other"), "another client"},
        {with("azp", "my-client"), "accepted"},
        {with("exp", 1'799'999'700), "has ended"},
        {with("exp", 1'799'999'701), "accepted"},
        {with("exp", "soon"), "does not say when"},
        {with("exp", 1e300), "does not say when"},
        {with("iat", 1'800'000'301), "in the future"},
        {with("iat", nullptr), "does not say when"},
        {with("nonce", "other"), "another sign-in"},
        {with("nonce", nullptr), "another sign-in"},
        {with("sub", ""), "names no person"},
        {with("sub", std::string(256, 'x')), "names no person"},
        {with("sub", "a\nb"), "names no person"},
    };
    for (const auto& [claims, why] : rows) EXPECT_THAT(refusal(key, claims), HasSubstr(why)) << dump(claims);
}

TEST(IdToken, OtherSignaturesAreRefused) {
    const SigningKey key(SigningKey::Type::rsa);
    const SigningKey other(SigningKey::Type::rsa);
    const SigningKey weak(SigningKey::Type::rsa, "key-1", 1024);
    const auto keys = keys_of(key.jwks());
    const auto claims = dump(good_claims());
    const auto good = key.token(claims);
    const std::vector<std::string> bad{
        other.token(claims),
        key.token(R"({"alg":"none"})", claims),
        key.token(R"({"alg":"HS256","kid":"key-1"})", claims),
        key.token(R"({"alg":"ES256","kid":"key-1"})", claims),
        key.token(R"({"alg":"RS256","kid":"key-2"})", claims),
        key.token(R"({"alg":"RS256","kid":"key-1","crit":["exp"]})", claims),
        good.substr(0, good.rfind('.') + 1),
        good.substr(0, good.rfind('.')),
        good + "AAAA",
        "",
        ".",
        "..",
        std::string(20'000, 'a'),
    };
    for (const auto& token : bad) EXPECT_FALSE(check_id_token(Secret(token), keys, expected)) << token;
    EXPECT_FALSE(check_id_token(Secret(weak.token(claims)), keys_of(weak.jwks()), expected)) << "1,024 bits";
    EXPECT_TRUE(check_id_token(Secret(key.token(R"({"alg":"RS256"})", claims)), keys, expected))
        << "a token without kid may be by any key";
}

TEST(IdToken, AnUnknownKeyIsNoticed) {
    const SigningKey key(SigningKey::Type::p256, "new");
    const Secret token(key.token(dump(good_claims())));
    EXPECT_TRUE(names_unknown_key(token, keys_of(SigningKey(SigningKey::Type::p256, "old").jwks())));
    EXPECT_FALSE(names_unknown_key(token, keys_of(key.jwks())));
}

TEST(JsonWebKeys, LeavesOutWhatItCannotUse) {
    EXPECT_EQ(
        keys_of(R"({"keys":[{"kty":"oct","k":"AA"},{"kty":"RSA","use":"enc"},{"kty":"EC","crv":"P-384"},7,)"
                R"({"kty":"RSA","n":"!!","e":"AQAB","kid":"a"}]})")
            .size(),
        1U);
    for (const auto* text : {"", "[]", "{}", R"({"keys":{}})"})
        EXPECT_FALSE(parse_json_web_keys(text)) << text;
    EXPECT_FALSE(verify_rs256({"", ""}, "a", "b"));
    EXPECT_FALSE(verify_es256({std::string(32, '\1'), std::string(32, '\1')}, "a", std::string(64, '\1')));
}

}  // namespace
}  // namespace roadcase::oauth
