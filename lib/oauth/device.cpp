#include "oauth/device.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "oauth/token_fields.h"

namespace roadcase::oauth {
namespace {

constexpr std::size_t longest_code = 2048;
constexpr std::size_t longest_user_code = 64;
constexpr double a_day = 86'400;

seconds span_at(const Json& fields, std::string_view key, seconds otherwise) {
    const auto number = number_at(fields, key);
    if (!number || !(*number >= 1 && *number <= a_day)) return otherwise;
    return seconds{std::llround(*number)};
}

/// Google calls it verification_url.
std::string address_at(const Json& fields, std::initializer_list<std::string_view> pointers) {
    const auto text = first_text(fields, pointers);
    return http::parse_endpoint(text, "verification_uri") ? text : "";
}

}  // namespace

http::Request device_request(const AuthorizationServer& server, const Client& client,
                             const std::vector<std::string>& scopes) {
    return make_request(server.forms.device, server.device_authorization_endpoint, server, client,
                        {{"scope", join(scopes, server.scope_separator)}});
}

std::variant<DeviceAuthorization, TokenFailure> parse_device_authorization(const AuthorizationServer& server,
                                                                           const http::Response& response,
                                                                           Time now) {
    auto failure = failure_of(response, now);
    const auto fields = read_fields(response, server.answer);
    if (!fields) return failure;
    DeviceAuthorization device;
    device.device_code = Secret(first_text(*fields, {"/device_code"}));
    device.user_code = first_text(*fields, {"/user_code"});
    device.verification_uri = address_at(*fields, {"/verification_uri", "/verification_url"});
    device.verification_uri_complete =
        address_at(*fields, {"/verification_uri_complete", "/verification_url_complete"});
    device.expires_in = span_at(*fields, "expires_in", device.expires_in);
    device.interval = span_at(*fields, "interval", device.interval);
    const bool good_code = !device.device_code.empty() && device.device_code.size() <= longest_code &&
                           is_vschar(device.device_code.reveal());
    const bool good_user_code = !device.user_code.empty() && device.user_code.size() <= longest_user_code &&
                                is_vschar(device.user_code);
    if (response.status == 200 && good_code && good_user_code && !device.verification_uri.empty())
        return device;
    read_error(failure, *fields, server.answer);
    return failure;
}

http::Request device_token_request(const AuthorizationServer& server, const Client& client,
                                   const DeviceAuthorization& device,
                                   const std::vector<std::string>& scopes) {
    return make_request(
        server.forms.device_token, server.token_endpoint, server, client,
        {{"device_code", device.device_code.reveal()}, {"scope", join(scopes, server.scope_separator)}});
}

DevicePoll device_poll(const TokenFailure& failure) {
    const auto name = plain_error(failure.error);
    if (name == "authorization_pending") return DevicePoll::pending;
    if (name == "slow_down") return DevicePoll::slow_down;
    if (name == "access_denied") return DevicePoll::denied;
    if (name == "expired_token" || name == "invalid_device_code") return DevicePoll::expired;
    return DevicePoll::failed;
}

}  // namespace roadcase::oauth
