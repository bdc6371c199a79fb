#include <algorithm>

#include "accounts/key_words.h"
#include "brokers/grant.h"
#include "server/body_fields.h"
#include "server/broker_door.h"
#include "server/broker_fields.h"

namespace roadcase::server {
namespace {

using brokers::Broker;

/// Its compatible addresses, as people write them.
OrderedJson addresses_of(const Broker& broker) {
    auto list = OrderedJson::array();
    const auto add = [&](const std::string& address) { list.push_back(broker.path + address); };
    if (const auto* agora = std::get_if<brokers::AgoraSettings>(&broker.settings)) {
        if (agora->dialect == brokers::AgoraDialect::none) return list;
        for (const auto* address :
             {"/rtc/CHANNEL/ROLE/TOKENTYPE/UID", "/rtm/UID", "/rte/CHANNEL/ROLE/TOKENTYPE/UID", "/chat/app",
              "/chat/account/ID", "/getToken", "/ping"})
            add(address);
    } else if (const auto* bearer = std::get_if<brokers::OperatorSettings>(&broker.settings)) {
        add(bearer->route);
    } else {
        add(broker.as<brokers::RespokeSettings>().route);
        for (const auto* address : {"/v1/tokens", "/v1/session-tokens", "/v1/turn"}) add(address);
    }
    return list;
}

OrderedJson permission_of(const Broker& broker) {
    if (!broker.policy.permission.url.empty()) return "url";
    return broker.policy.permission.command.empty() ? OrderedJson(nullptr) : OrderedJson("command");
}

OrderedJson broker_json(const Broker& broker, bool for_owner) {
    const auto& policy = broker.policy;
    OrderedJson body{{"name", broker.name},
                     {"kind", brokers::kind_of(broker)},
                     {"status", broker.problem ? "problem" : "ready"},
                     {"addresses", addresses_of(broker)},
                     {"places", policy.places},
                     {"roles", policy.roles},
                     {"default_ttl", policy.default_ttl.count()},
                     {"max_ttl", policy.max_ttl.count()},
                     {"require_key", policy.require_key},
                     {"per_minute", policy.per_minute},
                     {"origins", policy.origins},
                     {"permission", permission_of(broker)}};
    if (broker.problem && for_owner) body["problem"] = OrderedJson::parse(problem(*broker.problem).body);
    return body;
}

/// A key sees the brokers that its grants name, and knows of no others.
bool may_see(const ApiCaller& caller, const Broker& broker) {
    return caller.is_owner() || brokers::names_broker(caller.key->brokers, broker.name);
}

Response list(const BrokerDoor& door, const ApiCaller& caller) {
    auto brokers = OrderedJson::array();
    for (const auto& broker : door.all())
        if (may_see(caller, *broker)) brokers.push_back(broker_json(*broker, caller.is_owner()));
    return json(200, {{"version", 1}, {"brokers", std::move(brokers)}});
}

Response show(const BrokerDoor& door, const ApiCaller& caller, const Request& request,
              const std::string& name) {
    const auto broker = door.find(name);
    if (!broker && caller.is_owner()) return problem(broker.error(), request.path);
    if (!broker || !may_see(caller, **broker)) return problem(accounts::key_refused(), request.path);
    OrderedJson answer{{"version", 1}};
    answer.update(broker_json(**broker, caller.is_owner()));
    return json(200, answer);
}

}  // namespace

Result<Json> broker_fields(const Request& request) {
    if (request.method == "POST") return request.body.empty() ? Json::object() : json_body(request);
    auto fields = Json::object();
    for (const auto& [name, value] : request.query) {
        auto& field = fields[name];
        if (field.is_null()) {
            field = value;
            continue;
        }
        if (!field.is_array()) field = Json::array({std::move(field)});
        field.push_back(value);
    }
    return fields;
}

void add_broker_routes(Router& router, BrokerDoor& door, Callers& callers) {
    const RouteTraits script{RouteTraits::Caller::script, false};
    const RouteTraits broker{RouteTraits::Caller::broker, false};
    const auto known = [&callers](auto route) {
        return [&callers, route](const Request& request, const PathValues& values) {
            const auto caller = callers.identify(request);
            return caller ? route(*caller, request, values) : caller.error();
        };
    };
    router.on("GET", "/api/v1/brokers", script,
              known([&door](const auto& caller, const auto&, const auto&) { return list(door, caller); }));
    router.on("GET", "/api/v1/brokers/{name}", script,
              known([&door](const auto& caller, const auto& request, const auto& values) {
                  return show(door, caller, request, values.find("name")->second);
              }));
    const auto act = [&door](const Request& request, const PathValues& values) {
        const auto& name = values.find("name")->second;
        const auto action = values.find("action");
        return door.act(request, name, action == values.end() ? "token" : action->second);
    };
    for (const auto* method : {"GET", "POST", "OPTIONS"})
        router.on(method, "/api/v1/brokers/{name}/token", broker, act);
    for (const auto* method : {"POST", "OPTIONS"})
        router.on(method, "/api/v1/brokers/{name}/{action}", broker, act);
}

}  // namespace roadcase::server
