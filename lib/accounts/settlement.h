#pragma once

#include <string>
#include <vector>

#include "accounts/heart.h"
#include "accounts/identity.h"

namespace roadcase::accounts {

/// What a person allowed: the answer to their code, and who they are as far as the provider told.
struct Grant {
    const store::PendingAuthorization& pending;
    const ClientEntry& entry;
    oauth::TokenSet tokens;
    const Result<Person>& person;
    std::string grant_type = "authorization_code";  ///< see AccountRecord
};

/// The account as it stands after a sign-in.
struct Settled {
    store::AccountRecord record;
    bool again = false;                       ///< it existed before
    std::vector<std::string> missing_scopes;  ///< asked for and not granted
    std::vector<std::string> lost_scopes;     ///< granted before and not any more
    std::vector<std::string> scripts;         ///< that lose them: the names of the keys for this account
};

/// Decides which account the grant is for, refuses the wrong person (E207), and saves. An account is chosen
/// by the sign-in itself, else by who signed in, else by the name wished for, else it is a new one.
Result<Settled> settle(Heart& heart, Grant grant, Events& events);

}  // namespace roadcase::accounts
