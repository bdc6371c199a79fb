// Respoke's brokered authentication: the app secret stays here, endpoints get tokens. One address for the own
// client, and those of Respoke's own API that a client or a server library asks.
#include "server/respoke_asking.h"

#include "server/body_fields.h"
#include "server/reason_phrase.h"
#include "server/remote_wish.h"

namespace roadcase::server {
namespace {

using brokers::Broker;
using brokers::refused_here;
using brokers::Remote;
using brokers::RemoteFailure;

constexpr std::string_view tokens = "/v1/tokens";
constexpr std::string_view session_tokens = "/v1/session-tokens";
constexpr std::string_view turn = "/v1/turn";

bool is_route(const Broker& broker, std::string_view path) {
    return path == broker.as<brokers::RespokeSettings>().route;
}

/// What the service says of the caller's credential is mirrored; of ours it is no business of the caller.
int shown_status(const RemoteFailure& failure) {
    return failure.error.kind == ErrorKind::rejected ? 502 : status_of(failure);
}

/// As Respoke's own servers say it; on the own client's address as its sample broker does.
Response refused(const RemoteFailure& failure, bool on_route) {
    const auto status = shown_status(failure);
    OrderedJson body{{"error", failure.error.title}};
    if (on_route)
        body = {{"error", std::string(reason_phrase(status))},
                {"message", failure.error.title},
                {"statusCode", status}};
    auto response = json(status, body);
    if (const auto wait = failure.error.retry_after)
        response.headers.set("Retry-After", std::to_string(wait->count()));
    return response;
}

Response refused(Error error, bool on_route) {
    return refused(RemoteFailure{std::move(error), 0, true, {}}, on_route);
}

Remote<Json> said(const BrokerCall& call) {
    auto fields = said_in_body(call.request);
    if (!fields) return refused_here(std::move(fields.error()));
    return std::move(*fields);
}

Remote<Secret> app_token_of(const BrokerCall& call) {
    const auto token = call.request.headers.find("App-Token").value_or("");
    if (!brokers::is_respoke_token(token))
        return refused_here(make_error(ErrorKind::invalid_request, "", "This request has no App-Token.", "",
                                       "Send the session's token in the App-Token header."));
    return Secret(token);
}

Remote<Secret> token_id_of(const BrokerCall& call, const Json& fields) {
    auto token = only_fields(fields, {"tokenId", "appId"})
                     .and_then([&] { return check_respoke_app(call.broker, fields); })
                     .and_then([&] { return wished_secret(fields, "tokenId", brokers::is_respoke_token); });
    if (!token) return refused_here(std::move(token.error()));
    return std::move(*token);
}

Error full_refused() {
    return make_error(ErrorKind::denied, "E510", "This key may not see all that the service says of a token.",
                      "", "Use the broker's own address, or a key with a grant for the role full.");
}

class RespokeDialect final : public BrokerDialect {
  public:
    bool owns(const Broker& broker, std::string_view path) const override {
        return is_route(broker, path) || path == tokens || path == session_tokens || path == turn;
    }

    Response answer(const BrokerCall& call, std::string_view path) const override {
        const auto& method = call.request.method;
        const bool post = method == "POST";
        if (is_route(call.broker, path)) return post ? short_token(call) : wrong_method("POST");
        if (path == tokens) return post ? whole_token(call) : wrong_method("POST");
        if (path == turn) return post || method == "GET" ? turn_answer(call) : wrong_method("GET, POST");
        if (method == "DELETE") return end_answer(call);
        return post ? session_answer(call) : wrong_method("DELETE, POST");
    }

    Response refusal(const Broker& broker, std::string_view path, const Error& error) const override {
        return refused(error, is_route(broker, path));
    }

    Result<OrderedJson> act(const BrokerCall& call, std::string_view action,
                            const Json& fields) const override {
        if (action == "token") return made_token(call, fields);
        if (action == "session") return made_session(call, fields);
        if (action == "turn") return made_turn(call, fields);
        if (action == "end-session") return ended(call, fields);
        return no_such_action(action, "token, session, turn, end-session");
    }

  private:
    Response short_token(const BrokerCall& call) const {
        const auto made =
            said(call).and_then([&](const Json& fields) { return asking_.token(call, fields); });
        if (!made) return refused(made.error(), true);
        return json(200, {{"token", made->token.id.reveal()}});
    }

    Response whole_token(const BrokerCall& call) const {
        const auto fields = said(call);
        if (!fields) return refused(fields.error(), false);
        // Before the service is asked: a token that nobody gets would be one too many.
        if (!RespokeAsking::shows_all(call, string_at(*fields, "endpointId").value_or("")))
            return refused(full_refused(), false);
        const auto made = asking_.token(call, *fields);
        return made ? json(200, made->token.answer) : refused(made.error(), false);
    }

    Response session_answer(const BrokerCall& call) const {
        const auto session =
            said(call)
                .and_then([&](const Json& fields) { return token_id_of(call, fields); })
                .and_then([&](const Secret& token_id) { return asking_.session(call, token_id); });
        return session ? json(200, *session) : refused(session.error(), false);
    }

    Response turn_answer(const BrokerCall& call) const {
        const auto credentials = app_token_of(call).and_then(
            [&](const Secret& app_token) { return asking_.turn(call, app_token); });
        return credentials ? json(200, *credentials) : refused(credentials.error(), false);
    }

    Response end_answer(const BrokerCall& call) const {
        const auto done = app_token_of(call).and_then(
            [&](const Secret& app_token) { return asking_.end_session(call, app_token); });
        return done ? Response{204, {}, {}} : refused(done.error(), false);
    }

    Result<OrderedJson> made_token(const BrokerCall& call, const Json& fields) const {
        auto made = asking_.token(call, fields);
        if (!made) return told(std::move(made));
        OrderedJson answer{{"version", 1},
                           {"token", made->token.id.reveal()},
                           {"user", made->terms.user},
                           {"ttl", made->terms.ttl.count()}};
        if (RespokeAsking::shows_all(call, made->terms.user)) answer["answer"] = made->token.answer;
        return answer;
    }

    Result<OrderedJson> made_session(const BrokerCall& call, const Json& fields) const {
        const auto token = only_fields(fields, {"token"}).and_then([&] {
            return wished_secret(fields, "token", brokers::is_respoke_token);
        });
        if (!token) return fail(token.error());
        auto session = asking_.session(call, *token);
        if (!session) return told(std::move(session));
        return OrderedJson{{"version", 1}, {"app_token", (*session)["token"]}};
    }

    Result<OrderedJson> made_turn(const BrokerCall& call, const Json& fields) const {
        const auto token = app_token_in(fields);
        if (!token) return fail(token.error());
        auto credentials = asking_.turn(call, *token);
        if (!credentials) return told(std::move(credentials));
        OrderedJson answer{{"version", 1}};
        answer.update(*credentials);
        return answer;
    }

    Result<OrderedJson> ended(const BrokerCall& call, const Json& fields) const {
        const auto token = app_token_in(fields);
        if (!token) return fail(token.error());
        auto done = asking_.end_session(call, *token);
        if (!done) return told(std::move(done));
        return OrderedJson{{"version", 1}, {"ended", true}};
    }

    static Result<Secret> app_token_in(const Json& fields) {
        return only_fields(fields, {"app_token"}).and_then([&] {
            return wished_secret(fields, "app_token", brokers::is_respoke_token);
        });
    }

    RespokeAsking asking_;
};

}  // namespace

std::unique_ptr<BrokerDialect> make_respoke_dialect() {
    return std::make_unique<RespokeDialect>();
}

}  // namespace roadcase::server
