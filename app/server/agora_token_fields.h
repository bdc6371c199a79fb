#pragma once

#include <optional>

#include "brokers/agora_order.h"
#include "brokers/broker.h"
#include "core/json.h"
#include "core/result.h"

namespace roadcase::server {

/// What our own API is asked for.
struct AgoraTokenWish {
    brokers::agora::Order order;
    std::optional<seconds> ttl;  ///< nothing: the broker's default
};

/// Reads the fields of /api/v1/brokers/NAME/token:
///
///     service         a name of agora::Kind; rtc
///     channel         the room, for education
///     uid             0 (any) to 4294967295, or
///     account         a text
///     role            publisher or subscriber; subscriber
///     ttl             seconds
///     rtm_user        of rtc+rtm, when it is another than the account
///     lifetimes       {join, audio, video, data}, seconds, instead of the ttl
///     permissions     of rtm2: {RESOURCE: {read: [names], write: [names]}}, RESOURCE is message, stream,
///     group,
///                     server or user
///     education_role  of education: a number
///
/// Numbers may be texts of digits, as they are in a query. invalid_request for what is not known or not of
/// its type, with the field's name; Agora's own limits are checked elsewhere. Pure.
Result<AgoraTokenWish> read_agora_fields(const brokers::AgoraSettings& settings, const Json& fields);

/// The fields that say what is in a token: service, channel, uid or account, role, rtm_user.
OrderedJson agora_fields(const brokers::agora::Order& order);

}  // namespace roadcase::server
