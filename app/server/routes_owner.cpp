#include "core/text.h"
#include "server/api_json.h"
#include "server/routes_api.h"

namespace roadcase::server {
namespace {

constexpr std::int64_t max_key_lifetime = 10LL * 366 * 24 * 3600;

Error wrong_field(std::string_view field, std::string_view must) {
    return make_error(ErrorKind::invalid_request, "",
                      "The field \"" + std::string(field) + "\" " + std::string(must) + ".",
                      "Nothing was changed.");
}

Result<std::string> optional_text(const Json& body, std::string_view field) {
    const auto* value = find(body, field);
    if (value == nullptr || value->is_null()) return std::string();
    if (!value->is_string()) return fail(wrong_field(field, "must be a text"));
    return value->get<std::string>();
}

Result<std::vector<std::string>> optional_texts(const Json& body, std::string_view field) {
    std::vector<std::string> texts;
    const auto* value = find(body, field);
    if (value == nullptr || value->is_null()) return texts;
    if (!value->is_array() || value->size() > 64) return fail(wrong_field(field, "must be a list of texts"));
    for (const auto& each : *value) {
        if (!each.is_string()) return fail(wrong_field(field, "must be a list of texts"));
        texts.push_back(each.get<std::string>());
    }
    return texts;
}

Result<accounts::SignIn> sign_in_of(const ApiWorld& world, const Json& body) {
    accounts::SignIn wish;
    for (auto [field, target] : {std::pair{"client", &wish.client}, std::pair{"account", &wish.account},
                                 std::pair{"name", &wish.name}}) {
        auto value = optional_text(body, field);
        if (!value) return fail(value.error());
        *target = std::move(*value);
    }
    auto scopes = optional_texts(body, "scope");
    if (!scopes) return fail(scopes.error());
    wish.scopes = std::move(*scopes);
    wish.origin = "terminal";
    if (!wish.account.empty()) {
        const auto record =
            accounts::parse_reference(wish.account).and_then([&](const accounts::Reference& ref) {
                return world.accounts.find(ref);
            });
        if (!record) return fail(record.error());
        wish.client = record->client;
        wish.account = record->id;
    }
    if (!wish.name.empty() && !accounts::is_name(wish.name))
        return fail(wrong_field("name", "must be 1 to 64 letters, digits, - or _"));
    if (const auto client = world.registry.require(wish.client); !client) return fail(client.error());
    return wish;
}

Response start_flow(const ApiWorld& world, const Request& request) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto body = json_body(request);
    if (!body) return problem(body.error(), request.path);
    auto wish = sign_in_of(world, *body);
    if (!wish) return problem(wish.error(), request.path);
    const auto id = world.random.token(16);
    if (!id) return problem(id.error(), request.path);
    wish->flow_id = *id;
    const auto url = world.public_url + "/auth/" + wish->client + "?flow=" + *id;
    world.reserved.put(*id, std::move(*wish));
    return json(201, {{"version", 1}, {"id", *id}, {"url", url}, {"expires_in", 600}});
}

Response show_flow(const ApiWorld& world, const Request& request, const PathValues& values) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto& id = values.find("id")->second;
    auto flow = world.accounts.flow(id);
    if (!flow) flow = world.reserved.waiting(id);
    if (!flow)
        return problem(make_error(ErrorKind::not_found, "", "There is no such sign-in.",
                                  "It ended, or it is older than ten minutes.", "Start it again."),
                       "/api/v1/flows");
    return json(200, flow_json(*flow));
}

Response list_clients(const ApiWorld& world, const Request& request) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    OrderedJson list = OrderedJson::array();
    const auto the_default = world.registry.the_default();
    for (const auto& entry : world.registry.all())
        list.push_back({{"name", entry->name},
                        {"provider", entry->provider.name},
                        {"display_name", entry->provider.display_name},
                        {"built_in", entry->built_in},
                        {"default", the_default == entry}});
    return json(200, {{"version", 1}, {"clients", std::move(list)}});
}

Response list_keys(const ApiWorld& world, const Request& request) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto keys = world.keys.list();
    if (!keys) return problem(keys.error(), request.path);
    OrderedJson list = OrderedJson::array();
    for (const auto& key : *keys) list.push_back(key_json(key));
    return json(200, {{"version", 1}, {"keys", std::move(list)}});
}

Result<std::optional<Time>> key_end(const Json& body, Time now) {
    const auto* value = find(body, "expires_in");
    if (value == nullptr || value->is_null()) return std::optional<Time>();
    const bool whole = value->is_number_integer();
    const auto lifetime = whole ? value->get<std::int64_t>() : 0;
    if (lifetime <= 0 || lifetime > max_key_lifetime)
        return fail(wrong_field("expires_in", "must be a whole number of seconds, at most ten years"));
    return std::optional<Time>(now + seconds{lifetime});
}

Response create_key(const ApiWorld& world, const Request& request) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto body = json_body(request);
    if (!body) return problem(body.error(), request.path);
    const auto name = optional_text(*body, "name");
    if (!name) return problem(name.error(), request.path);
    const auto accounts = optional_texts(*body, "accounts");
    if (!accounts) return problem(accounts.error(), request.path);
    const auto end = key_end(*body, world.clock.now());
    if (!end) return problem(end.error(), request.path);
    const auto created = world.keys.create(*name, *accounts, *end);
    if (!created) return problem(created.error(), request.path);
    auto answer = OrderedJson{{"version", 1}};
    answer.update(key_json(created->record));
    answer["key"] = created->key.reveal();
    return json(201, answer);
}

Response revoke_key(const ApiWorld& world, const Request& request, const PathValues& values) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto& name = values.find("name")->second;
    const auto revoked = world.keys.revoke(name);
    if (!revoked) return problem(revoked.error(), request.path);
    return json(200, {{"version", 1}, {"revoked", name}});
}

}  // namespace

Result<Json> json_body(const Request& request) {
    const auto type = to_lower(request.headers.find("Content-Type").value_or(""));
    if (trim(std::string_view(type).substr(0, type.find(';'))) != "application/json")
        return fail(ErrorKind::invalid_request, "", "The body must be JSON.",
                    "Its Content-Type is not application/json.");
    auto body = parse_json(request.body);
    if (!body || !body->is_object())
        return fail(ErrorKind::invalid_request, "", "The body is no JSON object.",
                    "It is cut, nested too deeply, not UTF-8, or names a field twice.");
    return std::move(*body);
}

void add_owner_routes(Router& router, const ApiWorld& world) {
    const RouteTraits script{RouteTraits::Caller::script, false};
    router.on("POST", "/api/v1/flows", script,
              [world](const Request& r, const PathValues&) { return start_flow(world, r); });
    router.on("GET", "/api/v1/flows/{id}", script,
              [world](const Request& r, const PathValues& v) { return show_flow(world, r, v); });
    router.on("GET", "/api/v1/clients", script,
              [world](const Request& r, const PathValues&) { return list_clients(world, r); });
    router.on("GET", "/api/v1/keys", script,
              [world](const Request& r, const PathValues&) { return list_keys(world, r); });
    router.on("POST", "/api/v1/keys", script,
              [world](const Request& r, const PathValues&) { return create_key(world, r); });
    router.on("DELETE", "/api/v1/keys/{name}", script,
              [world](const Request& r, const PathValues& v) { return revoke_key(world, r, v); });
}

}  // namespace roadcase::server
