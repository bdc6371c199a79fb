#include "core/text.h"
#include "handout/formats.h"
#include "server/api_json.h"
#include "server/body_fields.h"
#include "server/conditions.h"
#include "server/routes_api.h"
#include "server/token_request.h"

namespace roadcase::server {
namespace {

/// One request for a token, once it is known who asks for what.
struct Asking {
    const ApiWorld& world;
    const Request& request;
    const ApiCaller& caller;
    const TokenRequest& asked;
};

accounts::Reference by_id(const std::string& id) {
    accounts::Reference ref;
    ref.id = id;
    return ref;
}

/// Not before `patience` is over, counted from when the request came.
std::optional<Instant> waits_until(const Request& request, seconds patience) {
    const auto until = request.received + patience;
    if (!request.may_wait || std::chrono::steady_clock::now() >= until) return std::nullopt;
    return until;
}

Response in_format(const ApiWorld& world, const accounts::Token& token, const std::string& format) {
    const auto now = world.clock.now();
    if (format == "json") return json(200, token_json(token, now));
    if (format == "plain") return text(200, token.access_token.reveal());
    const auto written = handout::format_token(handout::material_of(token, now), format);
    return written ? text(200, written->reveal()) : problem(written.error());
}

Response token_response(const Asking& asking, const accounts::Token& token) {
    const auto& world = asking.world;
    auto response = in_format(world, token, asking.asked.format);
    if (response.status != 200) return response;
    if (world.handed_out) world.handed_out(token.account, asking.caller.who());
    response.headers.set("ETag", entity_tag(token, asking.asked.format));
    return response;
}

/// When what the caller has stops working, which nothing else would wake it for.
Instant end_of(const accounts::Token& token, Time now) {
    const auto left = token.expires_at ? *token.expires_at - now : longest_wait;
    return std::chrono::steady_clock::now() + std::max(left, seconds{0}) + seconds{1};
}

Response same_token(const Asking& asking, const accounts::Token& token) {
    const auto patience = asking.asked.wait_for_change;
    if (const auto until = waits_until(asking.request, patience))
        return wait_for(token.account_id, std::min(*until, end_of(token, asking.world.clock.now())));
    Response response{304, {{"ETag", entity_tag(token, asking.asked.format)}}, {}};
    if (patience > seconds{0})
        response.headers.set("Preference-Applied", "wait=" + std::to_string(patience.count()));
    return response;
}

Response with_token(const Asking& asking, const accounts::Token& token) {
    if (has_entity_tag(asking.request, entity_tag(token, asking.asked.format)))
        return same_token(asking, token);
    return token_response(asking, token);
}

/// `topic`: the account's id, or empty where there is no account yet.
Response without_token(const Asking& asking, const Error& error, std::string topic) {
    const bool for_a_person = error.kind == ErrorKind::needs_authorization;
    const auto until = waits_until(asking.request, asking.asked.wait_for_sign_in);
    if (for_a_person && until) return wait_for(std::move(topic), *until);
    return problem_for(asking.world, error, asking.request);
}

/// A token that is fresh needs no worker that may wait; only a renewal does.
Response find_token(const Asking& asking, std::string_view reference) {
    const auto& [world, request, caller, asked] = asking;
    const auto account = account_for(world, caller, reference);
    if (!account) return without_token(asking, account.error(), {});
    if (const auto error = too_long_for(*account, asked.wish)) return problem(*error, request.path);
    const auto ref = by_id(account->id);
    auto fresh = world.accounts.token_if_fresh(ref, asked.wish);
    if (!fresh) return without_token(asking, fresh.error(), account->id);
    if (*fresh) return with_token(asking, **fresh);
    if (!request.may_block) return later();
    const auto token = world.accounts.token(ref, asked.wish);
    return token ? with_token(asking, *token) : without_token(asking, token.error(), account->id);
}

Response give_token(const ApiWorld& world, const Request& request, const PathValues& values) {
    const auto caller = world.callers.identify(request);
    if (!caller) return caller.error();
    const auto asked = read_token_request(request);
    if (!asked) return problem(asked.error(), request.path);
    return find_token({world, request, *caller, *asked}, values.find("account")->second);
}

Response reject_token(const ApiWorld& world, const Request& request, const PathValues& values) {
    if (!request.may_block) return later();
    const auto caller = world.callers.identify(request);
    if (!caller) return caller.error();
    const auto body = json_body(request);
    if (!body) return problem(body.error(), request.path);
    const auto reported = string_at(*body, "access_token");
    if (!reported || !is_vschar(*reported))
        return problem(make_error(ErrorKind::invalid_request, "", "The request names no token.",
                                  "The body must hold the refused token.", R"({"access_token": "…"})"),
                       request.path);
    const auto asked = read_token_request(request);
    if (!asked) return problem(asked.error(), request.path);
    const auto account = account_for(world, *caller, values.find("account")->second);
    if (!account) return problem_for(world, account.error(), request);
    const auto token = world.accounts.reject(by_id(account->id), Secret(*reported));
    if (!token) return problem_for(world, token.error(), request);
    return token_response({world, request, *caller, *asked}, *token);
}

}  // namespace

void add_token_routes(Router& router, const ApiWorld& world) {
    const RouteTraits script{RouteTraits::Caller::script, false};
    router.on("GET", "/api/v1/token/{account*}", script,
              [world](const Request& r, const PathValues& v) { return give_token(world, r, v); });
    router.on("POST", "/api/v1/token/{account*}/reject", script,
              [world](const Request& r, const PathValues& v) { return reject_token(world, r, v); });
}

}  // namespace roadcase::server
