#include "server/callers.h"

#include "core/text.h"

namespace roadcase::server {
namespace {

constexpr int wrong_keys_per_minute = 20;

}  // namespace

Secret presented_key(const Request& request) {
    if (const auto key = request.headers.find("X-API-Key")) return Secret(*key);
    const auto authorization = request.headers.find("Authorization").value_or("");
    constexpr std::string_view scheme = "bearer ";
    if (authorization.size() > scheme.size() && iequals(authorization.substr(0, scheme.size()), scheme))
        return Secret(authorization.substr(scheme.size()));
    return {};
}

tl::expected<ApiCaller, Response> Callers::identify(const Request& request) {
    if (request.peer.kind != Peer::Kind::tcp) return ApiCaller{};
    const auto key = presented_key(request);
    if (key.empty()) {
        if (!require_key_ && request.peer.same_user()) return ApiCaller{};
        return tl::make_unexpected(
            problem(make_error(ErrorKind::unauthorized_key, "E503", "This request brought no API key.",
                               "Over TCP every script shows its key in X-API-Key or Authorization: Bearer.",
                               "roadcase key create NAME --account ACCOUNT"),
                    request.path));
    }
    auto record = key_of(key, request);
    if (!record) return tl::make_unexpected(problem(record.error()));
    return ApiCaller{std::move(*record)};
}

Result<accounts::KeyPtr> Callers::key_of(const Secret& presented, const Request& request) {
    auto key = keys_.identify(presented, request.again);
    if (!key) return fail(refused(std::move(key.error())));
    return key;
}

tl::expected<ApiCaller, Response> Callers::require_owner(const Request& request) {
    auto caller = identify(request);
    if (caller && !caller->is_owner())
        return tl::make_unexpected(
            problem(make_error(ErrorKind::denied, "E503", "A key may only read tokens.",
                               "This request changes something or shows more than the key's own accounts.",
                               "Use the roadcase command, or the dashboard."),
                    request.path));
    return caller;
}

bool Callers::are_too_many_wrong() {
    const auto now = clock_.now();
    return wrong_.with([&](WrongKeys& wrong) {
        if (now - wrong.minute >= seconds{60} || now < wrong.minute) wrong = {now, 0};
        return ++wrong.count > wrong_keys_per_minute;
    });
}

// Nothing here depends on what was asked, so that one refusal is like the other.
Error Callers::refused(Error error) {
    if (error.code == "E509") error.action_url = page_;
    if (error.kind != ErrorKind::unauthorized_key || !are_too_many_wrong()) return error;
    error.kind = ErrorKind::slow_down;
    error.retry_after = seconds{60};
    return error;
}

Response Callers::refuse(Error error) {
    return problem(refused(std::move(error)));
}

}  // namespace roadcase::server
