// A service that makes tokens for whoever shows the operator's bearer token, which stays here.
#include "brokers/operator_bearer.h"
#include "core/text.h"
#include "server/body_fields.h"
#include "server/broker_dialect.h"
#include "server/remote_wish.h"

namespace roadcase::server {
namespace {

using brokers::Broker;
using brokers::OperatorSettings;
using brokers::refused_here;
using brokers::Remote;
using brokers::RemoteFailure;

struct Made {
    brokers::Terms terms;
    OrderedJson answer;  ///< the service's
};

struct Wish {
    BrokerAsk ask;
    Json extra = Json::object();
};

const OperatorSettings& settings_of(const Broker& broker) {
    return broker.as<OperatorSettings>();
}

/// What the caller sets in the body of the request to the service; any other field is an error.
Result<Json> passed(const OperatorSettings& settings, const Json& fields) {
    const std::vector<std::string> ours{"ttl", "scopes", "userId", "user"};
    auto known = ours;
    auto extra = Json::object();
    for (const auto& member : settings.pass) {
        if (!brokers::may_pass(settings, member)) continue;
        known.push_back(member);
        if (const auto* value = find(fields, member)) extra[member] = *value;
    }
    if (fields.empty()) return extra;
    return only_fields(fields, known).transform([&] { return extra; });
}

Result<Wish> wish_of(const Broker& broker, const Json& fields) {
    auto extra = passed(settings_of(broker), fields);
    if (!extra) return fail(extra.error());
    auto user = wished_name(fields, {"userId", "user"});
    if (!user) return fail(user.error());
    const auto ttl = wished_ttl(fields);
    if (!ttl) return fail(ttl.error());
    auto scopes = wished_scopes(fields);
    if (!scopes) return fail(scopes.error());
    if (scopes->empty()) *scopes = settings_of(broker).scopes;
    if (scopes->empty())
        return fail(ErrorKind::invalid_request, "", "No scope was asked for.", "",
                    R"(Name them: {"scopes": ["viewer"]}.)");
    Wish wish{{{}, *user, *ttl, *scopes}, std::move(*extra)};
    for (const auto& scope : *scopes) wish.ask.subjects.push_back({broker.name, *user, scope});
    return wish;
}

std::string named(const brokers::Terms& terms) {
    const auto who = terms.user.empty() ? std::string("anybody") : printable(terms.user, 64);
    return "a token for " + who + " with " + printable(join(terms.scopes, ", "), 160);
}

Remote<Made> create(const BrokerCall& call, const Json& fields) {
    const auto wish = wish_of(call.broker, fields);
    if (!wish) return refused_here(wish.error());
    const auto terms = call.desk.approve(call.broker, call.caller, call.request, wish->ask);
    if (!terms) return refused_here(terms.error());
    const auto& clock = call.desk.clock();
    const auto request =
        brokers::operator_create_request(settings_of(call.broker), call.broker.secret, *terms, wish->extra);
    auto token =
        brokers::ask_remote(request, {call.desk.transport(), clock}).and_then([&](const auto& answer) {
            return brokers::read_operator_token(answer, clock.now());
        });
    if (!token) return tl::make_unexpected(noted(call, std::move(token.error())));
    call.desk.note_minted(call.broker, call.caller, named(*terms));
    return Made{*terms, std::move(*token)};
}

/// Whoever may ask this broker for anything and has a token may end it.
Remote<void> revoke(const BrokerCall& call, const Json& fields) {
    const auto doomed = only_fields(fields, {"token"}).and_then([&] {
        return wished_secret(fields, "token", brokers::is_operator_token);
    });
    if (!doomed) return refused_here(doomed.error());
    const auto allowed = call.desk.approve(call.broker, call.caller, call.request, {});
    if (!allowed) return refused_here(allowed.error());
    const auto& clock = call.desk.clock();
    const auto request =
        brokers::operator_delete_request(settings_of(call.broker), call.broker.secret, *doomed);
    return brokers::ask_remote(request, {call.desk.transport(), clock})
        .and_then([&](const auto& answer) { return brokers::read_operator_deleted(answer, clock.now()); })
        .map_error([&](RemoteFailure failure) { return noted(call, std::move(failure)); });
}

/// Its status is mirrored, its body hidden; what was wrong here is said.
Response refused(const RemoteFailure& failure, std::string_view path) {
    if (failure.here) return refusal(path, failure.error);
    auto response = text(status_of(failure), "internal auth error");
    if (const auto wait = failure.error.retry_after)
        response.headers.set("Retry-After", std::to_string(wait->count()));
    return response;
}

class OperatorDialect final : public BrokerDialect {
  public:
    bool owns(const Broker& broker, std::string_view path) const override {
        return path == settings_of(broker).route;
    }

    Response answer(const BrokerCall& call, std::string_view path) const override {
        if (call.request.method != "POST" && call.request.method != "DELETE")
            return wrong_method("DELETE, POST");
        const auto fields = said_in_body(call.request);
        if (!fields) return server::refusal(path, fields.error());
        if (call.request.method == "DELETE") {
            const auto done = revoke(call, *fields);
            return done ? Response{204, {}, {}} : refused(done.error(), path);
        }
        const auto made = create(call, *fields);
        return made ? json(200, made->answer) : refused(made.error(), path);
    }

    Response refusal(const Broker&, std::string_view path, const Error& error) const override {
        return server::refusal(path, error);
    }

    Result<OrderedJson> act(const BrokerCall& call, std::string_view action,
                            const Json& fields) const override {
        if (action == "token") {
            auto made = create(call, fields);
            if (!made) return told(std::move(made));
            return OrderedJson{{"version", 1},
                               {"token", made->answer["token"]},
                               {"user", made->terms.user},
                               {"ttl", made->terms.ttl.count()},
                               {"scopes", made->terms.scopes},
                               {"answer", made->answer}};
        }
        if (action == "revoke") {
            auto done = revoke(call, fields);
            if (!done) return told(std::move(done));
            return OrderedJson{{"version", 1}, {"revoked", true}};
        }
        return no_such_action(action, "token, revoke");
    }
};

}  // namespace

std::unique_ptr<BrokerDialect> make_operator_dialect() {
    return std::make_unique<OperatorDialect>();
}

}  // namespace roadcase::server
