#pragma once

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

/// Who these claims, or this answer of the provider, speak of.
Result<Person> read_person(const providers::Provider& provider, const Json& answer);

/// Learns whose tokens these are, as the provider's row says: asks it, or looks into its token answer. A
/// request that gets no answer is sent once more. Nobody when the provider has no such question; an Error
/// when it has one and gave no answer to it.
Result<Person> learn_identity(http::Transport& transport, const providers::Provider& provider,
                              const oauth::Client& client, const oauth::TokenSet& tokens);

}  // namespace roadcase::accounts
