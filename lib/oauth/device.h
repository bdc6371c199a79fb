#pragma once

#include <string>
#include <vector>

#include "oauth/token.h"

namespace roadcase::oauth {

/// What a person does on another device (RFC 8628 §3.2).
struct DeviceAuthorization {
    Secret device_code;
    std::string user_code;
    std::string verification_uri;
    std::string verification_uri_complete;  ///< with the code in it; empty: there is none
    seconds expires_in{1800};
    seconds interval{5};  ///< between two polls
};

/// RFC 8628 §3.1.
http::Request device_request(const AuthorizationServer& server, const Client& client,
                             const std::vector<std::string>& scopes);
/// A code of printable characters, an address that is https (or on this computer), lifetimes of a second to a
/// day; what is missing or absurd gets the standard's value. A failure is read as a token endpoint's is.
std::variant<DeviceAuthorization, TokenFailure> parse_device_authorization(const AuthorizationServer& server,
                                                                           const http::Response& response,
                                                                           Time now);

/// RFC 8628 §3.4. The scopes are for servers that want them again (Twitch).
http::Request device_token_request(const AuthorizationServer& server, const Client& client,
                                   const DeviceAuthorization& device, const std::vector<std::string>& scopes);

/// What a poll that gave no token means (RFC 8628 §3.5).
enum class DevicePoll {
    pending,    ///< nobody has answered yet
    slow_down,  ///< the same, and five seconds more from now on
    denied,     ///< the person said no
    expired,    ///< the code ended
    failed,     ///< anything else; see judge()
};
/// Understands the standard's errors and their dialects (Twitch says them as a message).
DevicePoll device_poll(const TokenFailure& failure);

}  // namespace roadcase::oauth
