#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/guarded.h"
#include "server/broker_dialect.h"
#include "server/guards.h"
#include "server/router.h"

namespace roadcase::server {

/// Where requests for brokers come in: finds whose address it is, lets in who may ask (BrokerDesk), speaks
/// with the pages that may (CORS), and hands on to the dialect. Thread-safe; the brokers are replaced as a
/// whole when the configuration is read anew.
class BrokerDoor {
  public:
    explicit BrokerDoor(const BrokerDesk& desk);

    void use(std::vector<brokers::BrokerPtr> brokers);
    /// In the order of the configuration.
    std::vector<brokers::BrokerPtr> all() const;
    /// not_found, with the one that may be meant.
    Result<brokers::BrokerPtr> find(std::string_view name) const;

    /// A request at a broker's own address, any method; nothing: it is none.
    std::optional<Response> answer(const Request& request, const Authorities& names);
    /// /api/v1/brokers/NAME/ACTION.
    Response act(const Request& request, const std::string& name, const std::string& action);

    const BrokerDesk& desk() const { return desk_; }

  private:
    struct Address {
        brokers::BrokerPtr broker;
        std::string_view path;  ///< without the broker's prefix
    };
    std::optional<Address> whose(const Request& request) const;
    const BrokerDialect& dialect_of(const brokers::Broker& broker) const;
    Error unknown(const Request& request, const std::string& name, const Error& error) const;
    template <class Answer, class Refusal>
    Response let_in(const brokers::Broker& broker, const Request& request, Answer answer, Refusal refusal);

    const BrokerDesk& desk_;
    std::map<std::string_view, std::unique_ptr<BrokerDialect>> dialects_;  ///< by kind
    Guarded<std::vector<brokers::BrokerPtr>> brokers_;
    std::atomic<int> blocked_{0};  ///< requests that hold a worker
};

/// GET /api/v1/brokers and /api/v1/brokers/{name}; GET and POST …/token; POST …/{action}.
void add_broker_routes(Router& router, BrokerDoor& door, Callers& callers);

}  // namespace roadcase::server
