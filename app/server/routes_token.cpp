#include <charconv>

#include "core/text.h"
#include "server/api_json.h"
#include "server/body_fields.h"
#include "server/routes_api.h"

namespace roadcase::server {
namespace {

constexpr std::int64_t max_min_ttl = 366 * 24 * 3600;

Error wrong_min_ttl() {
    return make_error(ErrorKind::invalid_request, "", "min_ttl must be a whole number of seconds.",
                      "It says how long the token must still be valid.", "Leave it out for 60 seconds.");
}

/// min_ttl and scope of the query. A scope may be repeated or hold several, separated by blanks.
Result<accounts::TokenWish> wish_of(const Request& request) {
    accounts::TokenWish wish;
    if (const auto text = request.query.get("min_ttl")) {
        std::int64_t value = -1;
        const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
        if (error != std::errc{} || end != text->data() + text->size() || value < 0 || value > max_min_ttl)
            return fail(wrong_min_ttl());
        wish.min_ttl = seconds{value};
    }
    for (const auto& [name, value] : request.query) {
        if (name != "scope") continue;
        for (auto& scope : split(value, ' ')) wish.scopes.push_back(std::move(scope));
    }
    return wish;
}

bool wants_plain_text(const Request& request) {
    return request.query.get("format") == "plain" || request.headers.find("Accept") == "text/plain";
}

Response token_response(const ApiWorld& world, const ApiCaller& caller, const Request& request,
                        const accounts::Token& token) {
    if (world.handed_out) world.handed_out(token.account, caller.who());
    if (wants_plain_text(request)) return text(200, token.access_token.reveal());
    return json(200, token_json(token, world.clock.now()));
}

/// A token that is fresh needs no worker that may wait; only a renewal does.
Response give_token(const ApiWorld& world, const Request& request, const PathValues& values) {
    const auto caller = world.callers.identify(request);
    if (!caller) return caller.error();
    const auto wish = wish_of(request);
    if (!wish) return problem(wish.error(), request.path);
    const auto account = account_for(world, *caller, values.find("account")->second);
    if (!account) return problem_for(world, account.error(), request);
    accounts::Reference ref;
    ref.id = account->id;
    auto fresh = world.accounts.token_if_fresh(ref, *wish);
    if (!fresh) return problem_for(world, fresh.error(), request);
    if (*fresh) return token_response(world, *caller, request, **fresh);
    if (!request.may_block) return later();
    const auto token = world.accounts.token(ref, *wish);
    if (!token) return problem_for(world, token.error(), request);
    return token_response(world, *caller, request, *token);
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
    const auto account = account_for(world, *caller, values.find("account")->second);
    if (!account) return problem_for(world, account.error(), request);
    accounts::Reference ref;
    ref.id = account->id;
    const auto token = world.accounts.reject(ref, Secret(*reported));
    if (!token) return problem_for(world, token.error(), request);
    return token_response(world, *caller, request, *token);
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
