#include "server/api_json.h"
#include "server/body_fields.h"
#include "server/doors.h"
#include "server/routes_api.h"
#include "server/sign_in_wish.h"

namespace roadcase::server {
namespace {

using accounts::SignIn;

constexpr int in_seconds = 600;  ///< how long a person may take with a browser

/// In the order in which a person would like them; the first is the one that is taken without a wish.
std::vector<std::string> ways_of(const ApiWorld& world, const accounts::ClientEntry& client) {
    std::vector<std::string> ways;
    if (!is_finished_by_pasting(client, world.public_url)) ways.push_back("browser");
    if (!client.provider.server.device_authorization_endpoint.empty()) ways.push_back("device");
    ways.push_back("paste");
    return ways;
}

OrderedJson started_json(const ApiWorld& world, const std::string& way, const std::string& client) {
    OrderedJson body{{"version", 1}, {"method", way}};
    const auto entry = world.registry.find(client);
    body["methods"] = entry ? ways_of(world, *entry) : std::vector<std::string>();
    return body;
}

Result<OrderedJson> begin_browser(const ApiWorld& world, SignIn wish) {
    const auto id = world.random.token(16);
    if (!id) return fail(id.error());
    wish.flow_id = *id;
    auto body = started_json(world, "browser", wish.client);
    body["id"] = *id;
    body["url"] = world.public_url + "/auth/" + wish.client + "?flow=" + *id;
    body["expires_in"] = in_seconds;
    world.reserved.put(*id, std::move(wish));
    return body;
}

Result<OrderedJson> begin_device(const ApiWorld& world, const SignIn& wish) {
    const auto started = world.accounts.begin_device(wish);
    if (!started) return fail(started.error());
    auto body = started_json(world, "device", wish.client);
    body["id"] = started->flow_id;
    body["user_code"] = started->user_code;
    body["verification_uri"] = started->verification_uri;
    if (!started->verification_uri_complete.empty())
        body["verification_uri_complete"] = started->verification_uri_complete;
    body["expires_in"] = started->expires_in.count();
    body["interval"] = started->interval.count();
    return body;
}

/// The provider's own address, because the browser may be on a computer that cannot reach us; the binding is
/// for the caller instead of a cookie.
Result<OrderedJson> begin_paste(const ApiWorld& world, SignIn wish) {
    wish.origin = "paste";
    const auto started = world.accounts.begin_authorization(wish);
    if (!started) return fail(started.error());
    auto body = started_json(world, "paste", wish.client);
    body["id"] = started->flow_id;
    body["url"] = started->authorization_url;
    body["binding"] = started->binding.reveal();
    body["expires_in"] = in_seconds;
    return body;
}

/// Nothing: where this may block.
Result<std::optional<OrderedJson>> start(const ApiWorld& world, const SignIn& wish, std::string method,
                                         bool may_block) {
    const auto entry = world.registry.find(wish.client);
    const bool pastes = entry && is_finished_by_pasting(*entry, world.public_url);
    if (method.empty() || (method == "browser" && pastes)) method = pastes ? "paste" : "browser";
    if (method == "browser") return begin_browser(world, wish);
    if (method != "paste" && method != "device")
        return fail(wrong_field("method", "must be browser, device or paste"));
    if (!may_block) return std::nullopt;
    return method == "paste" ? begin_paste(world, wish) : begin_device(world, wish);
}

Response start_flow(const ApiWorld& world, const Request& request) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto body = json_body(request);
    if (!body) return problem(body.error(), request.path);
    const auto wish = sign_in_of(world, *body);
    if (!wish) return problem(wish.error(), request.path);
    const auto method = optional_text(*body, "method");
    if (!method) return problem(method.error(), request.path);
    const auto started = start(world, *wish, *method, request.may_block);
    if (started && !*started) return later();
    return started ? json(201, **started) : problem(started.error(), request.path);
}

Response no_such_flow() {
    return problem(make_error(ErrorKind::not_found, "", "There is no such sign-in.",
                              "It ended, or it is older than ten minutes.", "Start it again."),
                   "/api/v1/flows");
}

Response show_flow(const ApiWorld& world, const Request& request, const PathValues& values) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto& id = values.find("id")->second;
    // A command has no keeper: what it waits for is asked while it waits.
    if (!world.is_server) world.accounts.poll_device(id);
    auto flow = world.accounts.flow(id);
    if (!flow) flow = world.reserved.waiting(id);
    return flow ? json(200, flow_json(*flow)) : no_such_flow();
}

Response cancel_flow(const ApiWorld& world, const Request& request, const PathValues& values) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto& id = values.find("id")->second;
    const bool was_reserved = world.reserved.drop(id);
    if (!world.accounts.cancel(id) && !was_reserved) return no_such_flow();
    return json(200, {{"version", 1}, {"cancelled", id}});
}

Response paste(const ApiWorld& world, const Request& request, const PathValues& values) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    if (!request.may_block) return later();
    const auto body = json_body(request);
    if (!body) return problem(body.error(), request.path);
    auto url = optional_text(*body, "url");
    if (!url) return problem(url.error(), request.path);
    auto binding = optional_text(*body, "binding");
    if (!binding) return problem(binding.error(), request.path);
    const auto flow = world.accounts.complete_pasted(values.find("id")->second, Secret(std::move(*url)),
                                                     Secret(std::move(*binding)));
    return flow ? json(200, flow_json(*flow)) : problem(flow.error(), "/api/v1/flows");
}

}  // namespace

void add_flow_routes(Router& router, const ApiWorld& world) {
    const RouteTraits script{RouteTraits::Caller::script, false};
    router.on("POST", "/api/v1/flows", script,
              [world](const Request& r, const PathValues&) { return start_flow(world, r); });
    router.on("GET", "/api/v1/flows/{id}", script,
              [world](const Request& r, const PathValues& v) { return show_flow(world, r, v); });
    router.on("DELETE", "/api/v1/flows/{id}", script,
              [world](const Request& r, const PathValues& v) { return cancel_flow(world, r, v); });
    router.on("POST", "/api/v1/flows/{id}/paste", script,
              [world](const Request& r, const PathValues& v) { return paste(world, r, v); });
}

}  // namespace roadcase::server
