#pragma once

#include <string>

#include "core/result.h"
#include "core/secret.h"
#include "http/transport.h"
#include "providers/provider.h"

namespace roadcase::accounts {

/// Who signed in; empty fields are not known.
struct Person {
    std::string subject;
    std::string display_name;
};

/// Asks the provider whose token this is, as its row says; a request that gets no answer is sent once more.
/// Nobody when the provider has no such question; an Error when it has one and gave no answer to it.
Result<Person> learn_identity(http::Transport& transport, const providers::Provider& provider,
                              const std::string& client_id, const Secret& access_token);

}  // namespace roadcase::accounts
