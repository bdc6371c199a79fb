#pragma once

#include <string>
#include <string_view>

namespace roadcase {

/// An RSA public key as it stands in a JSON Web Key (RFC 7518 §6.3.1): big-endian numbers without leading
/// zeros.
struct RsaPublicKey {
    std::string n;
    std::string e;
};

/// A public key on the curve P-256 (RFC 7518 §6.2.1): 32 bytes each.
struct P256PublicKey {
    std::string x;
    std::string y;
};

/// RS256 (RFC 7518 §3.3). False for anything that is not a good signature by that key: a key of fewer than
/// 2,048 or more than 8,192 bits included.
bool verify_rs256(const RsaPublicKey& key, std::string_view message, std::string_view signature);

/// ES256 (RFC 7518 §3.4): the signature is R and S, 32 bytes each. False also for a point that is not on the
/// curve.
bool verify_es256(const P256PublicKey& key, std::string_view message, std::string_view signature);

}  // namespace roadcase
