#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "accounts/registry.h"
#include "oauth/token.h"
#include "store/records.h"

namespace roadcase::accounts {

/// Whose renewal failed, and when.
struct Background {
    const ClientEntry& entry;
    const store::AccountRecord& record;  ///< as it was before
    Time now;
};

/// Why a sign-in has ended, in one sentence or two: "E401", "E402" or "E403".
struct CauseOfDeath {
    std::string code;
    std::string text;
};

/// The likely cause, from the dates we hold and the provider's words: providers give one error for every
/// death (RFC 6749 §5.2, invalid_grant). Without the provider's words themselves, without a secret.
CauseOfDeath cause_of_death(const oauth::TokenFailure& failure, const Background& background);

/// One of the words, in small letters, is in what the provider said.
bool mentions(const oauth::TokenFailure& failure, std::initializer_list<std::string_view> words);

}  // namespace roadcase::accounts
