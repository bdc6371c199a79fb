#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "brokers/agora_access_token.h"
#include "brokers/agora_access_token2.h"
#include "brokers/agora_zlib.h"
#include "core/encoding.h"

namespace roadcase::test {

/// What must hold of whatever says that it is an Agora token. Gives the broken rule in words, or nothing when
/// all is well; the fuzz target and a unit test over the corpus share it.
inline const Secret agora_certificate{std::string(32, 'c')};

inline std::string access_token_problem(std::string_view text) {
    using namespace brokers::agora;
    const auto received = parse_access_token(text);
    if (!received)
        return received.error().kind == ErrorKind::invalid_request ? "" : "an error of another kind";
    if (received->token.app_id.size() != 32 || received->signature.size() > text.size())
        return "more than there was";
    if (is_signed(*received, "", "", agora_certificate)) return "a token that nobody signed";
    // What was read can be written, and is then read again as the same.
    auto token = received->token;
    const auto signed_anew = sign(token, agora_certificate);
    if (!signed_anew) return "privileges that cannot be written";
    const auto again = parse_access_token(signed_anew->reveal());
    if (!again || again->token.privileges != token.privileges || again->token.salt != token.salt ||
        again->token.ends_at != token.ends_at)
        return "another token after writing";
    return is_signed(*again, "", "", agora_certificate) ? "" : "a signature that does not verify";
}

inline std::string access_token2_problem(std::string_view text) {
    using namespace brokers::agora;
    const auto received = parse_access_token2(text);
    if (!received)
        return received.error().kind == ErrorKind::invalid_request ? "" : "an error of another kind";
    if (received->signed_bytes.size() > most_payload) return "more than 64 KiB";
    if (is_signed(*received, agora_certificate)) return "a token that nobody signed";
    auto token = received->token;
    std::stable_sort(token.services.begin(), token.services.end(),
                     [](const auto& a, const auto& b) { return a.type < b.type; });
    if (token.services.empty() || received->signed_bytes.size() > most_payload - 64) return {};
    const auto signed_anew = sign(token, agora_certificate);
    if (!signed_anew) return "services that cannot be written";
    const auto again = parse_access_token2(signed_anew->reveal());
    if (!again || again->token.services != token.services || again->unknown_type)
        return "other services after writing";
    return is_signed(*again, agora_certificate) ? "" : "a signature that does not verify";
}

/// The bytes as a token, as what a token's Base64 holds, and as what its zlib stream holds.
inline std::string agora_token_problem(std::string_view bytes) {
    using namespace brokers::agora;
    const std::string app_id(32, 'a');
    for (const auto& text : {std::string(bytes), "006" + app_id + base64_encode(bytes)})
        if (auto problem = access_token_problem(text); !problem.empty()) return problem;
    for (const auto& text :
         {std::string(bytes), "007" + base64_encode(bytes), "007" + base64_encode(deflated(bytes))})
        if (auto problem = access_token2_problem(text); !problem.empty()) return problem;
    return {};
}

}  // namespace roadcase::test
