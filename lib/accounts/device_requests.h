#pragma once

#include <string>
#include <variant>
#include <vector>

#include "accounts/accounts.h"
#include "oauth/device.h"

namespace roadcase::accounts {

/// RFC 8628 §3.1: a code for a person. Network.
Result<oauth::DeviceAuthorization> ask_for_code(const Accounts::World& world, const ClientEntry& entry,
                                                const std::vector<std::string>& scopes);

/// Why there is no token yet.
struct NotYet {
    bool slow_down = false;  ///< from now on five seconds slower
    bool unheard = false;    ///< nothing was heard of it: network, overload
    seconds at_least{0};     ///< the wait that was asked for
};
using DeviceAnswer = std::variant<oauth::TokenSet, NotYet, Error>;

/// RFC 8628 §3.4: was it entered? An Error is the end of it (E204, E211, E301 …). Network.
DeviceAnswer ask_whether_entered(const Accounts::World& world, const ClientEntry& entry,
                                 const oauth::DeviceAuthorization& device,
                                 const std::vector<std::string>& scopes);

}  // namespace roadcase::accounts
