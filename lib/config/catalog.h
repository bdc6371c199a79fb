#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "config/config.h"
#include "core/json.h"
#include "store/store.h"

namespace roadcase::config {

/// The clients and providers of a process that runs: those of config.toml and of the provider files, and
/// clients that were made here, which live sealed in the store as documents "client/NAME" and take exactly
/// what [client.NAME] takes. Whatever changes is in the registry before the call returns. A name that
/// config.toml has, too, is config.toml's. Thread-safe.
class Catalog {
  public:
    /// `provider_directory`: where add_provider writes; empty: nowhere.
    Catalog(store::Store& store, accounts::Registry& registry, const Clock& clock,
            std::string provider_directory)
        : store_(store),
          registry_(registry),
          clock_(clock),
          provider_directory_(std::move(provider_directory)) {}

    /// From now on this configuration counts, with one client that everybody has. Gives what is wrong with
    /// clients made here: each of them has it as its problem.
    std::vector<Error> use(Config config, accounts::ClientEntry built_in);
    /// As it is now: never changed once given.
    std::shared_ptr<const Config> config() const;

    /// Makes a client of these fields: those of [client.NAME] that hold their value themselves, in JSON.
    /// Refused (invalid_request) is what config.toml would refuse, and (conflict) a name that is taken.
    Result<accounts::ClientPtr> add_client(const std::string& name, const Json& fields);
    /// Changes the fields that are named; null takes one away. Conflict: it stands in config.toml.
    Result<accounts::ClientPtr> change_client(const std::string& name, const Json& fields);
    /// The client that either of them would make of these fields, refused as they would refuse it; kept
    /// nowhere. One of that name is changed, else it would be a new one.
    Result<accounts::ClientEntry> draft(const std::string& name, const Json& fields) const;
    /// The variables that the fields of a client name; empty: none, or it was not made here.
    std::map<std::string, std::string> variables(const std::string& name) const;
    /// When the fields of a client that was made here were last written; nothing: it was not made here.
    Result<std::optional<Time>> changed_at(const std::string& name) const;
    /// Conflict: it stands in config.toml, or has accounts.
    Status remove_client(const std::string& name);

    /// Writes a provider file of the person's own from the text of one [provider.NAME].
    Status add_provider(const std::string& name, const std::string& row);

  private:
    Result<accounts::ClientEntry> entry_of(const std::string& name, const Json& fields) const;
    Result<accounts::ClientPtr> keep(const std::string& name, const Json& fields);
    Result<Json> fields_of(const std::string& name) const;
    Result<Json> changed_fields(const std::string& name, const Json& changes) const;
    Status is_free(const std::string& name) const;
    Result<accounts::ClientEntry> usable_entry(const std::string& name, const Json& fields) const;
    std::vector<Error> read_own();
    void publish();

    store::Store& store_;
    accounts::Registry& registry_;
    const Clock& clock_;
    const std::string provider_directory_;
    mutable std::mutex mutex_;  ///< over everything below
    std::shared_ptr<const Config> config_;
    accounts::ClientEntry built_in_;
    std::map<std::string, accounts::ClientEntry, std::less<>> own_;
};

/// The fields add_client takes.
const std::vector<std::string>& client_fields();

}  // namespace roadcase::config
