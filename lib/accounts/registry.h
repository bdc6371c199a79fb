#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "oauth/server.h"
#include "providers/provider.h"

namespace roadcase::accounts {

/// A client the person registered, with the provider it is for. The secret is read when it is needed, so a
/// command or file source is asked late and its failure is that account's only.
struct ClientEntry {
    std::string name;
    providers::Provider provider;
    oauth::Client client;  ///< client_secret empty when `load_secret` is set
    std::function<Result<Secret>()> load_secret;
    bool built_in = false;  ///< the practice client: offered, never the default

    /// `client` with its secret in place.
    Result<oauth::Client> ready_client() const;
};

/// The clients that exist, by name; made once from the configuration. Immutable, so free to share.
class Registry {
  public:
    explicit Registry(std::vector<ClientEntry> entries);

    const ClientEntry* find(std::string_view name) const;
    /// Not found becomes E501 with did-you-mean.
    Result<const ClientEntry*> require(std::string_view name) const;
    /// The one that /auth without a name means; nullptr when there are none or several configured.
    const ClientEntry* the_default() const;
    /// All, configured ones first, in their order.
    const std::vector<ClientEntry>& all() const { return entries_; }

  private:
    std::vector<ClientEntry> entries_;
};

}  // namespace roadcase::accounts
