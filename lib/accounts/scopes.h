#pragma once

#include <string>
#include <vector>

#include "accounts/accounts.h"

namespace roadcase::accounts {

using Scopes = std::vector<std::string>;

/// One scope each: a text may hold several with blanks between (RFC 6749 §3.3).
Scopes one_by_one(const Scopes& texts);

/// What a sign-in asks for: the wish's scopes, else the client's, else those that the provider's row has for
/// a role of that name ("bot"). An account that exists is asked for what it has asked before, too: adding one
/// never takes another away. `existing` may be nullptr.
Scopes scopes_to_ask(const SignIn& wish, const ClientEntry& entry, const store::AccountRecord* existing);

/// Asked for and not granted, in order (RFC 6749 §5.1: an answer without scope grants what was asked for).
/// The scopes of OpenID Connect never count: servers keep silent about them.
Scopes not_granted(const store::AccountRecord& record);

/// What `before` was allowed and `now` is not.
Scopes lost(const store::AccountRecord& before, const store::AccountRecord& now);

/// "twitch allows less than before: chat:edit is gone. Scripts that use it: chatbot."
std::string lost_in_words(const std::string& reference, const Scopes& gone, const Scopes& scripts);

/// The names of the keys that may ask for this account.
Scopes scripts_of(store::Store& store, const store::AccountRecord& record);

}  // namespace roadcase::accounts
