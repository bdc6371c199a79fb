#pragma once

#include <memory>
#include <span>
#include <string>

#include "store/key_source.h"
#include "store/schema.h"
#include "store/store.h"

namespace roadcase::store {

/// open_sqlite_store with the source of the key and the schema's history given. One process at a time opens;
/// using it afterwards is free for all.
Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& directory, KeySource& key_source,
                                                 std::span<const Migration> migrations, Random& random);

}  // namespace roadcase::store
