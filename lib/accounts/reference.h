#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "store/records.h"

namespace roadcase::accounts {

/// How a person names an account: CLIENT, CLIENT/NAME, CLIENT/sub:ID or acc_…. CLIENT is the client's name,
/// which is the provider's when there is one client per provider.
struct Reference {
    std::string client;
    std::string name;     ///< empty: the default account
    std::string subject;  ///< for CLIENT/sub:ID
    std::string id;       ///< for acc_…
};

/// Names are [A-Za-z0-9_-]{1,64}; `reject`, `refresh`, `validate` are reserved. Anything else is
/// invalid_request.
Result<Reference> parse_reference(std::string_view text);
/// "twitch" or "twitch/bot".
std::string reference_of(const store::AccountRecord& record);
bool is_name(std::string_view text);
/// One that could not be asked for: it is the last part of API paths.
bool is_reserved_name(std::string_view text);

}  // namespace roadcase::accounts
