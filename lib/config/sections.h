#pragma once

#include "config/config.h"
#include "core/toml.h"

namespace roadcase::config {

/// Each reads one top-level table of config.toml into `config`; no table, no change.
Status read_server(const TomlTable* table, Config& config);
Status read_store(const TomlTable* table, const Sources& sources, Config& config);
Status read_renew(const TomlTable* table, Config& config);
Status read_ui(const TomlTable* table, Config& config);
Status read_api(const TomlTable* table, Config& config);
Status read_log(const TomlTable* table, Config& config);
/// Every [[hook]].
Status read_hooks(const std::vector<const TomlTable*>& tables, Config& config);
/// Calls `read(name, table)` for every table below [KIND] whose name can be one; stops at the first error.
Status for_each_named(const TomlTable* tables,
                      const std::function<Status(const std::string&, const TomlTable&)>& read);
/// [provider.NAME], over what config.providers holds already; `place` is where it stands. A provider of
/// broken_providers stays out.
Status read_provider_rows(const TomlTable* table, const std::string& place, Config& config);
/// [client.NAME]; after server and providers.
Status read_clients(const TomlTable* table, const Sources& sources, Config& config);

/// [[link]], each of which is checked against those before it.
Status read_links(const std::vector<const TomlTable*>& tables, const Sources& sources, Config& config);

/// How a secret is called: in the file, in sentences, and where people find it.
struct SecretName {
    std::string key = "client_secret";
    std::string what = "client secret";
    std::string origin = "provider's console";
};

/// Where a secret is: here, or what gives it; or neither.
struct SecretSource {
    Secret value = {};
    std::function<Result<Secret>()> load = {};

    bool is_given() const { return load || !value.empty(); }
};

/// The four ways to a secret: KEY, KEY_file, KEY_env and KEY_command. One by value adds a warning.
SecretSource read_secret(TomlReader& reader, const TomlTable& table, const Sources& sources,
                         const SecretName& name, std::vector<std::string>& warnings);

/// Every [broker.NAME]; after api, whose origins they take over.
Status read_brokers(const TomlTable* table, const Sources& sources, Config& config);

/// The client's redirect URI: its own, or the common one in the form that its provider accepts. One that the
/// provider refuses is wrong; one at a port that is not ours is a warning.
void read_redirect(TomlReader& reader, const TomlTable& table, Config& config, accounts::ClientEntry& entry);

/// What is wrong with a redirect URI of ours; empty when nothing is.
std::string redirect_problem(std::string_view uri);

/// A relative name made a path below the directory of the configuration.
std::string path_below(const std::string& directory, const std::string& name);

}  // namespace roadcase::config
