#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "store/records.h"

namespace roadcase::accounts {

/// What happened, for the log, the activity list, event streams and hooks. Holds no secret, ever.
struct Event {
    std::string kind;  ///< account.connected, account.needs_authorization, account.expiring,
                       ///< account.removed, account.paused, account.resumed, account.renamed,
                       ///< account.scopes_lost, token.renewed, provider.down, provider.up,
                       ///< key.first_used, key.created, key.changed, key.revoked, key.refused, flow.started,
                       ///< flow.done, flow.failed, config.reloaded, store.degraded, link.changed,
                       ///< link.failed, link.fresh, link.waiting, broker.minted, broker.failed
    std::string account;                  ///< reference; of a sign-in without an account the client's name
    std::string text;                     ///< one sentence for people
    std::string account_id = {};          ///< "acc_…"; empty: it is about no account
    std::string code = {};                ///< what is wrong, such as "E401"; may be empty
    std::string action_url = {};          ///< where a person mends it; may be empty
    std::optional<Time> expires_at = {};  ///< end of the access token
};

/// All kinds there are, for whoever chooses among them.
std::span<const std::string_view> event_kinds();

/// An event about this account as it stands now: reference, id, problem code and end of its token filled in.
Event about(std::string kind, const store::AccountRecord& record, std::string text);

struct NumberedEvent {
    std::int64_t id = 0;  ///< one more than that of the event before
    Time at{};
    Event event;
};
using EventPtr = std::shared_ptr<const NumberedEvent>;

/// The events of this process, numbered; the newest are kept for whoever comes back. Thread-safe.
class EventLog {
  public:
    explicit EventLog(const Clock& clock, std::size_t kept = 1'000) : clock_(clock), kept_(kept) {}

    /// Before the first event: ids go on after this one, so that those of an earlier process are not given
    /// twice.
    void continue_after(std::int64_t id);
    /// Numbers and keeps it, then tells all subscribers, on this thread.
    EventPtr publish(Event event);

    struct Part {
        std::vector<EventPtr> events;  ///< in their order
        bool gap = false;              ///< some before the first of them are not kept any more
        std::int64_t last = 0;         ///< go on after this one
    };
    /// What came after that id, at most so many. An id that was never given counts as a gap.
    Part after(std::int64_t id, std::size_t at_most) const;
    std::int64_t last_id() const;

    /// Called for every event from now on, in the order of the ids and one at a time. It must be quick and
    /// must not publish.
    void subscribe(std::function<void(const EventPtr&)> listener);

  private:
    EventPtr keep(Event event);

    const Clock& clock_;
    const std::size_t kept_;
    mutable std::mutex ring_mutex_;
    std::deque<EventPtr> ring_;  ///< oldest first
    std::int64_t last_id_ = 0;
    std::mutex publishing_;  ///< taken before ring_mutex_, so that listeners hear in order
    std::vector<std::function<void(const EventPtr&)>> listeners_;
};

}  // namespace roadcase::accounts
