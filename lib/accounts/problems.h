#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/error.h"
#include "store/records.h"

namespace roadcase::accounts {

/// The text of an E104 whose client is no longer configured; any other E104 says what is wrong with its
/// provider.
inline constexpr std::string_view client_is_gone = "Its accounts are kept and not renewed.";

/// What a caller is told when the account has no token to give, or its renewal failed; follows from the
/// record alone, and from where its client is kept. While a token lives, the one next step says for how long.
Error error_of(const store::AccountRecord& record, const std::string& provider, Time now,
               bool made_here = false);
/// The one thing about the account that a person should know, with its one next step: the same for the
/// command line, the pages and the API. Nothing when all is well. Works without the record's secrets.
std::optional<Error> problem_now(const store::AccountRecord& record, const std::string& provider, Time now,
                                 bool made_here = false);

}  // namespace roadcase::accounts
