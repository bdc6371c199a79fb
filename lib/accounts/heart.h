#pragma once

#include <mutex>

#include "accounts/accounts.h"
#include "accounts/flows.h"
#include "accounts/id_tokens.h"
#include "accounts/ledger.h"
#include "accounts/preparation.h"
#include "accounts/problems.h"
#include "accounts/renewal.h"

namespace roadcase::accounts {

/// What the files of Accounts share: the outside world, the accounts in memory, their renewals and sign-ins.
struct Heart {
    explicit Heart(Accounts::World outside)
        : world(std::move(outside)),
          policy(world.policy),
          ledger(world),
          preparation(world),
          id_tokens(world),
          renewals(world, ledger, preparation, policy, pace) {}

    Accounts::World world;
    CurrentPolicy policy;
    Ledger ledger;
    Preparation preparation;
    IdTokens id_tokens;
    Pace pace;
    Renewals renewals;
    Flows flows;
    /// Held while a sign-in decides which account it is for and saves it, so that two never make the same
    /// one.
    std::mutex settling;

    /// Why there is no token for this account.
    Error no_token(const store::AccountRecord& record) const {
        return ledger.error_of(record);
    }
};

/// How long a sign-in may take.
inline constexpr seconds sign_in_lives{600};

/// Hex SHA-256: what is stored of a state or a binding cookie.
std::string hash_of(std::string_view secret);

}  // namespace roadcase::accounts
