#pragma once

#include "server/callers.h"
#include "server/router.h"
#include "store/vault.h"

namespace roadcase::server {

/// What the routes of the vault work with; everything outlives the router.
struct VaultWorld {
    store::Vault& vault;
    Callers& callers;
    const Clock& clock;
    store::KeySettings keys;
};

/// GET /api/v1/vault, POST /api/v1/vault/rekey {"to","passphrase"}, POST /api/v1/vault/rotate. For the owner,
/// on the Unix socket or inside this process; never over TCP. A passphrase is read from the body only.
void add_vault_routes(Router& router, const VaultWorld& world);

}  // namespace roadcase::server
