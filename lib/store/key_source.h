#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"
#include "platform/keyring.h"
#include "store/key_wrap.h"

namespace roadcase::store {

/// A place that keeps key-encryption keys.
class KeySource {
  public:
    virtual ~KeySource() = default;
    virtual KeyKind kind() const = 0;
    /// Where it is, for messages.
    virtual std::string place() const = 0;
    /// The key that `wrap` tells of. A missing one is an Error, never a fresh key: a fresh one opens nothing.
    virtual Result<Secret> load(const KeyWrap& wrap) = 0;
    /// A fresh key, kept durably beside the one in use when this returns, and in `wrap` what to record of it.
    /// `old` is what the database records now; null: the database is new, and a key that is there may serve.
    virtual Result<Secret> prepare(KeyWrap& wrap, const KeyWrap* old, Random& random) = 0;
    /// The database records `now`: what else a rekeying left here, finished or not, can go. Best effort.
    virtual void settle(const KeyWrap& now) { (void)now; }
    /// No database uses the key of `old` any more. Best effort.
    virtual void retire(const KeyWrap& old) { (void)old; }
};

/// How this installation gets at keys.
struct KeySettings {
    std::optional<KeyKind> wanted;     ///< nothing: "auto"
    std::string file;                  ///< the key file
    std::vector<std::string> command;  ///< program and arguments; empty: none is configured
    std::string credential;            ///< path of the systemd credential; empty: none was given to us
    /// Runs the command, without a shell.
    std::function<Result<Secret>(const std::vector<std::string>&)> run_command;
    /// Asks for the passphrase; `fresh`: for a new one.
    std::function<Result<Secret>(bool fresh)> passphrase;
    /// Opens the desktop keyring.
    std::function<Result<std::unique_ptr<platform::Keyring>>()> keyring;
    ScryptCost cost;  ///< for new keys
    Time now{};       ///< when a new database is made
};

/// The source of this kind; an Error when the installation has none (no command configured, …).
Result<std::unique_ptr<KeySource>> make_key_source(KeyKind kind, const KeySettings& settings);

/// What a new database is sealed with.
KeyKind kind_for_new(const KeySettings& settings);

}  // namespace roadcase::store
