#include "oauth/pkce.h"

#include "core/encoding.h"

namespace roadcase::oauth {

Result<Secret> make_code_verifier(Random& random) {
    return random.token(32).map([](std::string token) { return Secret(std::move(token)); });
}

std::string s256_challenge(const Secret& verifier, ChallengeEncoding encoding) {
    const auto hash = sha256(verifier.reveal());
    return encoding == ChallengeEncoding::hex ? hex_encode(hash) : base64url_encode(hash);
}

}  // namespace roadcase::oauth
