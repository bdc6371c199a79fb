#pragma once

#include <string>

#include "brokers/broker.h"
#include "brokers/remote.h"

namespace roadcase::brokers {

/// Requests a second that the service grants an app (its RateLimit-Limit).
inline constexpr std::size_t respoke_per_second = 10;

/// POST /tokens with the App-Secret: a token that `endpoint` activates once.
http::Request respoke_token_request(const RespokeSettings& settings, const Secret& app_secret,
                                    const std::string& endpoint, seconds ttl);
struct RespokeToken {
    Secret id;           ///< what the endpoint needs
    OrderedJson answer;  ///< all that the service says of it
};
/// `tokenId` or `id`, which are the same.
Remote<RespokeToken> read_respoke_token(const http::Response& response, Time now);

/// POST /session-tokens: the token becomes a session. No credential of ours.
http::Request respoke_session_request(const RespokeSettings& settings, const Secret& token_id);
/// An object with a text `token`, the App-Token of what follows.
Remote<OrderedJson> read_respoke_session(const http::Response& response, Time now);

/// DELETE /session-tokens with the App-Token.
http::Request respoke_end_request(const RespokeSettings& settings, const Secret& app_token);
/// POST /turn with the App-Token.
http::Request respoke_turn_request(const RespokeSettings& settings, const Secret& app_token);
/// An object with the texts `username` and `password`.
Remote<OrderedJson> read_respoke_turn(const http::Response& response, Time now);

/// Could this be a token of theirs, as it comes from a caller: 1 to 255 printable characters, no blank.
bool is_respoke_token(std::string_view text);
/// The role by whichever of its names is configured; "member" where there is none.
std::string respoke_role(const RespokeSettings& settings);

}  // namespace roadcase::brokers
