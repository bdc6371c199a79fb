#include "server/agora_dialect_wish.h"

#include "core/text.h"
#include "server/agora_dialect_readers.h"
#include "server/http1_grammar.h"

namespace roadcase::server {
namespace {

using brokers::agora::Kind;
using Route = AgoraAddress::Route;

AgoraReading read(const brokers::AgoraSettings& settings, const AgoraAddress& address,
                  const Request& request) {
    if (address.route == Route::ping) return AgoraWish{};
    if (address.route == Route::get_token) return read_get_token(request, settings.version);
    if (settings.dialect == brokers::AgoraDialect::go)
        return read_go_address(address, request, settings.version);
    return read_node_address(address, request);
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

AgoraReading read_chat(const AgoraAddress& address, const AgoraTtl& ttl) {
    if (!ttl) return agora_fault(ttl.error());
    if (address.route == Route::chat_app) return AgoraWish{{{"chatToken", {.kind = Kind::chat_app}}}, *ttl};
    if (address.uid.empty()) return agora_fault("userAccount type requires chat ID");
    return AgoraWish{{{"chatToken", {.kind = Kind::chat_user, .user = address.uid}}}, *ttl};
}

std::string shown(std::string_view text) {
    return printable(text, 80);
}

std::optional<std::string> agora_uid(std::string_view text) {
    const auto value = decimal(text);
    if (!value || *value > brokers::agora::highest_uid) return std::nullopt;
    return *value == 0 ? std::string() : std::to_string(*value);
}

}  // namespace roadcase::server
