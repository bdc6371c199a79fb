#include "accounts/key_words.h"
#include "server/api_json.h"
#include "server/body_fields.h"
#include "server/routes_api.h"

namespace roadcase::server {
namespace {

constexpr std::int64_t max_lifetime = 10LL * 366 * 24 * 3600;

OrderedJson shown(const ApiWorld& world, const store::KeyRecord& key) {
    return key_json(key, world.keys.refusals(key), world.clock.now());
}

Response one(const ApiWorld& world, const store::KeyRecord& key) {
    OrderedJson answer{{"version", 1}};
    answer.update(shown(world, key));
    return json(200, answer);
}

Response all(const ApiWorld& world, const Request& request) {
    const auto keys = world.keys.list();
    if (!keys) return problem(keys.error(), request.path);
    OrderedJson list = OrderedJson::array();
    for (const auto& key : *keys) list.push_back(shown(world, key));
    return json(200, {{"version", 1}, {"keys", std::move(list)}});
}

Result<std::optional<Time>> end_of(const Json& body, Time now) {
    return optional_number(body, "expires_in", 1, max_lifetime).map([&](const auto& left) {
        return left ? std::optional<Time>(now + seconds{*left}) : std::nullopt;
    });
}

using Texts = std::vector<std::string>;

/// A list that stands there; it may be empty.
Status read_list(const Json& body, std::string_view field, std::optional<Texts>& into) {
    const auto* value = find(body, field);
    if (value == nullptr || value->is_null()) return {};
    return optional_texts(body, field).map([&](Texts texts) { into = std::move(texts); });
}

Result<accounts::KeyChange> change_of(const Json& body, Time now) {
    accounts::KeyChange change;
    const auto lists = only_fields(body, {"paused", "allow", "accounts", "scopes", "brokers", "max_ttl",
                                          "origins", "expires_in", "per_minute"})
                           .and_then([&] { return read_list(body, "accounts", change.accounts); })
                           .and_then([&] { return read_list(body, "scopes", change.scopes); })
                           .and_then([&] { return read_list(body, "brokers", change.brokers); })
                           .and_then([&] { return read_list(body, "origins", change.origins); });
    if (!lists) return fail(lists.error());
    const auto paused = optional_flag(body, "paused");
    if (!paused) return fail(paused.error());
    const auto allow = optional_flag(body, "allow");
    if (!allow) return fail(allow.error());
    const auto pace = optional_number(body, "per_minute", 0, accounts::most_per_minute);
    if (!pace) return fail(pace.error());
    const auto ttl = optional_number(body, "max_ttl", 0, max_lifetime);
    if (!ttl) return fail(ttl.error());
    const auto end = end_of(body, now);
    if (!end) return fail(end.error());
    change.max_ttl = *ttl;
    change.paused = *paused;
    change.allow = allow->value_or(false);
    change.per_minute = *pace;
    if (find(body, "expires_in") != nullptr) change.expires_at = *end;
    return change;
}

Result<accounts::KeyWish> wish_of(const Json& body, Time now) {
    accounts::KeyWish wish;
    auto name = optional_text(body, "name");
    if (!name) return fail(name.error());
    const std::pair<const char*, Texts*> lists[] = {{"accounts", &wish.accounts},
                                                    {"scopes", &wish.scopes},
                                                    {"brokers", &wish.brokers},
                                                    {"origins", &wish.origins}};
    for (const auto& [field, list] : lists) {
        auto texts = optional_texts(body, field);
        if (!texts) return fail(texts.error());
        *list = std::move(*texts);
    }
    const auto pace = optional_number(body, "per_minute", 0, accounts::most_per_minute);
    if (!pace) return fail(pace.error());
    const auto ttl = optional_number(body, "max_ttl", 0, max_lifetime);
    if (!ttl) return fail(ttl.error());
    const auto confirmed = optional_flag(body, "confirmed");
    if (!confirmed) return fail(confirmed.error());
    const auto end = end_of(body, now);
    if (!end) return fail(end.error());
    wish.name = std::move(*name);
    wish.max_ttl = ttl->value_or(0);
    wish.per_minute = pace->value_or(0);
    wish.confirmed = confirmed->value_or(false);
    wish.expires_at = *end;
    return wish;
}

Response create(const ApiWorld& world, const Request& request) {
    const auto wish =
        json_body(request).and_then([&](const Json& body) { return wish_of(body, world.clock.now()); });
    if (!wish) return problem(wish.error(), request.path);
    const auto created = world.keys.create(*wish);
    if (!created) return problem(created.error(), request.path);
    OrderedJson answer{{"version", 1}};
    answer.update(shown(world, created->record));
    answer["key"] = created->key.reveal();
    return json(201, answer);
}

Response show(const ApiWorld& world, const Request& request, const std::string& name) {
    const auto key = world.keys.find(name);
    return key ? one(world, *key) : problem(key.error(), request.path);
}

Response change(const ApiWorld& world, const Request& request, const std::string& name) {
    const auto wish =
        json_body(request).and_then([&](const Json& body) { return change_of(body, world.clock.now()); });
    if (!wish) return problem(wish.error(), request.path);
    const auto key = world.keys.change(name, *wish);
    return key ? one(world, *key) : problem(key.error(), request.path);
}

Response revoke(const ApiWorld& world, const Request& request, const std::string& name) {
    const auto revoked = world.keys.revoke(name);
    if (!revoked) return problem(revoked.error(), request.path);
    return json(200, {{"version", 1}, {"revoked", name}});
}

Response switch_all(const ApiWorld& world, const Request& request) {
    const auto paused =
        json_body(request).and_then([](const Json& body) { return optional_flag(body, "paused"); });
    if (!paused) return problem(paused.error(), request.path);
    if (!*paused) return problem(wrong_field("paused", "must be true or false"), request.path);
    const auto switched = world.keys.pause_all(**paused);
    return switched ? all(world, request) : problem(switched.error(), request.path);
}

Response revoke_all(const ApiWorld& world, const Request& request) {
    const auto revoked = world.keys.revoke_all();
    return revoked ? all(world, request) : problem(revoked.error(), request.path);
}

}  // namespace

OrderedJson key_counts(const ApiWorld& world) {
    const auto keys = world.keys.list();
    if (!keys) return nullptr;
    OrderedJson counts{{"active", 0}, {"paused", 0}, {"unconfirmed", 0}, {"ended", 0}, {"refused", 0}};
    for (const auto& key : *keys) {
        auto& number = counts[std::string(accounts::status_of(key, world.clock.now()))];
        number = number.get<std::int64_t>() + 1;
        counts["refused"] = counts["refused"].get<std::int64_t>() + world.keys.refusals(key);
    }
    return counts;
}

void add_key_routes(Router& router, const ApiWorld& world) {
    const RouteTraits script{RouteTraits::Caller::script, false};
    const auto on_all = [&](auto route) {
        return for_owner(world, [route](const auto& w, const auto& r, const auto&) { return route(w, r); });
    };
    const auto on_one = [&](auto route) {
        return for_owner(world, [route](const auto& w, const auto& r, const PathValues& values) {
            return route(w, r, values.find("name")->second);
        });
    };
    router.on("GET", "/api/v1/keys", script, on_all(all));
    router.on("POST", "/api/v1/keys", script, on_all(create));
    router.on("PATCH", "/api/v1/keys", script, on_all(switch_all));
    router.on("DELETE", "/api/v1/keys", script, on_all(revoke_all));
    router.on("GET", "/api/v1/keys/{name}", script, on_one(show));
    router.on("PATCH", "/api/v1/keys/{name}", script, on_one(change));
    router.on("DELETE", "/api/v1/keys/{name}", script, on_one(revoke));
}

}  // namespace roadcase::server
