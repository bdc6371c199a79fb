#pragma once

#include <functional>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "core/random.h"
#include "core/secret.h"

namespace roadcase::server {

/// Accounts that are to go into one sealed file.
struct Packing {
    Secret passphrase;                          ///< at least 8 characters
    std::vector<accounts::Reference> accounts;  ///< empty: all
    bool copy = false;                          ///< for a backup: they go on here
    /// Puts the file where it is safe, on the disk, before it returns.
    std::function<Status(const std::string& bytes)> put;
};

/// Seals them and has the file put; only then, unless it is a copy, they are paused here. On failure nothing
/// was changed. Takes a third of a second (scrypt) before any account is held.
Result<std::vector<store::AccountRecord>> pack_accounts(accounts::Accounts& accounts, Random& random,
                                                        Packing packing);

}  // namespace roadcase::server
