#include "server/agora_dialect_wish.h"

#include "core/text.h"
#include "server/agora_dialect_get_token.h"
#include "server/http1_grammar.h"

namespace roadcase::server {
namespace {

using brokers::AgoraDialect;
using brokers::agora::Kind;
using brokers::agora::Order;
using brokers::agora::Version;
using Route = AgoraAddress::Route;
using Stage = AgoraFault::Stage;

constexpr std::size_t longest_uid = 4'294'967'295;
constexpr std::size_t longest_ttl = 86'400;

std::string shown(std::string_view text) {
    return printable(text, 80);
}

/// The words of Go's strconv.ParseUint.
std::string go_number_fault(std::string_view text) {
    return "strconv.ParseUint: parsing \"" + shown(text) +
           "\": " + (decimal(text) ? "value out of range" : "invalid syntax");
}

using Ttl = tl::expected<std::optional<seconds>, std::string>;

Ttl node_expiry(const Request& request) {
    const auto text = request.query.get("expiry").value_or("");
    if (text.empty() && request.query.count("expiry") < 2) return std::nullopt;
    const auto value = decimal(text);
    if (request.query.count("expiry") > 1 || !value || *value < 1 || *value > longest_ttl)
        return tl::make_unexpected("expiry must be one whole number of seconds from 1 to 86400");
    return seconds{*value};
}

Ttl go_expiry(const Request& request) {
    const auto text = request.query.get("expiry");
    if (!text) return std::nullopt;
    const auto refuse = [&](const std::string& why) {
        return tl::make_unexpected("failed to parse expireTime: " + shown(*text) + ", causing error: " + why);
    };
    const auto value = decimal(*text);
    if (!value) return refuse(go_number_fault(*text));
    if (request.query.count("expiry") > 1) return refuse("it stands more than once");
    if (*value < 1 || *value > longest_ttl) return refuse("it must be from 1 to 86400 seconds");
    return seconds{*value};
}

/// What the query says for how long, and these.
AgoraReading wish(const Ttl& ttl, std::vector<AgoraWish::Item> items) {
    if (!ttl) return agora_fault(ttl.error());
    return AgoraWish{std::move(items), *ttl};
}

Order rtm_order(const std::string& user) {
    return {.kind = Kind::rtm, .user = user};
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
        return wish(node_expiry(request_), {{"rtmToken", rtm_order(address.uid)}});
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

class GoReader {
  public:
    explicit GoReader(const Request& request) : ttl_(go_expiry(request)) {}

    AgoraReading rtc(const AgoraAddress& address) const {
        if (!ttl_) return agora_fault(ttl_.error());
        auto order = order_of(address);
        if (!order) return agora_fault(order.error(), Stage::token);
        return AgoraWish{{{"rtcToken", std::move(*order)}}, *ttl_};
    }

    AgoraReading rtm(const AgoraAddress& address) const {
        if (address.uid.empty() || address.uid == "0")
            return agora_fault("invalid RTM User ID: \"" + address.uid + "\"");
        return wish(ttl_, {{"rtmToken", rtm_order(address.uid)}});
    }

    AgoraReading rte(const AgoraAddress& address, Version version) const {
        if (!ttl_) return agora_fault(ttl_.error());
        const bool anybody = address.uid.empty() || address.uid == "0";
        if (address.rtm_uid.empty() && anybody)
            return agora_fault("failed to parse rtm user ID. Cannot be empty or \"0\"");
        auto order = order_of(address);
        if (!order) return agora_fault(order.error(), Stage::token);
        auto rtm = rtm_order(address.rtm_uid.empty() ? address.uid : address.rtm_uid);
        if (version == Version::v007) rtm.channel = order->channel;
        rtm.publisher = order->publisher;
        return AgoraWish{{{"rtcToken", std::move(*order)}, {"rtmToken", std::move(rtm)}}, *ttl_};
    }

    AgoraReading chat(const AgoraAddress& address) const {
        if (address.route == Route::chat_app) return wish(ttl_, {{"chatToken", {.kind = Kind::chat_app}}});
        if (address.uid.empty()) return agora_fault("userAccount type requires chat ID");
        return wish(ttl_, {{"chatToken", {.kind = Kind::chat_user, .user = address.uid}}});
    }

  private:
    static tl::expected<Order, std::string> order_of(const AgoraAddress& address) {
        const std::string who = address.uid.empty() ? "0" : address.uid;
        Order order{.channel = address.channel, .user = who, .publisher = address.role == "publisher"};
        if (address.token_type == "userAccount") return order;
        if (address.token_type != "uid")
            return tl::make_unexpected("failed to generate RTC token for Unknown Tokentype: " +
                                       shown(address.token_type));
        const auto uid = agora_uid(who);
        if (!uid)
            return tl::make_unexpected("failed to parse uidStr: " + shown(who) +
                                       ", to uint causing error: " + go_number_fault(who));
        order.user = *uid;
        order.numeric = true;
        return order;
    }

    Ttl ttl_;
};

AgoraReading read_go(const AgoraAddress& address, const Request& request, Version version) {
    const GoReader reader(request);
    if (address.route == Route::rtc) return reader.rtc(address);
    if (address.route == Route::rtm) return reader.rtm(address);
    if (address.route == Route::rte) return reader.rte(address, version);
    return reader.chat(address);
}

AgoraReading read_node(const AgoraAddress& address, const Request& request) {
    const NodeReader reader(request);
    if (address.route == Route::rtc) return reader.rtc(address);
    if (address.route == Route::rtm) return reader.rtm(address);
    if (address.route == Route::rte) return reader.rte(address);
    const auto ttl = node_expiry(request);
    if (!ttl) return agora_fault(ttl.error());
    return GoReader({}).chat(address).map([&](AgoraWish wish) {
        wish.ttl = *ttl;
        return wish;
    });
}

AgoraReading read(const brokers::AgoraSettings& settings, const AgoraAddress& address,
                  const Request& request) {
    if (address.route == Route::ping) return AgoraWish{};
    if (address.route == Route::get_token) return read_get_token(request, settings.version);
    if (settings.dialect == AgoraDialect::go) return read_go(address, request, settings.version);
    return read_node(address, request);
}

}  // namespace

AgoraReading read_agora_wish(const brokers::AgoraSettings& settings, const AgoraAddress& address,
                             const Request& request) {
    auto wish = read(settings, address, request);
    if (!wish) return wish;
    for (auto& item : wish->items) {
        item.order.version = settings.version;
        if (wish->ttl) item.order.ttl = *wish->ttl;
    }
    return wish;
}

std::optional<std::string> agora_uid(std::string_view text) {
    const auto value = decimal(text);
    if (!value || *value > longest_uid) return std::nullopt;
    return *value == 0 ? std::string() : std::to_string(*value);
}

}  // namespace roadcase::server
