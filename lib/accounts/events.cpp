#include "accounts/events.h"

#include <algorithm>
#include <array>

#include "accounts/reference.h"

namespace roadcase::accounts {
namespace {

constexpr std::array<std::string_view, 27> kinds{"account.connected", "account.needs_authorization",
                                                 "account.expiring",  "account.removed",
                                                 "account.paused",    "account.resumed",
                                                 "account.renamed",   "account.scopes_lost",
                                                 "token.renewed",     "provider.down",
                                                 "provider.up",       "key.first_used",
                                                 "key.created",       "key.changed",
                                                 "key.revoked",       "key.refused",
                                                 "flow.started",      "flow.done",
                                                 "flow.failed",       "config.reloaded",
                                                 "store.degraded",    "link.changed",
                                                 "link.failed",       "link.fresh",
                                                 "link.waiting",      "broker.minted",
                                                 "broker.failed"};

}  // namespace

std::span<const std::string_view> event_kinds() {
    return kinds;
}

Event about(std::string kind, const store::AccountRecord& record, std::string text) {
    Event event{std::move(kind), reference_of(record), std::move(text), record.id, record.problem_code};
    if (record.tokens) event.expires_at = record.tokens->expires_at;
    return event;
}

void EventLog::continue_after(std::int64_t id) {
    std::lock_guard lock(ring_mutex_);
    last_id_ = std::max(last_id_, id);
}

EventPtr EventLog::keep(Event event) {
    std::lock_guard lock(ring_mutex_);
    auto numbered =
        std::make_shared<const NumberedEvent>(NumberedEvent{++last_id_, clock_.now(), std::move(event)});
    ring_.push_back(numbered);
    if (ring_.size() > kept_) ring_.pop_front();
    return numbered;
}

EventPtr EventLog::publish(Event event) {
    std::lock_guard order(publishing_);
    const auto numbered = keep(std::move(event));
    for (const auto& listener : listeners_) listener(numbered);
    return numbered;
}

EventLog::Part EventLog::after(std::int64_t id, std::size_t at_most) const {
    std::lock_guard lock(ring_mutex_);
    const std::int64_t first = last_id_ + 1 - static_cast<std::int64_t>(ring_.size());
    Part part;
    part.gap = id < first - 1 || id > last_id_;
    const std::int64_t from = part.gap ? first : id + 1;
    auto next = ring_.begin() + (from - first);
    for (; next != ring_.end() && part.events.size() < at_most; ++next) part.events.push_back(*next);
    part.last = from - 1 + static_cast<std::int64_t>(part.events.size());
    return part;
}

std::int64_t EventLog::last_id() const {
    std::lock_guard lock(ring_mutex_);
    return last_id_;
}

void EventLog::subscribe(std::function<void(const EventPtr&)> listener) {
    std::lock_guard order(publishing_);
    listeners_.push_back(std::move(listener));
}

}  // namespace roadcase::accounts
