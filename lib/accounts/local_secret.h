#pragma once

#include <string>
#include <string_view>

#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"

namespace roadcase::accounts {

/// What we hand out to local programs: a prefix, 30 random base-62 characters (178 bits) and 6 of their
/// CRC-32. A scanner finds a leaked one by its prefix, and a typo is told from a wrong one. Stored as SHA-256
/// only.
inline constexpr std::string_view key_prefix = "rck_";
inline constexpr std::string_view handle_prefix = "rcr_";

Result<Secret> make_local_secret(std::string_view prefix, Random& random);
/// Text form checked: prefix, length, alphabet, checksum.
bool is_local_secret(std::string_view prefix, std::string_view text);
/// Hex SHA-256: what is stored, and what one that is shown is looked up by.
std::string hash_of(const Secret& secret);

/// "prefix" and 12 random base-62 characters, for records that are not secret.
Result<std::string> make_id(std::string_view prefix, Random& random);

}  // namespace roadcase::accounts
