#include "server/routes_practice.h"

#include "server/body_fields.h"
#include "server/routes_api.h"

namespace roadcase::server {
namespace {

/// Everything below the issuer: the practice server reads query and body itself, as any other server would.
RouteHandler forward(const std::string& prefix, practice::AuthorizationServer& practice) {
    return [prefix, &practice](const Request& request, const PathValues&) -> Response {
        // A practice server told to be slow holds its answer back.
        if (practice.faults().slow && !request.may_block) return later();
        return from_http(practice.handle(request.method, std::string_view(request.path).substr(prefix.size()),
                                         request.raw_query, request.headers, request.body));
    };
}

OrderedJson faults_json(const practice::Faults& faults) {
    OrderedJson body{{"version", 1}};
    for (const auto& [name, fault] : practice::fault_names) body[std::string(name)] = faults.*fault;
    return body;
}

Response set_faults(practice::AuthorizationServer& practice, Callers& callers, const Request& request) {
    const auto caller = callers.require_owner(request);
    if (!caller) return caller.error();
    const auto body = json_body(request);
    if (!body) return problem(body.error(), request.path);
    auto faults = practice.faults();
    const auto read = [&](std::string_view name, bool& target) {
        if (const auto* value = find(*body, name); value != nullptr && value->is_boolean())
            target = value->get<bool>();
    };
    for (const auto& [name, fault] : practice::fault_names) read(name, faults.*fault);
    practice.set_faults(faults);
    bool revoke = false;
    read("revoke", revoke);
    if (revoke) practice.revoke_all();
    return json(200, faults_json(faults));
}

}  // namespace

void add_practice_routes(Router& router, const std::string& prefix, practice::AuthorizationServer& practice) {
    const auto handler = forward(prefix, practice);
    const RouteTraits page{RouteTraits::Caller::practice, true};
    const RouteTraits endpoint{RouteTraits::Caller::practice, false};
    router.on("GET", prefix + "/authorize", page, handler);
    router.on("GET", prefix + "/device", page, handler);
    router.on("POST", prefix + "/consent", endpoint, handler);
    for (const auto* path : {"/token", "/device_authorization", "/revoke", "/introspect", "/api/graph"})
        router.on("POST", prefix + path, endpoint, handler);
    router.on("GET", prefix + "/userinfo", endpoint, handler);
    router.on("GET", prefix + "/.well-known/{document}", endpoint, handler);
}

void add_practice_faults(Router& router, practice::AuthorizationServer& practice, Callers& callers) {
    router.on("POST", "/api/v1/practice", {RouteTraits::Caller::script, false},
              [&practice, &callers](const Request& request, const PathValues&) {
                  return set_faults(practice, callers, request);
              });
}

}  // namespace roadcase::server
