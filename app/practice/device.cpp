#include "core/text.h"
#include "practice/consent_page.h"
#include "practice/request_reading.h"

namespace roadcase::practice {
namespace {

struct Waiting {
    Secret device_code;
    std::string user_code;
};

OAuthResult<Waiting> open_device(ServerState& server, const std::string& scope) {
    if (!scope.empty() && !is_vschar(scope)) return refuse("invalid_scope", "The scope is malformed.");
    auto device_code = server.random.token(32);
    auto user_code = make_user_code(server.random);
    if (!device_code || !user_code) return refuse("server_error", "No randomness.", 500);
    Waiting opened{Secret(std::move(*device_code)), std::move(*user_code)};
    server.devices.with([&](DeviceCodes& devices) {
        devices.add(opened.device_code, opened.user_code, scope, server.clock.now());
    });
    return opened;
}

OAuthResult<Waiting> asked_device(ServerState& server, const Door& door, const Incoming& request) {
    const auto params = read(server, door, request);
    if (!params) return tl::make_unexpected(params.error());
    return open_device(server, params->get(door.scope_parameter).value_or(""));
}

Values values_of(const ServerState& server, const Waiting& waiting) {
    const auto rules = server.devices.with([](const DeviceCodes& devices) { return devices.rules(); });
    auto values = server.values();
    values["device_code"] = waiting.device_code.reveal();
    values["user_code"] = waiting.user_code;
    values["expires_in"] = rules.lifetime.count();
    values["interval"] = rules.interval.count();
    return values;
}

}  // namespace

http::Response device_authorization(ServerState& server, const Door& door, const Incoming& request) {
    const auto waiting = asked_device(server, door, request);
    if (!waiting) return refusal(server, door, request, waiting.error());
    return answer(server, door, request, values_of(server, *waiting));
}

http::Response device_page(ServerState& server, const Incoming& request) {
    if (request.method != "GET") return method_not_allowed("GET");
    const auto path = page_path(server.settings.issuer, "/device");
    const auto params = http::parse_params(request.query);
    const auto user_code = params ? params->get("user_code").value_or("") : "";
    if (trim(user_code).empty()) return ask_for_code(path, false);
    const auto now = server.clock.now();
    if (!server.devices.with([&](DeviceCodes& devices) { return devices.is_waiting(user_code, now); }))
        return ask_for_code(path, true);
    auto id = server.random.token(32);
    if (!id) return error_page("There is no randomness.");
    const Secret request_id(std::move(*id));
    Consent asked;
    asked.user_code = user_code;
    server.grants.with([&](Grants& grants) { grants.open_consent(request_id, asked, now); });
    return consent_page({page_path(server.settings.issuer, "/consent"), request_id, "", user_code});
}

http::Response answer_device(ServerState& server, const Consent& asked, bool allowed) {
    const bool waiting = server.devices.with(
        [&](DeviceCodes& devices) { return devices.answer(asked.user_code, allowed, server.clock.now()); });
    if (!waiting) return error_page("This code has expired or was answered before.");
    return device_done_page(allowed);
}

}  // namespace roadcase::practice
