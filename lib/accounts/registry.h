#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/guarded.h"
#include "core/result.h"
#include "oauth/metadata.h"
#include "providers/provider.h"

namespace roadcase::accounts {

/// A client the person registered, with the provider it is for. The secret is read when it is needed, so a
/// command or file source is asked late and its failure is that account's only.
struct ClientEntry {
    std::string name;
    providers::Provider provider;
    oauth::Client client;  ///< client_secret empty when `load_secret` is set
    std::function<Result<Secret>()> load_secret;
    bool built_in = false;   ///< the practice client: offered, never the default
    bool made_here = false;  ///< sealed in the store (config/catalog.h), not in config.toml
    /// Its provider is described in a file that cannot be used: `provider` has only its name, and nobody is
    /// asked anything for its accounts.
    std::optional<Error> problem;
    /// token_endpoint_auth_method was chosen by the configuration or by the provider's row.
    bool states_auth_method = false;

    /// What it was before its provider was asked (see Preparation); nullptr: as it was configured.
    std::shared_ptr<const ClientEntry> configured;
    std::shared_ptr<const oauth::Metadata> metadata;  ///< what its provider said; nullptr: it was not asked

    /// `client` with its secret in place; fails with `problem`.
    Result<oauth::Client> ready_client() const;
    /// The same for one request: the secret is read only when it carries it.
    Result<oauth::Client> client_for(const oauth::RequestForm& form) const;
};

/// Stays what it is for whoever holds it, also when the configuration is read anew.
using ClientPtr = std::shared_ptr<const ClientEntry>;

/// The clients that exist, by name; from the configuration. Thread-safe.
class Registry {
  public:
    explicit Registry(std::vector<ClientEntry> entries) { replace(std::move(entries)); }

    /// The configuration was read anew.
    void replace(std::vector<ClientEntry> entries);
    /// Puts `fresh` where `old` is. False, and nothing is done, when `old` is there no more.
    bool exchange(const ClientPtr& old, ClientPtr fresh);

    /// nullptr when there is none.
    ClientPtr find(std::string_view name) const;
    /// The client for a new sign-in. Not found becomes E501 with did-you-mean; one with a problem is that.
    Result<ClientPtr> require(std::string_view name) const;
    /// The one that /auth without a name means; nullptr when there are none or several configured.
    ClientPtr the_default() const;
    /// All, configured ones first, in their order.
    std::vector<ClientPtr> all() const;

  private:
    Guarded<std::vector<ClientPtr>> entries_;
};

}  // namespace roadcase::accounts
