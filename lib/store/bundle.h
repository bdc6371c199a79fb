#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/secret.h"
#include "store/records.h"

namespace roadcase::store {

/// Some accounts and what belongs to them: all that another home needs to go on with them.
struct Bundle {
    std::vector<AccountRecord> accounts;  ///< with their tokens
    std::vector<KeyRecord> keys;
    std::vector<HandleRecord> handles;
    std::vector<Document> documents;
};

/// As JSON by the names of the columns, so that a later schema reads what an earlier one wrote.
Secret write_bundle(const Bundle& bundle);
/// Nothing for what write_bundle never writes.
std::optional<Bundle> read_bundle(std::string_view text);

}  // namespace roadcase::store
