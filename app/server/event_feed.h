#pragma once

#include <string>
#include <vector>

#include "accounts/events.h"
#include "server/routes_api.h"

namespace roadcase::server {

enum class EventForm { sse, ndjson };

/// What a listener may and wants to hear.
struct EventFilter {
    /// Accounts that were asked for, by id or, for one to come, by reference; empty: all.
    std::vector<std::string> accounts;

    bool wants(const accounts::Event& event) const;
};

/// The event in the form of the stream: id, kind, and data without a secret. `for_owner`: with the sentence
/// for people, which may name other accounts and keys.
std::string event_text(const accounts::NumberedEvent& event, EventForm form, bool for_owner);
/// "events.lost": those after `after` and before `first` are not kept any more.
std::string lost_text(std::int64_t after, std::int64_t first, Time now, EventForm form);

/// Who hears a stream, and what of it.
struct Listener {
    Request request;  ///< the one that the stream answers
    ApiCaller caller;
    EventFilter filter;
    EventForm form = EventForm::sse;
};

/// The events of one listener, from where it left off. Looks at its key again with every piece, so that one
/// that is revoked hears nothing more.
class EventFeed final : public Feed {
  public:
    EventFeed(const ApiWorld& world, const accounts::EventLog& log, Listener listener, std::int64_t after);
    Piece next(bool quiet) override;

  private:
    bool is_still_allowed();
    bool may_hear(const accounts::Event& event) const;

    const ApiWorld world_;
    const accounts::EventLog& log_;
    Listener listener_;
    std::int64_t after_;
};

}  // namespace roadcase::server
