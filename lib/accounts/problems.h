#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/error.h"
#include "store/records.h"

namespace roadcase::accounts {

/// What a caller is told when the account has no token to give, or its renewal failed; follows from the
/// record alone. While a token lives, the one next step says for how long.
Error error_of(const store::AccountRecord& record, const std::string& provider, Time now);
/// The one thing about the account that a person should know, with its one next step: the same for the
/// command line, the pages and the API. Nothing when all is well. Works without the record's secrets.
std::optional<Error> problem_now(const store::AccountRecord& record, const std::string& provider, Time now);

}  // namespace roadcase::accounts
