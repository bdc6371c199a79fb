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
#include "brokers/broker.h"
#include "core/result.h"
#include "handout/link_wish.h"
#include "store/key_wrap.h"

namespace roadcase::config {

/// In Config::provider_places: a row of the binary.
inline constexpr const char* built_in_place = "built in";

/// A file of the person's provider directory, as it was found. What is wrong with it leaves its own rows out
/// and stops nothing else.
struct ProviderFile {
    std::string path;
    std::vector<std::string> rows;  ///< the providers that it describes and that can be used
    std::vector<Error> problems;    ///< each with file, line, key and the fix
};

/// [[hook]]: a command that runs when something happens.
struct Hook {
    std::vector<std::string> on;        ///< kinds of events; empty: all but broker.minted
    std::vector<std::string> accounts;  ///< references; empty: all, and what is about no account
    std::vector<std::string> command;   ///< argv, no shell
    seconds timeout{30};                ///< then it is ended

    bool operator==(const Hook&) const = default;
};

/// [ui]: nothing where the file says nothing, so that it is the person's to choose on the settings page.
struct Ui {
    std::optional<std::string> theme;          ///< auto | dark | light
    std::optional<std::string> notifications;  ///< desktop | command | off
    std::vector<std::string> notify_command;   ///< argv, no shell; {title} becomes the sentence
    std::optional<bool> hide_names;

    bool operator==(const Ui&) const = default;
};

/// [broker.NAME] and where its secret is; the secret itself is read by ready().
struct BrokerEntry {
    brokers::Broker broker;
    std::function<Result<Secret>()> load_secret;  ///< empty: broker.secret is it

    /// With its secret; what is wrong with that is the broker's `problem`. May run a command.
    brokers::BrokerPtr ready() const;
};

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
    bool confirm_first_use = false;  ///< a key's first use waits for a person's yes
    std::vector<std::string> allow_origins;
    std::string log_level = "info";                                     ///< debug | info | warn | error
    std::string log_format = "auto";                                    ///< auto | text | json
    std::map<std::string, providers::Provider, std::less<>> providers;  ///< all three layers together
    /// Where each provider comes from, in the order in which one lies over the other: "built in", the path of
    /// a file, "config.toml".
    std::map<std::string, std::vector<std::string>, std::less<>> provider_places;
    std::vector<ProviderFile> provider_files;  ///< the person's own, in their order
    /// Providers that such a file leaves without a row, and why: a client that names one has that problem.
    std::map<std::string, Error, std::less<>> broken_providers;
    std::vector<accounts::ClientEntry> clients;  ///< [client.*], in the file's order
    std::vector<handout::LinkWish> links;        ///< [[link]], in the file's order
    std::vector<Hook> hooks;                     ///< [[hook]], in the file's order
    Ui ui;                                       ///< [ui]
    std::vector<BrokerEntry> brokers;            ///< [broker.*], in the file's order
    std::vector<std::string> warnings;           ///< what works but should be mended, e.g. a secret by value
};

/// All that is wrong with the person's provider files, in their order.
std::vector<Error> provider_problems(const Config& config);

/// The provider of this name; not_found, with the one that may be meant, or what is wrong with its row.
Result<const providers::Provider*> find_provider(const Config& config, std::string_view name);

/// The address in the form that this provider accepts: Spotify refuses "localhost", Instagram http.
std::string accepted_redirect(const std::string& uri, const providers::Provider& provider);

/// Where things come from while a configuration is read; replaced in tests.
struct Sources {
    std::string directory;  ///< relative file names are looked up here
    std::function<const char*(const char*)> env;
    /// Runs argv without a shell and gives its standard output, at most 64 KiB within 10 s.
    std::function<Result<Secret>(const std::vector<std::string>&)> run_command;
    std::string provider_directory = {};  ///< of the person's own provider files; empty: none
};

/// Reads the text of a config.toml. Unknown keys, wrong types, bad endpoints and missing secrets' settings
/// are errors of kind `config` with file, line and the fix (E104). Secrets themselves are read later.
Result<Config> parse_config(std::string_view text, std::string_view file, const Sources& sources);
/// Reads the file; a missing one is the default configuration. Refuses files over 256 KiB.
Result<Config> load_config(const std::string& path, const Sources& sources);
/// The real environment and processes. The directories as in Sources.
Sources system_sources(const std::string& directory, const std::string& provider_directory = {});

}  // namespace roadcase::config
