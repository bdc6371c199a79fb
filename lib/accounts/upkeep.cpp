#include <algorithm>
#include <atomic>
#include <functional>
#include <system_error>
#include <thread>

#include "accounts/heart.h"

namespace roadcase::accounts {
namespace {

constexpr std::size_t most_workers = 4;

// A few at a time, so that one slow provider does not hold up the others.
void work_on(const std::vector<AccountPtr>& accounts, const std::function<void(Account&)>& work) {
    std::atomic<std::size_t> next{0};
    const auto run = [&] {
        for (auto i = next++; i < accounts.size(); i = next++) work(*accounts[i]);
    };
    std::vector<std::jthread> helpers;
    try {
        while (helpers.size() + 1 < std::min(accounts.size(), most_workers)) helpers.emplace_back(run);
    } catch (const std::system_error&) {
        // No more threads to be had: those that run do it all.
    }
    run();
}

void save_what_is_unsaved(Ledger& ledger) {
    for (const auto& account : ledger.unsaved()) {
        std::lock_guard flight(account->renewal);
        // Still failing is no news: it was told when it began, and every tick tries again.
        (void)ledger.save_unsaved(*account);
    }
}

// The store may lag behind memory when it cannot be written.
bool is_due(const Standing& standing, Time now) {
    if (!may_renew(standing, now)) return false;
    return standing.record.next_attempt_at && *standing.record.next_attempt_at <= now;
}

// What we hold is the newest pair there is: the answer, if there was one, died with the process. Whether it
// still works only the provider knows, so it is asked soon; a server that forgives one repetition does so for
// a short time only.
Status mark_interrupted(Heart& heart, const store::RefreshJournalRow& row, Events& events) {
    const auto account = heart.ledger.open_id(row.account_id);
    if (!account) return heart.world.store.end_refresh(row.account_id);
    std::lock_guard flight((*account)->renewal);
    auto next = *(*account)->look();
    if (next.record.generation != row.generation || !can_renew(next.record))
        return heart.world.store.end_refresh(row.account_id);
    next.record.interrupted_at = row.started_at;
    next.record.next_attempt_at = heart.world.clock.now();
    heart.ledger.keep(**account, std::move(next), events);
    return {};
}

}  // namespace

std::size_t Accounts::refresh_due(std::size_t limit) {
    save_what_is_unsaved(impl_->ledger);
    const auto now = impl_->world.clock.now();
    const auto ids = impl_->world.store.due(now, limit);
    if (!ids) return 0;
    std::vector<AccountPtr> due;
    for (const auto& id : *ids) {
        const auto account = impl_->ledger.open_id(id);
        if (account && is_due(*(*account)->look(), now)) due.push_back(*account);
    }
    std::atomic<std::size_t> tried{0};
    work_on(due, [&](Account& account) {
        const auto before = account.look();
        (void)impl_->renewals.renew(account, *before);
        // A store that cannot be written lets nobody be tried; counting them would have the keeper run in
        // circles.
        const auto after = account.look();
        if (after->attempts != before->attempts || after->record.generation != before->record.generation)
            ++tried;
    });
    return tried;
}

std::optional<Time> Accounts::next_due(Time until) {
    const auto ids = impl_->world.store.due(until, 1);
    if (!ids || ids->empty()) return std::nullopt;
    const auto account = impl_->ledger.open_id(ids->front());
    if (!account) return std::nullopt;
    return (*account)->look()->record.next_attempt_at;
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
