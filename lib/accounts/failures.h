#pragma once

#include <initializer_list>
#include <optional>
#include <string>

#include "accounts/causes.h"
#include "core/error.h"
#include "oauth/token.h"

namespace roadcase::accounts {

/// Why a renewal failed: judged, and in words for the account's row. Holds no secret.
struct Problem {
    oauth::RenewalVerdict verdict = oauth::RenewalVerdict::transient;
    std::string code;
    std::string text;
    std::optional<seconds> retry_after;
    bool answer_lost = false;     ///< the provider may have rotated the token, and we do not have its answer
    bool unheard = false;         ///< it is lost because nothing could be heard of it
    bool client_unknown = false;  ///< see names_unknown_client
};

/// Secrets of a request: a provider's text that repeats one is not quoted.
using NeverSay = std::initializer_list<const Secret*>;

/// The server knows no such client (RFC 6749 §5.2, invalid_client): the one refusal that no other request of
/// this client can mend.
bool names_unknown_client(const oauth::TokenFailure& failure);

/// No answer at all: network or TLS.
Problem problem_of(const Error& transport_error);
/// The token endpoint said no to a renewal.
Problem problem_of(const oauth::TokenFailure& failure, const Background& background, NeverSay never_say);

/// The token endpoint said no to a code (E201, E209, E210, E301, E302, E305, E404, E405).
Error exchange_error(const oauth::TokenFailure& failure, const ClientEntry& entry, NeverSay never_say);

/// E301; `client` is the one to mend, which is done elsewhere when it was made here and not in config.toml.
Error secret_refused(const std::string& provider, std::string why, const std::string& client, bool made_here);
/// E302, the same for a secret that is sent in the wrong place.
Error secret_sent_wrongly(const std::string& provider, std::string why, const std::string& client,
                          bool made_here);

}  // namespace roadcase::accounts
