#pragma once

#include <span>
#include <string_view>

#include "core/result.h"
#include "store/database.h"

namespace roadcase::store {

/// One numbered SQL file; the first leads to schema 1, the second to schema 2, and so on.
struct Migration {
    std::string_view name;
    std::string_view sql;
};
std::span<const Migration> all_migrations();

/// The schema of a database. One newer than `known` is E107; anything that is no schema is damage. Only
/// reads.
Result<int> schema_version(Database& database, int known);

/// Applies what comes after schema `from`, each in its own transaction.
Status migrate(Database& database, std::span<const Migration> migrations, int from);

/// migrate(), after a copy of the database as it is was put beside it: "roadcase.db.schema-1".
Status upgrade(Database& database, std::span<const Migration> migrations, int from);

/// A value that concerns the whole database; reading one that is not there is damage.
Result<Value> read_meta(Database& database, const std::string& name);
Status write_meta(Database& database, const std::string& name, const Value& value);

}  // namespace roadcase::store
