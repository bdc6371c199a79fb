#include <charconv>

#include "server/conditions.h"
#include "server/event_feed.h"
#include "server/routes_api.h"

namespace roadcase::server {
namespace {

/// How long an EventSource waits before it comes back.
constexpr std::string_view come_back_soon = "retry: 2000\n\n";
constexpr std::size_t most_accounts = 64;

Error wrong_id() {
    return make_error(ErrorKind::invalid_request, "", "Last-Event-ID must be the number of an event.",
                      "Events after it are told again, as far as they are kept.",
                      "Leave it out to hear what happens from now on.");
}

Error no_server() {
    return make_error(ErrorKind::unreachable, "", "Events are told while a server runs, and none does.", "",
                      "Start it: roadcase serve");
}

/// Where the listener left off: the header, else the query, for those who cannot set headers; else now.
Result<std::int64_t> start_of(const Request& request, const accounts::EventLog& events) {
    const auto in_header = request.headers.find("Last-Event-ID");
    const auto text = in_header ? std::string(*in_header) : request.query.get("last_event_id").value_or("");
    if (text.empty()) return events.last_id();
    std::int64_t id = -1;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc{} || rest != text.data() + text.size() || id < 0) return fail(wrong_id());
    return id;
}

/// The accounts of ?account=. One of a client to which nobody has signed in yet is waited for by its name.
Result<EventFilter> filter_of(const ApiWorld& world, const ApiCaller& caller, const Request& request) {
    EventFilter filter;
    for (const auto& [name, value] : request.query) {
        if (name != "account") continue;
        const auto record = account_for(world, caller, value);
        const bool to_come = !record && record.error().kind == ErrorKind::needs_authorization;
        if (!record && !to_come) return fail(record.error());
        filter.accounts.push_back(record ? accounts::reference_of(*record) : value);
        if (record) filter.accounts.push_back(record->id);
        if (filter.accounts.size() > 2 * most_accounts)
            return fail(ErrorKind::invalid_request, "", "That are too many accounts for one stream.",
                        "At most " + std::to_string(most_accounts) + " can be named.",
                        "Name none to hear of all.");
    }
    return filter;
}

Response listen(const ApiWorld& world, const accounts::EventLog& events, const Request& request) {
    const auto caller = world.callers.identify(request);
    if (!caller) return caller.error();
    const auto filter = filter_of(world, *caller, request);
    if (!filter) return problem_for(world, filter.error(), request);
    const auto start = start_of(request, events);
    if (!start) return problem(start.error(), request.path);
    if (!request.may_wait) return problem(no_server(), request.path);
    const auto type = chosen_type(request, {"text/event-stream", "application/x-ndjson"});
    const auto form = type == "text/event-stream" ? EventForm::sse : EventForm::ndjson;
    auto response = stream(
        type, std::make_shared<EventFeed>(world, events, Listener{request, *caller, *filter, form}, *start));
    response.headers.set("Last-Event-ID", std::to_string(*start));
    if (form == EventForm::sse) response.body = come_back_soon;
    return response;
}

}  // namespace

void add_event_routes(Router& router, const ApiWorld& world, const accounts::EventLog& events) {
    router.on("GET", "/api/v1/events", {RouteTraits::Caller::script, false},
              [world, &events](const Request& request, const PathValues&) {
                  return listen(world, events, request);
              });
}

}  // namespace roadcase::server
