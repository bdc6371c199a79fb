#pragma once

#include <string>

#include "accounts/accounts.h"
#include "server/exchange.h"

namespace roadcase::server {

/// The longest that a request for a token may wait, for a person or for another token.
inline constexpr seconds longest_wait{600};

/// What a request asks of the token route; docs/api.md.
struct TokenRequest {
    accounts::TokenWish wish;
    std::string format;        ///< "json", or one of handout::token_formats()
    seconds wait_for_sign_in;  ///< wait=: when a person must sign in
    seconds wait_for_change;   ///< Prefer: wait= when the caller has this token already
};

/// Every wrong parameter is an invalid_request that names it.
Result<TokenRequest> read_token_request(const Request& request);

/// The problem of a wish that no token of this account can keep; nothing when one can. A minute or less is
/// never too long: the default must work with the shortest tokens.
std::optional<Error> too_long_for(const store::AccountRecord& record, const accounts::TokenWish& wish);

/// Changes with every new token and tells nothing about it.
std::string entity_tag(const accounts::Token& token, std::string_view format);

}  // namespace roadcase::server
