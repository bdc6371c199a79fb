#include "server/respoke_asking.h"

#include <thread>

#include "core/text.h"
#include "server/body_fields.h"
#include "server/remote_wish.h"

namespace roadcase::server {
namespace {

using brokers::Broker;
using brokers::refused_here;
using brokers::Remote;
using brokers::RespokeSettings;

/// Whoever waits for a turn looks so often whether the process ends.
constexpr milliseconds glance{50};

const RespokeSettings& settings_of(const Broker& broker) {
    return broker.as<RespokeSettings>();
}

std::string service_of(const Broker& broker) {
    return settings_of(broker).base_url + " " + settings_of(broker).app_id;
}

Error asked_too_often(milliseconds wait) {
    auto error =
        make_error(ErrorKind::slow_down, "", "This broker's service is asked too often.",
                   "It takes ten requests a second, and others wait already.", "Ask again in a moment.");
    error.retry_after = std::chrono::ceil<seconds>(wait);
    return error;
}

Status same(const Json& fields, const std::string& name, const std::string& ours) {
    const auto theirs = optional_text(fields, name);
    if (!theirs) return fail(theirs.error());
    if (theirs->empty() || iequals(*theirs, ours)) return {};
    return fail(ErrorKind::denied, "E510", "This broker has another \"" + name + "\".", "",
                "Leave it out: the broker knows its own.");
}

Status check_what_is_fixed(const Broker& broker, const Json& fields) {
    const auto& settings = settings_of(broker);
    return check_respoke_app(broker, fields)
        .and_then([&] { return same(fields, "roleId", settings.role_id); })
        .and_then([&] { return same(fields, "roleName", settings.role_name); });
}

Result<BrokerAsk> ask_of(const Broker& broker, const Json& fields) {
    if (!fields.empty())
        if (auto known = only_fields(fields, {"endpointId", "user", "ttl", "appId", "roleId", "roleName"});
            !known)
            return fail(std::move(known.error()));
    if (auto fits = check_what_is_fixed(broker, fields); !fits) return fail(std::move(fits.error()));
    auto endpoint = wished_name(fields, {"endpointId", "user"});
    if (!endpoint) return fail(endpoint.error());
    const auto ttl = wished_ttl(fields);
    if (!ttl) return fail(ttl.error());
    const auto role = brokers::respoke_role(settings_of(broker));
    return BrokerAsk{{{broker.name, *endpoint, role}}, *endpoint, *ttl, {}};
}

/// Who it is for may come from the permission check, so it is looked at last.
Status check_endpoint(const std::string& endpoint) {
    if (endpoint.empty()) return fail(wrong_field("endpointId", "must say who the token is for"));
    if (endpoint.find(' ') != std::string::npos) return fail(wrong_field("endpointId", "must hold no blank"));
    return {};
}

}  // namespace

Status check_respoke_app(const Broker& broker, const Json& fields) {
    return same(fields, "appId", settings_of(broker).app_id);
}

bool RespokeAsking::shows_all(const BrokerCall& call, const std::string& endpoint) {
    if (call.caller.is_owner) return true;
    return call.caller.key &&
           brokers::any_allows(call.caller.key->brokers, {call.broker.name, endpoint, "full"});
}

Status RespokeAsking::wait_for_turn(const BrokerCall& call) const {
    const auto turn = pace_.take(service_of(call.broker), call.desk.clock().since_boot());
    if (!turn.given) return fail(asked_too_often(turn.wait));
    for (auto left = turn.wait; left > milliseconds{0} && !call.desk.transport().is_closed(); left -= glance)
        std::this_thread::sleep_for(std::min(left, glance));
    return {};
}

Remote<http::Response> RespokeAsking::ask(const BrokerCall& call, const http::Request& request) const {
    const auto& clock = call.desk.clock();
    auto answer =
        brokers::ask_remote(request, {call.desk.transport(), clock, [&] { return wait_for_turn(call); }});
    if (answer && answer->status == 429) {
        const auto wait =
            brokers::read_done(*answer, brokers::Credential::ours, clock.now()).error().error.retry_after;
        pace_.told_to_wait(service_of(call.broker), clock.since_boot(), wait.value_or(seconds{1}));
    }
    return answer;
}

Remote<RespokeAsking::Made> RespokeAsking::token(const BrokerCall& call, const Json& fields) const {
    const auto wish = ask_of(call.broker, fields);
    if (!wish) return refused_here(wish.error());
    const auto terms = call.desk.approve(call.broker, call.caller, call.request, *wish);
    if (!terms) return refused_here(terms.error());
    if (auto good = check_endpoint(terms->user); !good) return refused_here(good.error());
    const auto request =
        brokers::respoke_token_request(settings_of(call.broker), call.broker.secret, terms->user, terms->ttl);
    auto token = ask(call, request).and_then([&](const auto& answer) {
        return brokers::read_respoke_token(answer, call.desk.clock().now());
    });
    if (!token) return tl::make_unexpected(noted(call, std::move(token.error())));
    call.desk.note_minted(call.broker, call.caller, "a token for " + printable(terms->user, 64));
    return Made{*terms, std::move(*token)};
}

Remote<OrderedJson> RespokeAsking::with_own(const BrokerCall& call, const http::Request& request,
                                            ReadObject* read, const char* what) const {
    const auto allowed = call.desk.approve(call.broker, call.caller, call.request, {});
    if (!allowed) return refused_here(allowed.error());
    auto given = ask(call, request).and_then([&](const auto& answer) {
        return read(answer, call.desk.clock().now());
    });
    if (!given) return tl::make_unexpected(noted(call, std::move(given.error())));
    call.desk.note_minted(call.broker, call.caller, what);
    return given;
}

Remote<OrderedJson> RespokeAsking::session(const BrokerCall& call, const Secret& token_id) const {
    return with_own(call, brokers::respoke_session_request(settings_of(call.broker), token_id),
                    brokers::read_respoke_session, "a session");
}

Remote<OrderedJson> RespokeAsking::turn(const BrokerCall& call, const Secret& app_token) const {
    return with_own(call, brokers::respoke_turn_request(settings_of(call.broker), app_token),
                    brokers::read_respoke_turn, "credentials for a TURN server");
}

Remote<void> RespokeAsking::end_session(const BrokerCall& call, const Secret& app_token) const {
    const auto allowed = call.desk.approve(call.broker, call.caller, call.request, {});
    if (!allowed) return refused_here(allowed.error());
    const auto request = brokers::respoke_end_request(settings_of(call.broker), app_token);
    const auto now = call.desk.clock().now();
    return ask(call, request)
        .and_then(
            [&](const auto& answer) { return brokers::read_done(answer, brokers::Credential::callers, now); })
        .map_error([&](brokers::RemoteFailure failure) { return noted(call, std::move(failure)); });
}

}  // namespace roadcase::server
