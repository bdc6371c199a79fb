#pragma once

#include "server/agora_dialect_wish.h"

namespace roadcase::server {

/// The parts of read_agora_wish(), one for each server. What they read says nothing of the version yet.

/// GETs, and chat in the Node dialect, which that server does not have.
AgoraReading read_node_address(const AgoraAddress& address, const Request& request);
AgoraReading read_go_address(const AgoraAddress& address, const Request& request,
                             brokers::agora::Version version);

/// The JSON of POST /getToken: tokenType (rtc, rtm, chat), channel, role, uid (a text), expire (seconds; 0 or
/// none: the broker's default). Faults are in the words of the Go server's decoder where it has some. Unlike
/// there the body must be application/json, which no page of a foreign origin can send unasked, and a field
/// that is not known is a fault.
AgoraReading read_get_token(const Request& request, brokers::agora::Version version);

inline constexpr std::size_t longest_agora_ttl = brokers::agora::longest_ttl.count();
using AgoraTtl = tl::expected<std::optional<seconds>, std::string>;

inline brokers::agora::Order rtm_order(const std::string& user) {
    return {.kind = brokers::agora::Kind::rtm, .user = user};
}
/// /chat/app or /chat/account/ID, for so long.
AgoraReading read_chat(const AgoraAddress& address, const AgoraTtl& ttl);
/// What may be told of a text from outside.
std::string shown(std::string_view text);

}  // namespace roadcase::server
