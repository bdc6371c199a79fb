#pragma once

#include <string>

#include "core/random.h"
#include "core/secret.h"
#include "oauth/server.h"

namespace roadcase::oauth {

/// A fresh code verifier: 32 random bytes as 43 base64url characters (RFC 7636 §4.1).
Result<Secret> make_code_verifier(Random& random);
/// BASE64URL(SHA256(verifier)) (RFC 7636 §4.2), or the same in lower-case hex for servers that read it so.
/// `plain` does not exist here.
std::string s256_challenge(const Secret& verifier, ChallengeEncoding encoding = ChallengeEncoding::base64url);

}  // namespace roadcase::oauth
