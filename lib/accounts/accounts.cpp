#include "accounts/accounts.h"

#include "accounts/impl.h"
#include "accounts/sign_in.h"
#include "accounts/sign_in_words.h"

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
    if (auto waiting = impl_->devices.find(id)) return waiting;
    return impl_->flows.find(id, impl_->world.clock.now());
}

// One that is being finished right now ends as it ends.
bool Accounts::cancel(std::string_view flow_id) {
    if (impl_->devices.cancel(flow_id)) return true;
    auto flow = impl_->flows.find(flow_id, impl_->world.clock.now());
    if (!flow || flow->state != Flow::State::pending) return false;
    Events events;
    note(*flow, fail(was_cancelled()), events);
    impl_->flows.put(std::move(*flow), impl_->world.clock.now());
    tell(impl_->world, events);
    return true;
}

Result<StartedDevice> Accounts::begin_device(const SignIn& wish) {
    return impl_->devices.begin(wish);
}

void Accounts::poll_device(std::string_view flow_id) {
    impl_->devices.run(flow_id);
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
