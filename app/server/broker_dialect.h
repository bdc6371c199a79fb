#pragma once

#include <memory>
#include <string_view>

#include "server/broker_desk.h"

namespace roadcase::server {

/// One request to one broker, on a worker that may wait where BrokerDesk::blocks() says so.
struct BrokerCall {
    const BrokerDesk& desk;
    const brokers::Broker& broker;
    const BrokerCaller& caller;
    const Request& request;
};

/// The addresses of one kind of broker, in the words of the service that it stands in for. Host, origin, key
/// and cross-origin headers are done before and after by BrokerDoor. Stateless or thread-safe.
class BrokerDialect {
  public:
    virtual ~BrokerDialect() = default;
    /// Is this path, without the broker's prefix, one of its addresses, whatever the method?
    virtual bool owns(const brokers::Broker& broker, std::string_view path) const = 0;
    /// Answers there, errors included.
    virtual Response answer(const BrokerCall& call, std::string_view path) const = 0;
    /// What the door refused (host, origin, key, pace), as this dialect says it.
    virtual Response refusal(const brokers::Broker& broker, std::string_view path,
                             const Error& error) const = 0;
    /// /api/v1/brokers/NAME/ACTION: `fields` are those of the query or of the body, where numbers of a query
    /// are texts. Actions are "token" and what a kind has besides. not_found for an unknown one.
    virtual Result<OrderedJson> act(const BrokerCall& call, std::string_view action,
                                    const Json& fields) const = 0;
};

std::unique_ptr<BrokerDialect> make_agora_dialect();
std::unique_ptr<BrokerDialect> make_operator_dialect();
std::unique_ptr<BrokerDialect> make_respoke_dialect();

}  // namespace roadcase::server
