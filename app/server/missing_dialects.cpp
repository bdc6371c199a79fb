// Until each kind's own file is there.
#include "server/broker_dialect.h"

namespace roadcase::server {
namespace {

class NotThereYet final : public BrokerDialect {
  public:
    bool owns(const brokers::Broker&, std::string_view) const override { return false; }
    Response answer(const BrokerCall&, std::string_view) const override { return {}; }
    Response refusal(const brokers::Broker&, std::string_view, const Error& error) const override {
        return problem(error);
    }
    Result<OrderedJson> act(const BrokerCall&, std::string_view, const Json&) const override {
        return fail(ErrorKind::not_found, "", "This kind of broker is not there yet.");
    }
};

}  // namespace

std::unique_ptr<BrokerDialect> make_operator_dialect() { return std::make_unique<NotThereYet>(); }
std::unique_ptr<BrokerDialect> make_respoke_dialect() { return std::make_unique<NotThereYet>(); }

}  // namespace roadcase::server
