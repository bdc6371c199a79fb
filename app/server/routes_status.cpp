#include <algorithm>
#include <charconv>
#include <limits>

#include "server/account_list.h"
#include "server/api_json.h"
#include "server/routes_api.h"

namespace roadcase::server {
namespace {

constexpr std::size_t activity_at_once = 1000;
constexpr std::size_t activity_by_default = 100;
constexpr std::size_t all_activity = 10'000;  ///< the store keeps no more

/// Every state is there, also with nobody in it, so that a status bar needs no case for what is missing.
OrderedJson states_json(const ApiWorld& world, const std::vector<store::AccountRecord>& records) {
    OrderedJson states = OrderedJson::object();
    for (const auto& state : account_states()) states[state] = 0;
    for (const auto& record : records) {
        const auto state = world.accounts.is_renewing(record.id)
                               ? std::string("renewing")
                               : std::string(accounts::shown_status(record, world.clock.now()));
        states[state] = states[state].get<int>() + 1;
    }
    return states;
}

Response status(const ApiWorld& world, const Request& request) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto records = world.accounts.list();
    if (!records) return problem(records.error(), request.path);
    auto states = states_json(world, *records);
    const auto writable = world.store.check_writable();
    OrderedJson problems = OrderedJson::array();
    if (world.problems)
        for (const auto& each : world.problems()) problems.push_back(warning_json(each));
    auto waiting = states["needs_authorization"];
    return json(200, {{"version", 1},
                      {"server", world.is_server},
                      {"url", world.public_url},
                      {"accounts", records->size()},
                      {"needs_authorization", std::move(waiting)},
                      {"states", std::move(states)},
                      {"keys", key_counts(world)},
                      {"store", writable ? "ok" : writable.error().title},
                      {"problems", std::move(problems)}});
}

/// Numbers fall from the newest to the oldest: a page goes on below the one it ended with.
Result<std::int64_t> below(const http::Params& query) {
    const auto place = place_of(query);
    if (!place) return fail(place.error());
    if (place->empty()) return std::numeric_limits<std::int64_t>::max();
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(place->data(), place->data() + place->size(), id);
    if (error != std::errc{} || end != place->data() + place->size() || id < 1) return fail(wrong_cursor());
    return id;
}

/// As it is called in the list: by the account's name when it is there, else by what was asked for.
std::string account_of(const ApiWorld& world, const http::Params& query) {
    const auto wanted = query.get("account").value_or("");
    const auto record = accounts::parse_reference(wanted).and_then(
        [&](const accounts::Reference& ref) { return world.accounts.find(ref); });
    return record ? accounts::reference_of(*record) : wanted;
}

Response activity(const ApiWorld& world, const Request& request) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto wanted = limit_of(request.query, activity_at_once);
    if (!wanted) return problem(wanted.error(), request.path);
    const auto limit = wanted->value_or(activity_by_default);
    const auto end = below(request.query);
    if (!end) return problem(end.error(), request.path);
    const bool is_chosen = request.query.get("account") || request.query.get("cursor");
    const auto records = world.store.activity(is_chosen ? all_activity : limit + 1);
    if (!records) return problem(records.error(), request.path);
    const auto account = account_of(world, request.query);
    OrderedJson list = OrderedJson::array();
    OrderedJson next = nullptr;
    std::int64_t last = 0;
    for (const auto& record : *records) {
        if (record.id >= *end || (!account.empty() && record.account != account)) continue;
        if (list.size() == limit) {
            next = cursor_for(std::to_string(last));
            break;
        }
        last = record.id;
        list.push_back(activity_json(record));
    }
    return json(200, {{"version", 1}, {"activity", std::move(list)}, {"next_cursor", std::move(next)}});
}

Response healthz(const Request&, const PathValues&) {
    return json(200, {{"status", "ok"}});
}

/// Without a word about why: anyone may ask.
Response readyz(const ApiWorld& world, const Request& request) {
    if (!request.may_block) return later();
    if (world.store.check_writable()) return json(200, {{"status", "ready"}});
    return json(503, {{"status", "not_ready"}});
}

}  // namespace

void add_status_routes(Router& router, const ApiWorld& world) {
    const RouteTraits script{RouteTraits::Caller::script, false};
    const RouteTraits anyone{RouteTraits::Caller::anyone, false};
    router.on("GET", "/api/v1/status", script,
              [world](const Request& r, const PathValues&) { return status(world, r); });
    router.on("GET", "/api/v1/activity", script,
              [world](const Request& r, const PathValues&) { return activity(world, r); });
    router.on("GET", "/healthz", anyone, healthz);
    router.on("GET", "/readyz", anyone,
              [world](const Request& r, const PathValues&) { return readyz(world, r); });
}

}  // namespace roadcase::server
