#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/guarded.h"
#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"
#include "store/store.h"

namespace roadcase::accounts {

/// A new key; `key` is told once and exists nowhere afterwards.
struct CreatedKey {
    store::KeyRecord record;
    Secret key;
};

/// Scripts' passports. A key is "rck_", 30 base-62 characters and 6 of their CRC-32 (so a typo is told from a
/// wrong key and a scanner can find a leaked one). Stored as SHA-256, compared in constant time. Thread-safe.
class Keys {
  public:
    Keys(store::Store& store, const Clock& clock, Random& random);
    ~Keys();

    /// `accounts` are references, or "*" for all.
    Result<CreatedKey> create(std::string_view name, std::vector<std::string> accounts,
                              std::optional<Time> expires_at);
    Result<std::vector<store::KeyRecord>> list();
    /// By name or id; E501-style not_found otherwise.
    Status revoke(std::string_view name_or_id);

    /// Who presents this key. Wrong, unknown and ended are the same unauthorized_key (E503).
    Result<store::KeyRecord> identify(const Secret& presented);
    /// May this key ask for the account? `denied` (E503) when not.
    static Status may_ask(const store::KeyRecord& key, const store::AccountRecord& account);

    /// Writes the uses counted since the last time; done by itself every minute, by list() and at the end.
    void save_uses();

  private:
    /// What was asked of the store once: a key is shown with every request, and each must cost no disk.
    struct Known {
        store::KeyRecord record;
        std::int64_t unsaved_uses = 0;
        Time last_use{};
    };
    struct Memory {
        std::map<std::string, Known, std::less<>> by_hash;
        Time saved_at{};
        std::int64_t revocations = 0;
    };
    Result<store::KeyRecord> look_up(const std::string& hash);

    store::Store& store_;
    const Clock& clock_;
    Random& random_;
    Guarded<Memory> memory_;
};

/// Text form checked: prefix, length, alphabet, checksum.
bool is_well_formed_key(std::string_view text);

}  // namespace roadcase::accounts
