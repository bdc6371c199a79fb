#include "accounts/impl.h"

namespace roadcase::accounts {
namespace {

bool client_was_wrong(const store::AccountRecord& record) {
    return record.problem_code == "E301" || record.problem_code == "E302" || record.problem_code == "E104" ||
           record.problem_code == "E109";
}

bool make_due(Heart& heart, Account& account, Events& events) {
    // One that is renewed right now has its answer soon; who reads a configuration must not wait for it.
    const std::unique_lock flight(account.renewal, std::try_to_lock);
    if (!flight) return false;
    auto next = *account.look();
    if (!client_was_wrong(next.record) || !can_renew(next.record)) return false;
    next.record.next_attempt_at = heart.world.clock.now();
    heart.ledger.keep(account, std::move(next), events);
    return true;
}

}  // namespace

std::size_t Accounts::retry_refused() {
    const auto records = impl_->world.store.accounts();
    if (!records) return 0;
    Events events;
    std::size_t retried = 0;
    for (const auto& record : *records) {
        if (!client_was_wrong(record)) continue;
        const auto account = impl_->ledger.open_id(record.id);
        if (account && make_due(*impl_, **account, events)) ++retried;
    }
    tell(impl_->world, events);
    return retried;
}

}  // namespace roadcase::accounts
