#pragma once

#include <optional>
#include <string>
#include <vector>

#include "brokers/agora_order.h"
#include "brokers/broker.h"
#include "server/agora_dialect_address.h"
#include "server/exchange.h"

namespace roadcase::server {

/// What one request to a token server's address asks for.
struct AgoraWish {
    struct Item {
        std::string field;  ///< of the answer: "rtcToken", "rtmToken", "chatToken" or "token"
        brokers::agora::Order order;
    };
    std::vector<Item> items;     ///< one; two for rte; none for ping
    std::optional<seconds> ttl;  ///< nothing: the broker's default. That of the orders says nothing.
};

/// Why a wish is not to be read, or not to be had, in the dialect's own words.
struct AgoraFault {
    /// Where the Go server would have noticed it, for its answers differ there.
    enum class Stage {
        parameters,
        token,
        rtm_token,  ///< the second of rte's two
    };
    Stage stage = Stage::parameters;
    std::string text;
};
using AgoraReading = tl::expected<AgoraWish, AgoraFault>;
inline tl::unexpected<AgoraFault> agora_fault(std::string text,
                                              AgoraFault::Stage stage = AgoraFault::Stage::parameters) {
    return tl::make_unexpected(AgoraFault{stage, std::move(text)});
}

/// Reads the query of a GET and the JSON of /getToken. Whatever the published servers would have turned into
/// a token that does not work, or into another one than was meant, is a fault here: an expiry that is no
/// whole number from 1 to 86400 or stands twice, a uid that is no number (token type "uid") or beyond 2^32-1,
/// a field of /getToken that nobody knows. A missing expiry, an empty one in Node's dialect, and 0 or none in
/// /getToken are the broker's default. A uid of 0 is the wildcard, and "007" is uid 7. The orders were not
/// checked against Agora's limits yet. Pure.
AgoraReading read_agora_wish(const brokers::AgoraSettings& settings, const AgoraAddress& address,
                             const Request& request);

/// A uid from 0 to 2^32-1 as it stands in a token: without zeros in front, and empty for 0. Nothing for
/// anything else.
std::optional<std::string> agora_uid(std::string_view text);

}  // namespace roadcase::server
