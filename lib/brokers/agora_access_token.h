#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "brokers/agora_bytes.h"
#include "core/result.h"
#include "core/secret.h"

namespace roadcase::brokers::agora {

/// What stands in a token "006": a value. All times are Unix seconds.
struct AccessToken {
    std::string app_id;  ///< 32 characters
    std::string channel;
    std::string uid;            ///< decimal, an account, or empty for the wildcard
    std::uint32_t salt = 0;     ///< any
    std::uint32_t ends_at = 0;  ///< of the token itself: 24 h after its making
    Privileges privileges;      ///< each ends by itself; 0 never does
};

/// The token. Signs what is given, whatever the limits of the service: check() is about those. config for an
/// app id or certificate that is none; invalid_request for what does not fit into the format.
Result<Secret> sign(const AccessToken& token, const Secret& certificate);

/// A token "006" as it was received. It does not hold channel and uid, only their checksums.
struct ReceivedToken {
    AccessToken token;  ///< channel and uid are empty
    std::uint32_t channel_crc = 0;
    std::uint32_t uid_crc = 0;
    std::string signature;
    std::string message;  ///< what was signed, after app id, channel and uid
};

/// invalid_request, saying what is wrong with it; the text never holds a part of the token.
Result<ReceivedToken> parse_access_token(std::string_view text);

/// Whether the checksums are those of these two.
bool is_for(const ReceivedToken& received, std::string_view channel, std::string_view uid);
/// Whether this certificate signed the received bytes for this channel and uid. The comparison takes the same
/// time wherever the difference is.
bool is_signed(const ReceivedToken& received, std::string_view channel, std::string_view uid,
               const Secret& certificate);

}  // namespace roadcase::brokers::agora
