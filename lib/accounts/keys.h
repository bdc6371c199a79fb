#pragma once

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

  private:
    store::Store& store_;
    const Clock& clock_;
    Random& random_;
};

/// Text form checked: prefix, length, alphabet, checksum.
bool is_well_formed_key(std::string_view text);

}  // namespace roadcase::accounts
