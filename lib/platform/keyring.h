#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/clock.h"
#include "core/result.h"
#include "core/secret.h"

namespace roadcase::platform {

/// What an entry of ours is found by.
struct KeyringItem {
    std::string vault;  ///< random name of a database
    std::string slot;   ///< "a" or "b"
};

/// The desktop's keyring (Secret Service). Every call may wait for the person who is asked to unlock it, and
/// fails with E108 when it is locked or cannot be reached. Not thread-safe.
class Keyring {
  public:
    virtual ~Keyring() = default;
    /// Nothing when it holds no such entry.
    virtual Result<std::optional<Secret>> find(const KeyringItem& item) = 0;
    /// Adds or replaces. `label` is what the person sees in the keyring's own program.
    virtual Status store(const KeyringItem& item, const std::string& label, const Secret& secret) = 0;
    virtual Status remove(const KeyringItem& item) = 0;
};

/// Where libsecret is and how long a call may take: unlocking is a dialog in which somebody types.
struct KeyringSettings {
    std::string library = "libsecret-1.so.0";
    milliseconds patience{60'000};
};

/// The keyring through libsecret, which is loaded when this is called and never required. E108 when it is not
/// installed. The library stays loaded.
Result<std::unique_ptr<Keyring>> open_keyring(const KeyringSettings& settings = {});

}  // namespace roadcase::platform
