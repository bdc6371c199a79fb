#include "server/agora_dialect_words.h"
#include "server/agora_minting.h"
#include "server/agora_token_fields.h"
#include "server/broker_dialect.h"
#include "server/remote_wish.h"

namespace roadcase::server {
namespace {

using brokers::agora::Order;
using Stage = AgoraFault::Stage;

std::vector<Order> orders_of(const AgoraWish& wish) {
    std::vector<Order> orders;
    for (const auto& item : wish.items) orders.push_back(item.order);
    return orders;
}

Response answer_wish(const BrokerCall& call, const AgoraWords& words, const AgoraWish& wish) {
    if (wish.items.empty()) return words.answer({{"message", "pong"}});
    auto orders = orders_of(wish);
    if (const auto refused = check_agora(orders))
        return words.refuse(refused->error, refused->at == 0 ? Stage::token : Stage::rtm_token);
    const auto minted = mint_agora(call, std::move(orders), wish.ttl);
    if (!minted) return words.refuse(minted.error());
    OrderedJson fields;
    for (std::size_t i = 0; i < minted->size(); ++i)
        fields[wish.items[i].field] = (*minted)[i].token.reveal();
    return words.answer(fields);
}

Result<OrderedJson> token(const BrokerCall& call, const Json& given) {
    const auto& settings = call.broker.as<brokers::AgoraSettings>();
    const auto wish = read_agora_fields(settings, given);
    if (!wish) return fail(wish.error());
    if (const auto refused = check_agora({wish->order})) return fail(refused->error);
    const auto minted = mint_agora(call, {wish->order}, wish->ttl);
    if (!minted) return fail(minted.error());

    const auto& [order, token] = minted->front();
    OrderedJson answer{{"version", 1},
                       {"token", token.reveal()},
                       {"token_version", order.version == brokers::agora::Version::v006 ? "006" : "007"}};
    answer.update(agora_fields(order));
    answer["expires_in"] = order.ttl.count();
    answer["expires_at"] = rfc3339(call.desk.clock().now() + order.ttl);
    answer["broker"] = call.broker.name;
    return answer;
}

/// Agora's two published token servers, and our own words.
class AgoraDialect final : public BrokerDialect {
  public:
    bool owns(const brokers::Broker& broker, std::string_view path) const override {
        return agora_address(dialect_of(broker), path).has_value();
    }

    Response answer(const BrokerCall& call, std::string_view path) const override {
        const auto& settings = call.broker.as<brokers::AgoraSettings>();
        const auto address = agora_address(settings.dialect, path).value_or(AgoraAddress{});
        const AgoraWords words(settings.dialect, address.route);
        const auto& method = call.request.method;
        const bool get = address.method() == "GET";
        if (method != address.method() && !(get && method == "HEAD"))
            return words.wrong_method(get ? "GET, HEAD" : "POST");
        const auto wish = read_agora_wish(settings, address, call.request);
        return wish ? answer_wish(call, words, *wish) : words.refuse(wish.error());
    }

    Response refusal(const brokers::Broker& broker, std::string_view path,
                     const Error& error) const override {
        const auto dialect = dialect_of(broker);
        const auto address = agora_address(dialect, path).value_or(AgoraAddress{});
        return AgoraWords(dialect, address.route).refuse(error);
    }

    Result<OrderedJson> act(const BrokerCall& call, std::string_view action,
                            const Json& fields) const override {
        if (action == "token") return token(call, fields);
        return no_such_action(action, "token");
    }

  private:
    static brokers::AgoraDialect dialect_of(const brokers::Broker& broker) {
        return broker.as<brokers::AgoraSettings>().dialect;
    }
};

}  // namespace

std::unique_ptr<BrokerDialect> make_agora_dialect() {
    return std::make_unique<AgoraDialect>();
}

}  // namespace roadcase::server
