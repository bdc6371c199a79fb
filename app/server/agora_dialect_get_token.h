#pragma once

#include "server/agora_dialect_wish.h"

namespace roadcase::server {

/// The JSON of POST /getToken: tokenType (rtc, rtm, chat), channel, role, uid (a text), expire (seconds; 0 or
/// none: the broker's default). Faults are in the words of the Go server's decoder where it has some. Unlike
/// there the body must be application/json, which no page of a foreign origin can send unasked, and a field
/// that is not known is a fault.
AgoraReading read_get_token(const Request& request, brokers::agora::Version version);

}  // namespace roadcase::server
