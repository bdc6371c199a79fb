#include "accounts/held.h"

namespace roadcase::accounts {

Result<Held> held(Ledger& ledger, AccountPtr account) {
    Held one{account, std::unique_lock(account->renewal), {}};
    if (auto saved = ledger.save_unsaved(*account); !saved) return fail(saved.error());
    auto view = ledger.newest(*account);
    if (!view) return fail(view.error());
    one.view = std::move(*view);
    return one;
}

}  // namespace roadcase::accounts
