#include "server/agora_dialect_readers.h"
#include "server/http1_grammar.h"

namespace roadcase::server {
namespace {

using brokers::agora::Order;
using Route = AgoraAddress::Route;
using brokers::agora::Version;
using Stage = AgoraFault::Stage;

/// The words of Go's strconv.ParseUint.
std::string go_number_fault(std::string_view text) {
    return "strconv.ParseUint: parsing \"" + shown(text) +
           "\": " + (decimal(text) ? "value out of range" : "invalid syntax");
}

AgoraTtl go_expiry(const Request& request) {
    const auto text = request.query.get("expiry");
    if (!text) return std::nullopt;
    const auto refuse = [&](const std::string& why) {
        return tl::make_unexpected("failed to parse expireTime: " + shown(*text) + ", causing error: " + why);
    };
    const auto value = decimal(*text);
    if (!value) return refuse(go_number_fault(*text));
    if (request.query.count("expiry") > 1) return refuse("it stands more than once");
    if (*value < 1 || *value > longest_agora_ttl) return refuse("it must be from 1 to 86400 seconds");
    return seconds{*value};
}

class GoReader {
  public:
    explicit GoReader(AgoraTtl ttl) : ttl_(std::move(ttl)) {}

    AgoraReading rtc(const AgoraAddress& address) const {
        if (!ttl_) return agora_fault(ttl_.error());
        auto order = order_of(address);
        if (!order) return agora_fault(order.error(), Stage::token);
        return AgoraWish{{{"rtcToken", std::move(*order)}}, *ttl_};
    }

    AgoraReading rtm(const AgoraAddress& address) const {
        if (address.uid.empty() || address.uid == "0")
            return agora_fault("invalid RTM User ID: \"" + address.uid + "\"");
        if (!ttl_) return agora_fault(ttl_.error());
        return AgoraWish{{{"rtmToken", rtm_order(address.uid)}}, *ttl_};
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

    AgoraTtl ttl_;
};

}  // namespace

AgoraReading read_go_address(const AgoraAddress& address, const Request& request, Version version) {
    const auto ttl = go_expiry(request);
    const GoReader reader(ttl);
    if (address.route == Route::rtc) return reader.rtc(address);
    if (address.route == Route::rtm) return reader.rtm(address);
    if (address.route == Route::rte) return reader.rte(address, version);
    return read_chat(address, ttl);
}

}  // namespace roadcase::server
