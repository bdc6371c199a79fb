#include "accounts/accounts.h"

#include "accounts/impl.h"

namespace roadcase::accounts {
namespace {

// Times are for people; secrets are not.
void forget_secrets(store::AccountRecord& record) {
    if (!record.tokens) return;
    oauth::TokenSet shown;
    shown.token_type = record.tokens->token_type;
    shown.scopes = record.tokens->scopes;
    shown.received_at = record.tokens->received_at;
    shown.expires_at = record.tokens->expires_at;
    record.tokens = std::move(shown);
}

}  // namespace

Accounts::Accounts(World world) : impl_(std::make_unique<Impl>(std::move(world))) {}
Accounts::~Accounts() = default;

void Accounts::use(const RenewPolicy& policy) {
    impl_->policy.with([&](RenewPolicy& current) { current = policy; });
}

std::optional<Flow> Accounts::flow(std::string_view id) const {
    return impl_->flows.find(id, impl_->world.clock.now());
}

Result<store::AccountRecord> Accounts::find(const Reference& ref) {
    const auto account = impl_->ledger.open(ref);
    if (!account) return fail(account.error());
    return (*account)->look()->record;
}

// Looking at everybody must not load everybody: an operator has thousands.
Result<std::vector<store::AccountRecord>> Accounts::list() {
    auto records = impl_->world.store.accounts();
    if (!records) return fail(records.error());
    for (auto& record : *records) {
        if (const auto account = impl_->ledger.loaded(record.id)) {
            record = account->look()->record;
        } else if (auto stored = impl_->world.store.account(record.id); stored && *stored) {
            record = std::move(**stored);
        } else if (!stored) {
            record.status = store::AccountStatus::needs_authorization;
            record.problem_code = store::damaged_code;
            record.problem = stored.error().title;
        }
        forget_secrets(record);
    }
    return records;
}

bool Accounts::is_renewing(std::string_view account_id) const {
    const auto account = impl_->ledger.loaded(account_id);
    return account && account->renewing;
}

}  // namespace roadcase::accounts
