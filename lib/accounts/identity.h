#pragma once

#include <optional>
#include <string>

#include "core/json.h"
#include "core/result.h"
#include "http/transport.h"
#include "oauth/token.h"
#include "providers/provider.h"

namespace roadcase::accounts {

/// Who signed in; empty fields are not known.
struct Person {
    std::string subject;
    std::string display_name;
};

/// Learns whose tokens these are, as the provider's row says: asks it, or looks into its token answer or into
/// the claims of its ID token, which are given when they were checked and stand in for a userinfo endpoint
/// that is not there or silent. A request that gets no answer is sent once more. Nobody when the provider has
/// no such question; an Error when it has one and gave no answer to it, or (contradicts) when its userinfo
/// endpoint names another person than the claims (OpenID Connect Core §5.3.2).
Result<Person> learn_identity(http::Transport& transport, const providers::Provider& provider,
                              const oauth::Client& client, const oauth::TokenSet& tokens,
                              const std::optional<Json>& claims);
/// Such an Error ends the sign-in; any other is silence.
bool contradicts(const Error& error);

}  // namespace roadcase::accounts
