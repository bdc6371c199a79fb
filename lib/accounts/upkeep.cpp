#include <algorithm>

#include "accounts/impl.h"

namespace roadcase::accounts {
namespace {

// What we hold is the newest pair there is: the answer, if there was one, died with the process. Whether it
// still works only the provider knows, so it is asked soon; a server that forgives one repetition does so for
// a short time only.
Status mark_interrupted(Heart& heart, const store::RefreshJournalRow& row, Events& events) {
    const auto account = heart.ledger.open_id(row.account_id);
    if (!account) return heart.world.store.end_refresh(row.account_id);
    std::lock_guard flight((*account)->renewal);
    auto next = *(*account)->look();
    const bool is_current =
        row.generation == store::unknown_generation || next.record.generation == row.generation;
    if (!is_current || !can_renew(next.record)) return heart.world.store.end_refresh(row.account_id);
    next.record.interrupted_at = row.started_at;
    next.record.next_attempt_at = heart.world.clock.now();
    heart.ledger.keep(**account, std::move(next), events);
    return {};
}

}  // namespace

bool Accounts::run_one_due(const std::function<void()>& found) {
    // Somebody sits there and waits.
    return impl_->devices.run_one(found) || impl_->rounds.run_one(found);
}

std::optional<Time> Accounts::next_due(Time until) {
    const auto next = impl_->rounds.next_due(until);
    const auto poll = impl_->devices.next_due();
    if (!poll) return next;
    const auto at = impl_->world.clock.now() + std::chrono::ceil<seconds>(*poll);
    return at > until ? next : std::min(at, next.value_or(at));
}

std::vector<std::string> Accounts::save_the_rest() {
    std::vector<std::string> lost;
    for (const auto& account : impl_->ledger.unsaved()) {
        std::lock_guard flight(account->renewal);
        if (!impl_->ledger.save_unsaved(*account)) lost.push_back(reference_of(account->look()->record));
    }
    return lost;
}

Status Accounts::recover() {
    const auto rows = impl_->world.store.unfinished_refreshes();
    if (!rows) return fail(rows.error());
    Events events;
    for (const auto& row : *rows)
        if (auto marked = mark_interrupted(*impl_, row, events); !marked) return marked;
    tell(impl_->world, events);
    return {};
}

}  // namespace roadcase::accounts
