#include "server/event_feed.h"

#include <algorithm>

#include "core/json.h"

namespace roadcase::server {
namespace {

constexpr std::size_t events_at_once = 100;

/// A record as far as a key must know it, when the account itself is gone.
store::AccountRecord last_known(const accounts::Event& event) {
    store::AccountRecord record;
    record.id = event.account_id;
    if (const auto ref = accounts::parse_reference(event.account)) {
        record.client = ref->client;
        record.name = ref->name;
    }
    return record;
}

void put(OrderedJson& data, const char* name, const std::string& value) {
    if (!value.empty()) data[name] = value;
}

std::string written(std::int64_t id, std::string_view kind, const OrderedJson& data, EventForm form) {
    if (form == EventForm::sse)
        return "id: " + std::to_string(id) + "\nevent: " + std::string(kind) + "\ndata: " + dump(data) +
               "\n\n";
    OrderedJson line{{"id", id}, {"event", kind}};
    line.update(data);
    return dump(line) + "\n";
}

}  // namespace

bool EventFilter::wants(const accounts::Event& event) const {
    return accounts.empty() || std::any_of(accounts.begin(), accounts.end(), [&](const auto& wanted) {
               return wanted == event.account_id || wanted == event.account;
           });
}

std::string event_text(const accounts::NumberedEvent& event, EventForm form, bool for_owner) {
    const auto& what = event.event;
    OrderedJson data = OrderedJson::object();
    put(data, "account", what.account);
    put(data, "code", what.code);
    put(data, "action_url", what.action_url);
    if (what.expires_at) data["expires_at"] = rfc3339(*what.expires_at);
    data["at"] = rfc3339(event.at);
    if (for_owner) put(data, "text", what.text);
    return written(event.id, what.kind, data, form);
}

std::string lost_text(std::int64_t after, std::int64_t first, Time now, EventForm form) {
    return written(first - 1, "events.lost", {{"after", after}, {"first", first}, {"at", rfc3339(now)}},
                   form);
}

EventFeed::EventFeed(const ApiWorld& world, const accounts::EventLog& log, Listener listener,
                     std::int64_t after)
    : world_(world), log_(log), listener_(std::move(listener)), after_(after) {
    listener_.request.again = true;
    // The connection may be gone, and its descriptor another's, while a piece is made.
    listener_.request.peer.same_user = [] { return false; };
}

bool EventFeed::is_still_allowed() {
    if (listener_.caller.is_owner()) return true;
    auto caller = world_.callers.identify(listener_.request);
    if (!caller || caller->is_owner()) return false;
    listener_.caller = std::move(*caller);
    return true;
}

Feed::Piece EventFeed::next(bool quiet) {
    if (!is_still_allowed()) return {{}, false, true};
    const auto form = listener_.form;
    const auto part = log_.after(after_, events_at_once);
    std::string bytes;
    if (part.gap) {
        const auto first = part.last + 1 - static_cast<std::int64_t>(part.events.size());
        bytes += lost_text(after_, first, world_.clock.now(), form);
    }
    for (const auto& event : part.events)
        if (listener_.filter.wants(event->event) && may_hear(event->event))
            bytes += event_text(*event, form, listener_.caller.is_owner());
    after_ = part.last;
    if (quiet && bytes.empty()) bytes = form == EventForm::sse ? ": keep-alive\n\n" : "\n";
    return {std::move(bytes), part.events.size() == events_at_once, false};
}

bool EventFeed::may_hear(const accounts::Event& event) const {
    if (listener_.caller.is_owner()) return true;
    if (event.account_id.empty()) return event.kind.starts_with("provider.");
    accounts::Reference ref;
    ref.id = event.account_id;
    const auto record = world_.accounts.find(ref);
    return accounts::Keys::may_ask(*listener_.caller.key, record ? *record : last_known(event)).has_value();
}

}  // namespace roadcase::server
