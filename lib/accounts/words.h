#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "accounts/reference.h"
#include "core/error.h"
#include "oauth/token.h"
#include "store/records.h"

namespace roadcase::accounts {

/// Why a renewal failed: judged, and in words for the account's row. Holds no secret.
struct Problem {
    oauth::RenewalVerdict verdict = oauth::RenewalVerdict::transient;
    std::string code;
    std::string text;
    std::optional<seconds> retry_after;
    bool answer_lost = false;  ///< the request may have reached the provider
};

/// Secrets of a request: a provider's text that repeats one is not quoted.
using NeverSay = std::initializer_list<const Secret*>;

/// No answer at all: network or TLS.
Problem problem_of(const Error& transport_error);
/// The token endpoint said no to a renewal. `interrupted`: an earlier renewal ended without an answer.
Problem problem_of(const oauth::TokenFailure& failure, const std::string& provider, NeverSay never_say,
                   bool interrupted);

/// What a caller is told when the account has no token to give; follows from the record alone.
Error error_of(const store::AccountRecord& record, const std::string& provider, Time now);

/// The token endpoint said no to a code (E209, E210, E301, E305, …).
Error exchange_error(const oauth::TokenFailure& failure, const std::string& provider, NeverSay never_say);

Error unknown_sign_in();  ///< E205
Error wrong_browser();    ///< E206
/// E207; `account` is the record that stays untouched.
Error wrong_person(const std::string& signed_in, const store::AccountRecord& account);
/// E208: issuer, endpoints or client changed while the person was away.
Error changed_on_the_way(const std::string& provider);
/// An account whose user is known cannot be handed to somebody unknown.
Error person_unknown(const std::string& provider, const store::AccountRecord& account);
/// E508
Error missing_scope(const store::AccountRecord& record, const std::vector<std::string>& missing);
/// A token renewed moments ago was reported as refused, too.
Error fresh_tokens_refused(const store::AccountRecord& record, const std::string& provider, seconds wait);
/// E501 and E502: what `wanted` could have meant among `accounts`.
Error no_such_account(const Reference& wanted, const std::vector<store::AccountRecord>& accounts);
/// The client exists and nobody has signed in to it.
Error nobody_signed_in(const std::string& client, const std::string& provider);

/// How a person recognizes the user of an account.
std::string name_of_person(const store::AccountRecord& record);

}  // namespace roadcase::accounts
