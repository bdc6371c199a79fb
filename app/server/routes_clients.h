#pragma once

#include <functional>

#include "accounts/accounts.h"
#include "config/catalog.h"
#include "server/callers.h"
#include "server/router.h"

namespace roadcase::server {

/// What the routes of clients and providers work with; everything outlives the router.
struct CatalogWorld {
    config::Catalog& catalog;
    const accounts::Registry& registry;
    accounts::Accounts& accounts;
    store::Store& store;
    http::Transport& transport;
    Callers& callers;
    /// Called after a client or provider changed: accounts may go on that could not before.
    std::function<void()> changed;
};

/// /api/v1/clients…: the apps a person registered. No answer holds a secret.
void add_client_routes(Router& router, const CatalogWorld& world);
/// /api/v1/providers…: what they are clients of.
void add_provider_routes(Router& router, const CatalogWorld& world);

}  // namespace roadcase::server
