#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "brokers/broker.h"

namespace roadcase::server {

/// One address of the published Agora token servers, taken apart. What is not part of it is empty; so is a
/// segment of which nothing stands between its slashes.
struct AgoraAddress {
    enum class Route { ping, rtc, rtm, rte, chat_app, chat_account, get_token };
    Route route = Route::ping;
    std::string channel = {};
    std::string role = {};
    std::string token_type = {};
    std::string uid = {};      ///< also the user of rtm, and the account of chat
    std::string rtm_uid = {};  ///< of rte, where it is given

    /// What this address is asked with: "GET" (and HEAD) or "POST".
    std::string_view method() const { return route == Route::get_token ? "POST" : "GET"; }
};

/// Nothing when `path` (decoded, without the broker's prefix) is no address of this dialect:
///
///     /ping   /rtc/CHANNEL/ROLE/TOKENTYPE/UID   /rtm/UID   /rte/CHANNEL/ROLE/TOKENTYPE/UID[/RTMUID]
///     /chat/app   /chat/account/ID   /getToken
///
/// each with and without a slash at its end. RTMUID is the Go server's; that server knows upper from lower
/// case in the fixed words, the Node server does not. Chat and /getToken are answered in both dialects.
std::optional<AgoraAddress> agora_address(brokers::AgoraDialect dialect, std::string_view path);

}  // namespace roadcase::server
