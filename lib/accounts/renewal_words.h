#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "accounts/failures.h"
#include "core/error.h"
#include "providers/provider.h"
#include "store/records.h"

namespace roadcase::accounts {

/// Why a renewal ended before or without an answer of the provider.

/// Nothing was sent, and only the configuration can mend it.
Problem problem_of_client(std::string_view code, std::string text);
/// No other app can renew what this one was given.
Problem lost_registration(Problem problem);
/// The app that can renew it is kept under what it was registered for (E104).
Problem other_registration();
/// We are ending, which is nobody's failure: nothing of it is written into the account.
Error stopping(const store::AccountRecord& record);
/// The provider renews no token of this age (Lifetimes::renewal_not_before): asked too early it would refuse,
/// and a refusal looks like a death. Nothing when it is old enough.
std::optional<Error> too_young(const store::AccountRecord& record, const providers::Provider& provider,
                               Time now);

}  // namespace roadcase::accounts
