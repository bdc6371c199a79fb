#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "accounts/accounts.h"

namespace roadcase::accounts {

/// Clients that no person registered: where a provider has an endpoint for it, Roadcase registers itself,
/// once per provider, address, redirect URI and scopes, and keeps the credentials sealed in the store.
/// Thread-safe.
class Registrations {
  public:
    struct Credentials {
        std::string client_id;
        Secret client_secret;  ///< may be empty
    };

    explicit Registrations(const Accounts::World& world) : world_(world) {}

    /// This client is to be registered so.
    static bool are_for(const ClientEntry& entry);

    /// What is kept; without network.
    std::optional<Credentials> known(const ClientEntry& entry);
    /// What is kept, else what the provider gives now. E309: it gives nothing; E404, E306: it cannot be
    /// reached; E406: it could not be kept, so it is not used.
    Result<Credentials> find(const ClientEntry& entry);
    /// The provider refused what was kept, and nothing was registered since.
    bool was_refused(const ClientEntry& entry);
    /// The provider knows this client no more. Another that was registered since stays.
    Status forget(const ClientEntry& entry, const std::string& client_id);

  private:
    Result<Credentials> ask(const ClientEntry& entry);

    const Accounts::World& world_;
    /// Held while a provider is asked, so that nobody registers twice or forgets another.
    std::mutex asking_;
};

}  // namespace roadcase::accounts
