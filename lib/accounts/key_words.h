#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accounts/keys.h"

namespace roadcase::accounts {

/// One text for wrong, unknown, ended, paused and not allowed: who asks must not learn which (E503).
Error key_refused();
/// It is right, and a person has not said yes to it yet (E509).
Error key_unconfirmed(const std::string& name);
/// The same to the owner.
Error key_question(const std::string& name);
Error key_too_often(milliseconds wait);
Error no_such_key(std::string_view wanted, const std::vector<store::KeyRecord>& keys);
/// `error` of a store that could not switch this key off for good.
Error off_until_the_end(const store::KeyRecord& key, Error error);

/// Name, accounts, scopes, brokers, end and pace make sense.
Status check(const store::KeyRecord& key, Time now);
inline constexpr std::int64_t most_per_minute = 100'000'000;

/// "may ask for twitch/bot until 2026-…"
std::string grants_in_words(const store::KeyRecord& key);

}  // namespace roadcase::accounts
