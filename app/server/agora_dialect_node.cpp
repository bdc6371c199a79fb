#include "server/agora_dialect_readers.h"
#include "server/http1_grammar.h"

namespace roadcase::server {
namespace {

using brokers::agora::Order;
using Route = AgoraAddress::Route;

AgoraTtl node_expiry(const Request& request) {
    const auto text = request.query.get("expiry").value_or("");
    if (text.empty() && request.query.count("expiry") < 2) return std::nullopt;
    const auto value = decimal(text);
    if (request.query.count("expiry") > 1 || !value || *value < 1 || *value > longest_agora_ttl)
        return tl::make_unexpected("expiry must be one whole number of seconds from 1 to 86400");
    return seconds{*value};
}

/// The Node server: `uid` is text there whatever the token type says, so that its "0" lets nobody in.
class NodeReader {
  public:
    explicit NodeReader(const Request& request) : request_(request) {}

    AgoraReading rtc(const AgoraAddress& address) const {
        auto order = order_of(address);
        if (!order) return agora_fault(order.error());
        const auto ttl = node_expiry(request_);
        if (!ttl) return agora_fault(ttl.error());
        const bool numeric = address.token_type == "uid";
        if (!numeric && address.token_type != "userAccount") return agora_fault("token type is invalid");
        if (numeric && !as_uid(*order)) return agora_fault(no_uid);
        return AgoraWish{{{"rtcToken", std::move(*order)}}, *ttl};
    }

    /// Any token type will do there, and means nothing but "uid".
    AgoraReading rte(const AgoraAddress& address) const {
        auto order = order_of(address);
        if (!order) return agora_fault(order.error());
        const auto ttl = node_expiry(request_);
        if (!ttl) return agora_fault(ttl.error());
        if (address.token_type == "uid" && !as_uid(*order)) return agora_fault(no_uid);
        return AgoraWish{{{"rtcToken", std::move(*order)}, {"rtmToken", rtm_order(address.uid)}}, *ttl};
    }

    AgoraReading rtm(const AgoraAddress& address) const {
        if (address.uid.empty()) return agora_fault("uid is required");
        const auto ttl = node_expiry(request_);
        if (!ttl) return agora_fault(ttl.error());
        return AgoraWish{{{"rtmToken", rtm_order(address.uid)}}, *ttl};
    }

  private:
    static constexpr const char* no_uid =
        "uid must be a number from 0 to 4294967295; names have the token type userAccount";

    static tl::expected<Order, std::string> order_of(const AgoraAddress& address) {
        if (address.channel.empty()) return tl::make_unexpected("channel is required");
        if (address.uid.empty()) return tl::make_unexpected("uid is required");
        const bool publisher = address.role == "publisher";
        if (!publisher && address.role != "audience" && address.role != "subscriber")
            return tl::make_unexpected("role is incorrect");
        return Order{.channel = address.channel, .user = address.uid, .publisher = publisher};
    }

    static bool as_uid(Order& order) {
        const auto uid = agora_uid(order.user);
        if (uid) order.user = *uid;
        order.numeric = true;
        return uid.has_value();
    }

    const Request& request_;
};

}  // namespace

AgoraReading read_node_address(const AgoraAddress& address, const Request& request) {
    const NodeReader reader(request);
    if (address.route == Route::rtc) return reader.rtc(address);
    if (address.route == Route::rtm) return reader.rtm(address);
    if (address.route == Route::rte) return reader.rte(address);
    return read_chat(address, node_expiry(request));
}

}  // namespace roadcase::server
