#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "store/key_source.h"
#include "store/store.h"

namespace roadcase::store {

/// How the saved data is sealed.
struct VaultStatus {
    KeyKind source = KeyKind::file;
    std::string place;  ///< of the key: a path, or words
    int schema = 0;
    std::optional<Time> data_key_made;  ///< nothing: made before this was recorded
    std::optional<Time> wrapped;        ///< when the key that wraps it was last changed; the same
    std::size_t accounts = 0;
};

/// The seal of an open store. Both changes are atomic: killed anywhere, the database opens with the old key
/// or with the new one. Thread-safe; but no other process may have the database open (the process lock sees
/// to that).
class Vault {
  public:
    virtual ~Vault() = default;
    virtual Result<VaultStatus> vault_status() = 0;
    /// Wraps the data key anew, under a fresh key of `to`. Nothing is switched before `to` has given the
    /// fresh key back.
    virtual Status rekey(std::unique_ptr<KeySource> to, Time now) = 0;
    /// A new data key, under the same source: seals every row anew, in one transaction. Refused while a row
    /// is damaged.
    virtual Status rotate(Time now) = 0;
};

/// A store and its seal.
class SealedStore : public Store, public Vault {};

/// Opens (or makes) roadcase.db in `directory` (must exist, 0700). Secret columns are sealed with AES-256-GCM
/// under a random data key, which a key of the source that `settings` and the database name wraps. A newer
/// schema is E107; damage is named; a database that others can read is E105.
Result<std::unique_ptr<SealedStore>> open_sqlite_store(const std::string& directory,
                                                       const KeySettings& settings, Random& random);

}  // namespace roadcase::store
