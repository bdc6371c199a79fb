#pragma once

#include <optional>
#include <string>
#include <vector>

#include "brokers/agora_order.h"
#include "server/broker_dialect.h"

namespace roadcase::server {

/// One token and what is in it, which may be less than was ordered.
struct MintedAgora {
    brokers::agora::Order order;
    Secret token;
};

/// Are these within Agora's limits? The Error of the first that is not, and which one it is.
struct RefusedAgora {
    Error error;
    std::size_t at = 0;
};
std::optional<RefusedAgora> check_agora(const std::vector<brokers::agora::Order>& orders);

/// Tokens for orders that check_agora() passed: asks the desk once for every person whom they are for, takes
/// over what it says of them and of the time, makes the tokens, all or none, and has them noted.
/// `ttl`: nothing for the broker's default. Errors: the desk's; unavailable when the permission's person is
/// none that Agora knows; the broker's own problem.
Result<std::vector<MintedAgora>> mint_agora(const BrokerCall& call, std::vector<brokers::agora::Order> orders,
                                            std::optional<seconds> ttl);

/// "publisher" or "subscriber" of what happens in a channel; nothing where there are no such roles.
std::optional<std::string> role_of(const brokers::agora::Order& order);
/// "a 007 token for channel test as publisher, uid 1", for the log.
std::string in_words(const brokers::agora::Order& order);

}  // namespace roadcase::server
