#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/policy.h"
#include "accounts/registry.h"
#include "core/result.h"
#include "store/key_wrap.h"

namespace roadcase::config {

/// The configuration as values. Without a file these are the defaults.
struct Config {
    std::uint16_t port = 3000;                        ///< server.port: both loopbacks
    std::vector<std::string> listen;                  ///< server.listen; empty: 127.0.0.1:port and [::1]:port
    std::string public_url;                           ///< http://localhost:PORT unless set
    std::string redirect_uri;                         ///< default for all clients
    std::string socket;                               ///< path; empty: the runtime directory
    std::string open_browser = "auto";                ///< auto | always | never
    std::optional<store::KeyKind> encryption_key;     ///< nothing: "auto"
    std::string encryption_key_file;                  ///< empty: roadcase.key in the data directory
    std::vector<std::string> encryption_key_command;  ///< empty: none
    bool may_ask = true;  ///< a person may be asked for a passphrase (--no-input); not in the file
    accounts::RenewPolicy renew;
    bool require_key = true;
    std::vector<std::string> allow_origins;
    std::string log_level = "info";                                     ///< debug | info | warn | error
    std::string log_format = "auto";                                    ///< auto | text | json
    std::map<std::string, providers::Provider, std::less<>> providers;  ///< presets and [provider.*]
    std::vector<accounts::ClientEntry> clients;                         ///< [client.*], in the file's order
    std::vector<std::string> warnings;  ///< what works but should be mended, e.g. a secret by value
};

/// Where things come from while a configuration is read; replaced in tests.
struct Sources {
    std::string directory;  ///< relative file names are looked up here
    std::function<const char*(const char*)> env;
    /// Runs argv without a shell and gives its standard output, at most 64 KiB within 10 s.
    std::function<Result<Secret>(const std::vector<std::string>&)> run_command;
};

/// Reads the text of a config.toml. Unknown keys, wrong types, bad endpoints and missing secrets' settings
/// are errors of kind `config` with file, line and the fix (E104). Secrets themselves are read later.
Result<Config> parse_config(std::string_view text, std::string_view file, const Sources& sources);
/// Reads the file; a missing one is the default configuration. Refuses files over 256 KiB.
Result<Config> load_config(const std::string& path, const Sources& sources);
/// The real environment and processes.
Sources system_sources(const std::string& directory);

}  // namespace roadcase::config
