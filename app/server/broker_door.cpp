#include "server/broker_door.h"

#include <algorithm>

#include "core/text.h"
#include "server/broker_fields.h"

namespace roadcase::server {
namespace {

using brokers::Broker;
using brokers::BrokerPtr;

/// So many may wait for other services at once: the workers are needed for renewals, too.
constexpr int most_blocked = 8;
/// Others wait so long for one of these places, without a worker, and look so often whether one is free.
constexpr seconds patience{3};
constexpr milliseconds glance{50};

/// Fetch standard, "CORS protocol". The page is listed already.
void allow_page(Response& response, const std::string& origin) {
    response.headers.set("Access-Control-Allow-Origin", origin);
    response.headers.set("Access-Control-Allow-Credentials", "true");
    response.headers.set("Access-Control-Expose-Headers", "Retry-After");
    response.headers.add("Vary", "Origin");
}

/// What a browser asks before the request itself; it shows no key and no cookie.
Response preflight() {
    Response response{204, {}, {}};
    response.headers.set("Access-Control-Allow-Methods", "GET, HEAD, POST, DELETE, OPTIONS");
    response.headers.set("Access-Control-Allow-Headers", "Authorization, Content-Type, X-API-Key, App-Token");
    response.headers.set("Access-Control-Max-Age", "600");
    return response;
}

/// The owner is told why; other callers are not.
Error not_ready(const Broker& broker) {
    return make_error(ErrorKind::unavailable, "E511",
                      "The broker " + broker.name + " cannot make tokens now.",
                      "Something is wrong with its settings or its secret.", "roadcase broker list");
}

Error too_many(const Broker& broker) {
    auto error = make_error(ErrorKind::unavailable, "", "The broker " + broker.name + " is busy.",
                            "Many requests wait for another service.", "Ask again in a moment.");
    error.retry_after = seconds{1};
    return error;
}

/// One of few places, given back at the end.
class Place {
  public:
    explicit Place(std::atomic<int>& taken) : taken_(taken), is_free_(++taken <= most_blocked) {}
    ~Place() { --taken_; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    bool is_free() const { return is_free_; }

  private:
    std::atomic<int>& taken_;
    bool is_free_;
};

}  // namespace

BrokerDoor::BrokerDoor(const BrokerDesk& desk) : desk_(desk) {
    dialects_.emplace("agora", make_agora_dialect());
    dialects_.emplace("operator-bearer", make_operator_dialect());
    dialects_.emplace("respoke", make_respoke_dialect());
}

void BrokerDoor::use(std::vector<BrokerPtr> brokers) {
    brokers_.with([&](auto& all) { all.swap(brokers); });
}

std::vector<BrokerPtr> BrokerDoor::all() const {
    return brokers_.with([](const auto& all) { return all; });
}

Result<BrokerPtr> BrokerDoor::find(std::string_view name) const {
    std::vector<std::string> names;
    for (const auto& broker : all()) {
        if (broker->name == name) return broker;
        names.push_back(broker->name);
    }
    const auto guess = did_you_mean(name, names);
    return fail(ErrorKind::not_found, "", "There is no broker \"" + printable(name, 64) + "\".",
                guess ? "Did you mean " + *guess + "?" : "", "roadcase broker list");
}

const BrokerDialect& BrokerDoor::dialect_of(const Broker& broker) const {
    return *dialects_.find(brokers::kind_of(broker))->second;
}

std::optional<BrokerDoor::Address> BrokerDoor::whose(const Request& request) const {
    return brokers_.with([&](const auto& all) {
        std::optional<Address> found;
        for (const auto& broker : all) {
            const std::string_view path = request.path;
            if (!path.starts_with(broker->path)) continue;
            const auto rest = path.substr(broker->path.size());
            if (!rest.starts_with('/') || !dialect_of(*broker).owns(*broker, rest)) continue;
            if (!found || broker->path.size() > found->broker->path.size()) found = Address{broker, rest};
        }
        return found;
    });
}

template <class Answer, class Refusal>
Response BrokerDoor::let_in(const Broker& broker, const Request& request, Answer answer, Refusal refusal) {
    const auto page = desk_.page_of(broker, request);
    if (!page) return refusal(page.error());
    const auto respond = [&] {
        if (request.method == "OPTIONS" && !page->empty()) return preflight();
        const auto caller = desk_.identify(broker, request, *page);
        if (!caller) return refusal(caller.error());
        if (broker.problem) return refusal(caller->is_owner ? *broker.problem : not_ready(broker));
        if (!BrokerDesk::blocks(broker)) return answer(*caller);
        if (!request.may_block) return later();
        const Place place(blocked_);
        if (place.is_free()) return answer(*caller);
        const auto now = std::chrono::steady_clock::now();
        const bool may_wait = request.may_wait && now < request.received + patience;
        return may_wait ? wait_for("a place at the brokers", now + glance) : refusal(too_many(broker));
    };
    auto response = respond();
    if (!page->empty() && !is_later(response) && !response.wait) allow_page(response, *page);
    return response;
}

std::optional<Response> BrokerDoor::answer(const Request& request, const Authorities& names) {
    const auto address = whose(request);
    if (!address) return std::nullopt;
    if (auto refused = refuse(request, {RouteTraits::Caller::broker, false}, names)) return refused;
    const auto& [broker, path] = *address;
    const auto& dialect = dialect_of(*broker);
    return let_in(
        *broker, request,
        [&, &broker = *broker, &path = path](const BrokerCaller& caller) {
            return dialect.answer({desk_, broker, caller, request}, path);
        },
        [&, &broker = *broker, &path = path](const Error& error) {
            return dialect.refusal(broker, path, error);
        });
}

// Which brokers there are is told to those that may ask one only.
Error BrokerDoor::unknown(const Request& request, const std::string& name, const Error& error) const {
    Broker none;
    none.name = name;
    const auto page = desk_.page_of(none, request);
    if (!page) return page.error();
    const auto caller = desk_.identify(none, request, *page);
    return caller ? error : caller.error();
}

Response BrokerDoor::act(const Request& request, const std::string& name, const std::string& action) {
    const auto refusal = [&](const Error& error) { return problem(error, request.path); };
    const auto broker = find(name);
    if (!broker) return refusal(unknown(request, name, broker.error()));
    return let_in(
        **broker, request,
        [&](const BrokerCaller& caller) {
            const auto fields = broker_fields(request);
            if (!fields) return refusal(fields.error());
            const auto made = dialect_of(**broker).act({desk_, **broker, caller, request}, action, *fields);
            return made ? json(200, *made) : refusal(made.error());
        },
        refusal);
}

}  // namespace roadcase::server
