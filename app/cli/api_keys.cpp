// The API's calls about keys and handles.
#include "accounts/reference.h"
#include "cli/api.h"
#include "cli/api_read.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

/// A name becomes a part of a path.
Result<std::string> path_to(const std::string& kind, std::string_view name) {
    if (accounts::is_name(name)) return "/api/v1/" + kind + "s/" + std::string(name);
    return fail(ErrorKind::not_found, "", "There is no " + kind + " \"" + printable(name, 64) + "\".", "",
                "roadcase " + kind + " list");
}

KeyList key_list(const Json& value, std::string body) {
    KeyList list{{}, std::move(body)};
    if (const auto* keys = find(value, "keys"); keys != nullptr && keys->is_array())
        for (const auto& each : *keys) list.keys.push_back(read::key(each));
    return list;
}

Key one_key(const Json& value, std::string body) {
    auto key = read::key(value);
    key.body = std::move(body);
    return key;
}

OrderedJson body_of(const KeyWish& wish) {
    OrderedJson body{{"name", wish.name}, {"accounts", wish.accounts}};
    if (!wish.scopes.empty()) body["scopes"] = wish.scopes;
    if (!wish.brokers.empty()) body["brokers"] = wish.brokers;
    if (wish.max_ttl > seconds{0}) body["max_ttl"] = wish.max_ttl.count();
    if (!wish.origins.empty()) body["origins"] = wish.origins;
    if (wish.lifetime) body["expires_in"] = wish.lifetime->count();
    if (wish.per_minute > 0) body["per_minute"] = wish.per_minute;
    if (wish.confirmed) body["confirmed"] = true;
    return body;
}

}  // namespace

Result<KeyList> Api::keys() {
    return call("GET", "/api/v1/keys").map([](Answer answer) {
        return key_list(answer.value, std::move(answer.body));
    });
}

Result<Key> Api::key(std::string_view name) {
    return path_to("key", name)
        .and_then([&](const std::string& path) { return call("GET", path); })
        .map([](Answer answer) { return one_key(answer.value, std::move(answer.body)); });
}

Result<NewKey> Api::create_key(const KeyWish& wish) {
    return call("POST", "/api/v1/keys", {}, dump(body_of(wish)))
        .and_then([](Answer answer) -> Result<NewKey> {
            NewKey created{Secret(read::text(answer.value, "key")), read::text(answer.value, "status"),
                           Secret(std::move(answer.body))};
            if (created.key.empty()) return fail(read::not_understood());
            return created;
        });
}

Result<Key> Api::change_key(std::string_view name, const OrderedJson& change) {
    return path_to("key", name)
        .and_then([&](const std::string& path) { return call("PATCH", path, {}, dump(change)); })
        .map([](Answer answer) { return one_key(answer.value, std::move(answer.body)); });
}

Result<std::string> Api::revoke_key(std::string_view name) {
    return path_to("key", name)
        .and_then([&](const std::string& path) { return call("DELETE", path); })
        .map([](Answer answer) { return std::move(answer.body); });
}

Result<KeyList> Api::pause_all_keys(bool paused) {
    return call("PATCH", "/api/v1/keys", {}, dump(OrderedJson{{"paused", paused}})).map([](Answer answer) {
        return key_list(answer.value, std::move(answer.body));
    });
}

Status Api::revoke_all_keys() {
    return call("DELETE", "/api/v1/keys").map([](const Answer&) {});
}

Result<HandleList> Api::handles() {
    return call("GET", "/api/v1/handles").map([](Answer answer) {
        HandleList list{{}, std::move(answer.body)};
        const auto* all = find(answer.value, "handles");
        if (all == nullptr || !all->is_array()) return list;
        for (const auto& each : *all)
            list.handles.push_back({read::text(each, "name"), read::text(each, "account"),
                                    read::time(each, "last_used_at"), read::number(each, "uses")});
        return list;
    });
}

Result<NewHandle> Api::create_handle(std::string_view account, std::string_view name) {
    OrderedJson body{{"account", account}};
    if (!name.empty()) body["name"] = name;
    return call("POST", "/api/v1/handles", {}, dump(body)).and_then([](Answer answer) -> Result<NewHandle> {
        NewHandle created{read::text(answer.value, "name"), read::text(answer.value, "token_endpoint"),
                          Secret(read::text(answer.value, "handle")), Secret(std::move(answer.body))};
        if (created.handle.empty()) return fail(read::not_understood());
        return created;
    });
}

Result<std::string> Api::revoke_handle(std::string_view name) {
    return path_to("handle", name)
        .and_then([&](const std::string& path) { return call("DELETE", path); })
        .map([](Answer answer) { return std::move(answer.body); });
}

}  // namespace roadcase::cli
