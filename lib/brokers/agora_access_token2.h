#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "brokers/agora_services.h"
#include "core/result.h"
#include "core/secret.h"

namespace roadcase::brokers::agora {

/// What stands in a token "007": a value.
struct AccessToken2 {
    std::string app_id;           ///< 32 hex digits, as given
    std::uint32_t issued_at = 0;  ///< Unix seconds
    std::uint32_t lasts = 0;      ///< seconds
    std::uint32_t salt = 0;
    std::vector<Service> services;  ///< a type may stand there more than once
};

/// The token: services ascending by type, those of a type in their order. Signs what is given, whatever the
/// limits of the service. config for an app id or certificate that is none; invalid_request without a
/// service and for what does not fit into the format.
Result<Secret> sign(const AccessToken2& token, const Secret& certificate);

/// A token "007" as it was received.
struct ReceivedToken2 {
    AccessToken2 token;
    /// A service of a type that is not known here: it and what follows cannot be read, but are signed.
    std::optional<std::uint16_t> unknown_type;
    std::string signature;
    std::string signed_bytes;
};

/// invalid_request, saying what is wrong with it; the text never holds a part of the token. Reads every
/// encoding of zlib; holds at most 64 KiB of what a token unpacks to.
Result<ReceivedToken2> parse_access_token2(std::string_view text);

/// Whether this certificate signed the received bytes. The comparison takes the same time wherever the
/// difference is.
bool is_signed(const ReceivedToken2& received, const Secret& certificate);

}  // namespace roadcase::brokers::agora
