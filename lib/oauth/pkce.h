#pragma once

#include <string>

#include "core/random.h"
#include "core/secret.h"

namespace roadcase::oauth {

/// A fresh code verifier: 32 random bytes as 43 base64url characters (RFC 7636 §4.1).
Result<Secret> make_code_verifier(Random& random);
/// BASE64URL(SHA256(verifier)) (RFC 7636 §4.2). `plain` does not exist here.
std::string s256_challenge(const Secret& verifier);

}  // namespace roadcase::oauth
