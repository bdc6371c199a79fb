#include "server/api_json.h"
#include "server/body_fields.h"
#include "server/routes_api.h"

namespace roadcase::server {
namespace {

std::string account_of(const ApiWorld& world, const store::HandleRecord& handle) {
    const auto record =
        world.accounts.find({.client = {}, .name = {}, .subject = {}, .id = handle.account_id});
    return record ? accounts::reference_of(*record) : std::string();
}

Response list(const ApiWorld& world, const Request& request) {
    const auto handles = world.handles.list();
    if (!handles) return problem(handles.error(), request.path);
    OrderedJson all = OrderedJson::array();
    for (const auto& handle : *handles) all.push_back(handle_json(handle, account_of(world, handle)));
    return json(200, {{"version", 1}, {"handles", std::move(all)}});
}

Result<accounts::CreatedHandle> created(const ApiWorld& world, const Json& body) {
    const auto name = optional_text(body, "name");
    if (!name) return fail(name.error());
    const auto account = optional_text(body, "account");
    if (!account) return fail(account.error());
    const auto record = accounts::parse_reference(*account).and_then(
        [&](const accounts::Reference& ref) { return world.accounts.find(ref); });
    if (!record) return fail(record.error());
    return world.handles.create(*name, record->id, accounts::reference_of(*record));
}

Response create(const ApiWorld& world, const Request& request) {
    const auto made = json_body(request).and_then([&](const Json& body) { return created(world, body); });
    if (!made) return problem_for(world, made.error(), request);
    const auto account = account_of(world, made->record);
    OrderedJson answer{{"version", 1}};
    answer.update(handle_json(made->record, account));
    answer["token_endpoint"] = world.public_url + "/oauth2/" + account + "/token";
    answer["handle"] = made->handle.reveal();
    return json(201, answer);
}

Response revoke(const ApiWorld& world, const Request& request, const std::string& name) {
    const auto revoked = world.handles.revoke(name);
    if (!revoked) return problem(revoked.error(), request.path);
    return json(200, {{"version", 1}, {"revoked", name}});
}

}  // namespace

void add_handle_routes(Router& router, const ApiWorld& world) {
    const RouteTraits script{RouteTraits::Caller::script, false};
    router.on("GET", "/api/v1/handles", script,
              for_owner(world, [](const auto& w, const auto& r, const auto&) { return list(w, r); }));
    router.on("POST", "/api/v1/handles", script,
              for_owner(world, [](const auto& w, const auto& r, const auto&) { return create(w, r); }));
    router.on("DELETE", "/api/v1/handles/{name}", script,
              for_owner(world, [](const auto& w, const auto& r, const PathValues& values) {
                  return revoke(w, r, values.find("name")->second);
              }));
}

}  // namespace roadcase::server
