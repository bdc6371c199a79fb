#pragma once

#include <string>
#include <vector>

#include "accounts/reference.h"
#include "core/clock.h"
#include "core/error.h"
#include "store/records.h"

namespace roadcase::accounts {

Error wrong_browser();  ///< E206
/// E207; `account` is the record that stays untouched.
Error wrong_person(const std::string& signed_in, const store::AccountRecord& account);
/// E207: the person of `account` signed in once more, when another one was to come under the name `wanted`.
Error same_person(const store::AccountRecord& account, const std::string& provider,
                  const std::string& wanted);
/// E208: issuer, endpoints or client changed while the person was away.
Error changed_on_the_way(const std::string& provider);
/// An account whose user is known cannot be handed to somebody unknown.
Error person_unknown(const std::string& provider, const store::AccountRecord& account);
/// E508
Error missing_scope(const store::AccountRecord& record, const std::vector<std::string>& missing);
/// A token renewed moments ago was reported as refused, too.
Error fresh_tokens_refused(const store::AccountRecord& record, const std::string& provider, seconds wait);
/// E405: the provider wants no request for so long.
Error asked_to_wait(const store::AccountRecord& record, const std::string& provider, seconds wait);
/// E501 and E502: what `wanted` could have meant among `accounts`.
Error no_such_account(const Reference& wanted, const std::vector<store::AccountRecord>& accounts);
/// E501: it was there a moment ago.
Error was_removed(const store::AccountRecord& record);
/// The client exists and nobody has signed in to it.
Error nobody_signed_in(const std::string& client, const std::string& provider);

/// What an account cannot be called: no name at all, or a word of the API's addresses.
Error no_account_name(std::string_view wanted);
Error no_default_for_app(const store::AccountRecord& record);

/// How a person recognizes the user of an account.
std::string name_of_person(const store::AccountRecord& record);

}  // namespace roadcase::accounts
