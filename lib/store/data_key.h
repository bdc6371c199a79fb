#pragma once

#include <memory>

#include "store/database.h"
#include "store/key_source.h"

namespace roadcase::store {

/// The keys of an open database: what its rows are sealed with, and what wraps that.
struct DataKey {
    Secret key;           ///< seals the rows
    Secret wrapping_key;  ///< from the source
    KeyWrap wrap;         ///< what the database records; its key_id and text are filled in
    std::unique_ptr<KeySource> source;
};

/// A fresh data key under a key of the source that a new database takes, written in a transaction of its own.
Status write_new_data_key(Database& database, const KeySettings& settings, Random& random);

/// Unwraps the data key. The database says where its key comes from; settings that want another source, a
/// missing key and a wrong one are named. Finishes what a rekeying that was cut short left to do.
Result<DataKey> open_data_key(Database& database, const KeySettings& settings, Random& random);

/// Wraps `data_key` under `wrapping_key` and writes it with `wrap`, whose text is filled in. Inside a
/// transaction.
Status write_data_key(Database& database, const Secret& data_key, const Secret& wrapping_key, KeyWrap& wrap,
                      Random& random);

/// A fresh key of the right size.
Result<Secret> random_key(Random& random);

}  // namespace roadcase::store
