#include "brokers/grant.h"
#include "cli/api.h"
#include "cli/api_read.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

Broker broker_of(const Json& value) {
    Broker broker;
    broker.name = read::text(value, "name");
    broker.kind = read::text(value, "kind");
    broker.addresses = read::texts(value, "addresses");
    if (const auto* problem = find(value, "problem"); problem != nullptr && problem->is_object()) {
        broker.problem = read::text(*problem, "title");
        broker.problem_next = read::text(*problem, "next");
    }
    return broker;
}

OrderedJson body_of(const Fields& fields) {
    auto body = OrderedJson::object();
    for (const auto& [name, value] : fields) {
        auto& field = body[name];
        if (field.is_null()) {
            field = value;
            continue;
        }
        if (!field.is_array()) field = OrderedJson::array({std::move(field)});
        field.push_back(value);
    }
    return body;
}

}  // namespace

Result<BrokerList> Api::brokers() {
    return call("GET", "/api/v1/brokers").map([](Answer answer) {
        return BrokerList{read::each_of(answer.value, "brokers", broker_of), std::move(answer.body)};
    });
}

Result<BrokerToken> Api::broker_token(std::string_view broker, const Fields& fields) {
    if (!brokers::is_broker_name(broker))
        return fail(ErrorKind::not_found, "", "There is no broker \"" + printable(broker, 64) + "\".", "",
                    "roadcase broker list");
    return call("POST", "/api/v1/brokers/" + std::string(broker) + "/token", {}, dump(body_of(fields)))
        .and_then([](Answer answer) -> Result<BrokerToken> {
            BrokerToken made{Secret(read::text(answer.value, "token")), std::nullopt,
                             Secret(std::move(answer.body))};
            if (made.token.empty()) return fail(read::not_understood());
            if (const auto left = read::number(answer.value, "expires_in"); left > 0)
                made.left = seconds{left};
            return made;
        });
}

}  // namespace roadcase::cli
