#include "server/broker_desk.h"

#include <algorithm>

#include "accounts/key_words.h"
#include "accounts/local_secret.h"
#include "core/text.h"
#include "server/broker_permission.h"

namespace roadcase::server {
namespace {

using brokers::Broker;

/// How many requests of callers without a key are looked at for each token that they may have.
constexpr std::int64_t requests_per_token = 10;

Error foreign_page() {
    return make_error(
        ErrorKind::denied, "E506", "A web page that is not listed asked for a token.",
        "A broker answers pages of the origins in its list only, and only while somebody says which of "
        "their visitors may have a token.",
        "If the page is yours: origins and permission_url in the broker's section of config.toml.");
}

Error needs_key(const Broker& broker) {
    return make_error(ErrorKind::unauthorized_key, "E503", "This request brought no API key.",
                      "Send it as X-API-Key.",
                      "roadcase key create NAME --broker '" + broker.name + "/CHANNEL/ROLE'");
}

Error not_granted(const Broker& broker, const brokers::Subject& subject) {
    const auto role = printable(subject.role, 64);
    const auto place = subject.place.empty() ? std::string() : " for " + printable(subject.place, 80);
    return make_error(ErrorKind::denied, "E510",
                      "The broker " + broker.name + " does not give " + role + place + " to this caller.",
                      "Its own settings and the grants of a key decide.",
                      "roadcase key create NAME --broker '" + broker.name + "/CHANNEL/ROLE'");
}

/// A key of ours; any other bearer belongs to whoever the broker asks for permission.
Secret own_key(const Request& request) {
    auto key = presented_key(request);
    const bool ours = request.headers.find("X-API-Key") || key.reveal().starts_with(accounts::key_prefix);
    return ours ? key : Secret();
}

bool is_listed(const std::vector<std::string>& origins, std::string_view origin) {
    return std::find(origins.begin(), origins.end(), origin) != origins.end();
}

}  // namespace

Result<std::string> BrokerDesk::page_of(const Broker& broker, const Request& request) const {
    if (request.peer.kind != Peer::Kind::tcp) return std::string();
    if (request.headers.count("Origin") == 0) {
        const auto site = request.headers.find("Sec-Fetch-Site").value_or("none");
        // Images, scripts and links of other sites bring no Origin.
        if (site == "none" || site == "same-origin") return std::string();
        return fail(foreign_page());
    }
    const auto origin = std::string(request.headers.find("Origin").value_or(""));
    const bool asked = broker.policy.permission.is_asked();
    if (request.headers.count("Origin") > 1 || !asked || !is_listed(broker.policy.origins, origin))
        return fail(foreign_page());
    return origin;
}

Result<BrokerCaller> BrokerDesk::identify(const Broker& broker, const Request& request,
                                          const std::string& page) const {
    if (request.peer.kind != Peer::Kind::tcp) return BrokerCaller{"terminal", nullptr, true, {}};
    const auto key = own_key(request);
    return key.empty() ? page_or_computer(broker, request, page) : with_key(broker, request, key, page);
}

Result<BrokerCaller> BrokerDesk::page_or_computer(const Broker& broker, const Request& request,
                                                  std::string origin) const {
    if (origin.empty() && (broker.policy.require_key || !request.peer.same_user()))
        return fail(needs_key(broker));
    // Whoever is refused may not use up what others have; but not without end either.
    if (!request.again)
        if (const auto turn = take_turn(broker, "requests", requests_per_token * broker.policy.per_minute);
            !turn)
            return fail(turn.error());
    auto who = origin.empty() ? std::string("this computer") : "a page of " + origin;
    return BrokerCaller{std::move(who), nullptr, false, std::move(origin)};
}

Result<BrokerCaller> BrokerDesk::with_key(const Broker& broker, const Request& request, const Secret& key,
                                          std::string origin) const {
    auto known = world_.callers.key_of(key, request);
    if (!known) return fail(known.error());
    if (!brokers::names_broker((*known)->brokers, broker.name)) {
        world_.keys.note_refusal(**known, "the broker " + broker.name);
        return fail(accounts::key_refused());
    }
    const auto& pages = (*known)->origins;
    if (!origin.empty() && !pages.empty() && !is_listed(pages, origin)) return fail(foreign_page());
    return BrokerCaller{"the key " + (*known)->name, std::move(*known), false, std::move(origin)};
}

Status BrokerDesk::take_turn(const Broker& broker, const char* of, std::int64_t per_minute) const {
    const auto now = world_.clock.since_boot();
    const auto wait = turns_.with([&](auto& all) {
        auto& turns = all[of + (" " + broker.name)];
        if (turns.per_minute != per_minute) turns = {per_minute, accounts::Allowance(per_minute)};
        return turns.left.take(now);
    });
    if (wait <= milliseconds{0}) return {};
    auto error = make_error(ErrorKind::slow_down, "", "The broker " + broker.name + " is asked too often.",
                            "Callers without a key have had all its tokens of this minute.",
                            "Wait as long as Retry-After says, or set per_minute for the broker.");
    error.retry_after = std::chrono::ceil<seconds>(wait);
    return fail(std::move(error));
}

Result<Approval> BrokerDesk::approve(const Broker& broker, const BrokerCaller& caller, const Request& request,
                                     const BrokerAsk& ask) const {
    const auto& policy = broker.policy;
    for (const auto& subject : ask.subjects) {
        const bool offered = brokers::any_matches(policy.places, subject.place) &&
                             brokers::any_matches(policy.roles, subject.role);
        const bool granted = !caller.key || brokers::any_allows(caller.key->brokers, subject);
        if (offered && granted) continue;
        if (caller.key) world_.keys.note_refusal(*caller.key, "the broker " + broker.name);
        return fail(not_granted(broker, subject));
    }
    Approval approval{ask.user, std::min(ask.ttl.value_or(policy.default_ttl), policy.max_ttl), ask.scopes};
    if (caller.key && caller.key->max_ttl > 0)
        approval.ttl = std::min(approval.ttl, seconds{caller.key->max_ttl});
    const bool ask_others = !caller.is_owner && policy.permission.is_asked();
    auto allowed = ask_others ? narrowed(broker, caller, request, ask, std::move(approval))
                              : Result<Approval>(std::move(approval));
    if (!allowed || caller.is_owner || caller.key) return allowed;
    if (const auto turn = take_turn(broker, "tokens", policy.per_minute); !turn) return fail(turn.error());
    return allowed;
}

Result<Approval> BrokerDesk::narrowed(const Broker& broker, const BrokerCaller& caller,
                                      const Request& request, const BrokerAsk& ask, Approval approval) const {
    const brokers::PermissionQuestion question{broker.name, ask.subjects, approval, caller.origin,
                                               caller.key ? caller.key->name : std::string()};
    return ask_permission(broker.policy.permission, question, request.headers, world_.transport)
        .map_error([&](Error error) {
            if (error.kind == ErrorKind::unavailable) note_failed(broker, error);
            return error;
        })
        .and_then([&](const brokers::PermissionAnswer& answer) {
            return brokers::narrow(std::move(approval), ask.subjects, answer);
        });
}

bool BrokerDesk::blocks(const Broker& broker) {
    return broker.policy.permission.is_asked() ||
           !std::holds_alternative<brokers::AgoraSettings>(broker.settings);
}

void BrokerDesk::note_failed(const Broker& broker, const Error& why) const {
    if (world_.failed) world_.failed(broker.name, why);
}

void BrokerDesk::note_minted(const Broker& broker, const BrokerCaller& caller,
                             const std::string& what) const {
    if (world_.minted) world_.minted(broker.name, what, caller.who);
}

}  // namespace roadcase::server
