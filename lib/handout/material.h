#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "accounts/accounts.h"
#include "core/clock.h"
#include "core/secret.h"

namespace roadcase::handout {

/// What can be handed out of an account. The provider's refresh token has no place here.
struct Material {
    Secret access_token;
    std::string token_type;
    std::optional<Time> expires_at;  ///< nothing: it does not end, as far as is known
    Time now{};
    std::vector<std::string> scopes;
    std::string account;  ///< reference
    std::string provider;
    std::string client_id;
    std::string subject;       ///< the provider's user id; empty for an app's own account
    std::string display_name;  ///< may be empty
    std::vector<std::pair<std::string, std::string>> headers;  ///< what the provider's API wants, filled in
    Secret handle;  ///< local `rcr_…` for formats with a refresh token; may be empty
};

/// `provider` is the id of the account's provider, which a token does not know; it may be left empty.
Material material_of(const accounts::Token& token, Time now, std::string provider = {});

/// Whole seconds of life left, never negative; nothing when no end is known.
std::optional<seconds> life_left(const Material& material);

/// What the provider wants, Authorization first; a bearer header (RFC 6750 §2.1) where it named none.
std::vector<std::pair<std::string, std::string>> headers_of(const Material& material);

}  // namespace roadcase::handout
