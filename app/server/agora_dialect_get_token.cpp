#include "core/json.h"
#include "core/text.h"
#include "server/agora_dialect_readers.h"
#include "server/body_fields.h"

namespace roadcase::server {
namespace {

using brokers::agora::Kind;
using brokers::agora::Order;
using brokers::agora::Version;

struct Fields {
    std::string token_type;
    std::string channel;
    std::string role;
    std::string uid;
    std::optional<seconds> ttl;
};

std::string_view go_name(const Json& value) {
    if (value.is_string()) return "string";
    if (value.is_boolean()) return "bool";
    if (value.is_array()) return "array";
    return value.is_object() ? "object" : "number";
}

std::string wrong_type(const Json& value, std::string_view field, std::string_view type) {
    std::string what(go_name(value));
    if (value.is_number_float() && type == "int") what += " " + dump(value);
    return "json: cannot unmarshal " + what + " into Go struct field TokenRequest." + std::string(field) +
           " of type " + std::string(type);
}

tl::expected<Json, AgoraFault> object_of(const Request& request) {
    if (request.body.empty()) return agora_fault("EOF");
    if (!has_json_type(request)) return agora_fault("the Content-Type must be application/json");
    auto body = parse_json(request.body);
    if (!body) return agora_fault("invalid JSON: cut, nested too deeply, not UTF-8, or with a field twice");
    if (body->is_null()) return Json::object();
    if (!body->is_object())
        return agora_fault("json: cannot unmarshal " + std::string(go_name(*body)) +
                           " into Go value of type TokenRequest");
    return std::move(*body);
}

tl::expected<std::optional<seconds>, AgoraFault> ttl_of(const Json& value) {
    if (value.is_null()) return std::nullopt;
    if (!value.is_number_integer()) return agora_fault(wrong_type(value, "expire", "int"));
    if (value == 0) return std::nullopt;
    if (value < 1 || value > longest_agora_ttl)
        return agora_fault("invalid: expire must be from 1 to 86400 seconds");
    return seconds{value.get<std::int64_t>()};
}

tl::expected<Fields, AgoraFault> fields_of(const Json& body) {
    Fields fields;
    const std::vector<std::pair<std::string, std::string*>> texts{{"tokenType", &fields.token_type},
                                                                  {"channel", &fields.channel},
                                                                  {"role", &fields.role},
                                                                  {"uid", &fields.uid}};
    const std::vector<std::string> known{"tokenType", "channel", "role", "uid", "expire"};
    if (!body.empty())
        if (const auto status = only_fields(body, known); !status)
            return agora_fault("invalid: " + status.error().title + " " + status.error().next);
    for (const auto& [name, text] : texts) {
        const Json* value = find(body, name);
        if (value == nullptr || value->is_null()) continue;
        if (!value->is_string()) return agora_fault(wrong_type(*value, name, "string"));
        *text = value->get<std::string>();
    }
    const Json* expire = find(body, "expire");
    if (expire == nullptr) return fields;
    const auto ttl = ttl_of(*expire);
    if (!ttl) return tl::make_unexpected(ttl.error());
    fields.ttl = *ttl;
    return fields;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

tl::expected<Order, AgoraFault> rtc_order(const Fields& fields) {
    constexpr auto stage = AgoraFault::Stage::token;
    if (fields.channel.empty()) return agora_fault("invalid: missing channel name", stage);
    if (fields.uid.empty()) return agora_fault("invalid: missing user ID or account", stage);
    Order order{.channel = fields.channel, .user = fields.uid, .publisher = fields.role == "publisher"};
    if (!is_number(fields.uid)) return order;
    const auto uid = agora_uid(fields.uid);
    if (!uid) return agora_fault("invalid: a uid is a number from 0 to 4294967295", stage);
    order.user = *uid;
    order.numeric = true;
    return order;
}

tl::expected<Order, AgoraFault> order_of(const Fields& fields, Version version) {
    if (fields.token_type == "rtc") return rtc_order(fields);
    if (fields.token_type == "rtm") {
        if (fields.uid.empty())
            return agora_fault("invalid: missing user ID or account", AgoraFault::Stage::token);
        // Whoever asks for messages in a channel may send there, too.
        auto order = rtm_order(fields.uid);
        order.publisher = !fields.channel.empty();
        if (version == Version::v007) order.channel = fields.channel;
        return order;
    }
    if (fields.token_type == "chat")
        return Order{.kind = fields.uid.empty() ? Kind::chat_app : Kind::chat_user, .user = fields.uid};
    return agora_fault("Unsupported tokenType");
}

}  // namespace

AgoraReading read_get_token(const Request& request, Version version) {
    return object_of(request).and_then(fields_of).and_then([&](const Fields& fields) {
        return order_of(fields, version).map([&](Order order) {
            return AgoraWish{{{"token", std::move(order)}}, fields.ttl};
        });
    });
}

}  // namespace roadcase::server
