#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/allowance.h"
#include "core/clock.h"
#include "core/guarded.h"
#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"
#include "store/store.h"

namespace roadcase::accounts {

/// A new handle; `handle` is told once and exists nowhere afterwards.
struct CreatedHandle {
    store::HandleRecord record;
    Secret handle;
};

/// One text for wrong, unknown, revoked and of another account.
Error handle_refused();

/// Local stand-ins for refresh tokens, for programs that insist on one: worth something at this computer's
/// token endpoint only, for one account, until revoked. "rcr_" as local_secret.h describes; the provider's
/// refresh token is never among them. Thread-safe.
class Handles {
  public:
    Handles(store::Store& store, const Clock& clock, Random& random)
        : store_(store), clock_(clock), random_(random) {}

    /// Whether the account exists is the caller's to know. Names are unique; an empty one is made from `base`
    /// ("twitch-bot", "twitch-bot-2" …).
    Result<CreatedHandle> create(std::string_view name, std::string_view account_id,
                                 std::string_view base = "handle");
    Result<std::vector<store::HandleRecord>> list();
    /// By name or id; not_found otherwise.
    Status revoke(std::string_view name_or_id);
    /// The handle that is presented, if it is one; not counted as used.
    Result<std::optional<store::HandleRecord>> find(const Secret& presented);
    /// Which handle this is, counted as used. Refused: handle_refused(); one
    /// that is used without end is told to wait (slow_down).
    Result<store::HandleRecord> identify(const Secret& presented);

  private:
    store::Store& store_;
    const Clock& clock_;
    Random& random_;
    Guarded<std::map<std::string, Allowance, std::less<>>> allowances_;
};

}  // namespace roadcase::accounts
