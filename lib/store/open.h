#pragma once

#include <memory>
#include <span>
#include <string>

#include "store/schema.h"
#include "store/vault.h"

namespace roadcase::store {

/// open_sqlite_store with the schema's history given. One process at a time opens;
/// using it afterwards is free for all.
Result<std::unique_ptr<SealedStore>> open_sqlite_store(const std::string& directory,
                                                       const KeySettings& settings,
                                                       std::span<const Migration> migrations, Random& random);

}  // namespace roadcase::store
