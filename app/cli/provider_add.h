#pragma once

#include <string>

#include "cli/session.h"

namespace roadcase::cli {

/// What `provider add` was told.
struct ProviderWish {
    std::string name;
    std::string issuer;  ///< or both endpoints
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string documentation;  ///< with endpoints; may be empty
};

/// `provider discover`: asks the issuer and prints the row, and the client to go with it. `name` empty: one
/// made from the address.
Status discover_provider(Session& session, const std::string& issuer, const std::string& name);
/// `provider add`: writes NAME.toml into the person's provider directory, 0600. Never over anything: a name
/// that is taken and a row that would not be read are refused before.
Status add_provider(Session& session, const ProviderWish& wish);

}  // namespace roadcase::cli
