#pragma once

#include "brokers/respoke.h"
#include "brokers/service_pace.h"
#include "server/broker_dialect.h"

namespace roadcase::server {

/// What a Respoke broker does for its callers, whatever words they come in. At most ten requests a second go
/// to one app of the service; the eleventh waits a second at most. Thread-safe.
class RespokeAsking {
  public:
    struct Made {
        brokers::Terms terms;
        brokers::RespokeToken token;
    };
    /// `fields`: "endpointId" ("user"), "ttl"; and "appId", "roleId", "roleName", which only repeat what the
    /// broker knows.
    brokers::Remote<Made> token(const BrokerCall& call, const Json& fields) const;

    /// Of these three a caller needs no more than any grant of the broker: the credential is its own.
    brokers::Remote<OrderedJson> session(const BrokerCall& call, const Secret& token_id) const;
    brokers::Remote<OrderedJson> turn(const BrokerCall& call, const Secret& app_token) const;
    brokers::Remote<void> end_session(const BrokerCall& call, const Secret& app_token) const;

    /// May this caller see all that the service says of an endpoint's token: the owner, and a key with a
    /// grant for the role "full".
    static bool shows_all(const BrokerCall& call, const std::string& endpoint);

  private:
    brokers::Remote<http::Response> ask(const BrokerCall& call, const http::Request& request) const;
    using ReadObject = brokers::Remote<OrderedJson>(const http::Response& answer, Time now);
    /// What is asked for with the caller's own credential.
    brokers::Remote<OrderedJson> with_own(const BrokerCall& call, const http::Request& request,
                                          ReadObject* read, const char* what) const;
    Status wait_for_turn(const BrokerCall& call) const;

    mutable brokers::ServicePace pace_{brokers::respoke_per_second};
};

/// The caller's appId is not another's.
Status check_respoke_app(const brokers::Broker& broker, const Json& fields);

}  // namespace roadcase::server
