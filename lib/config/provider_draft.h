#pragma once

#include <string>
#include <string_view>

#include "accounts/discovery.h"

namespace roadcase::config {

/// A row that a program wrote, for a person to look at.
struct ProviderDraft {
    std::string name;
    std::string row;     ///< [provider.NAME]
    std::string client;  ///< [client.NAME], to fill in
};

/// May this be asked? https, or http on this computer; invalid_request else. `what` names it.
Status check_address(const std::string& what, const std::string& address);

/// The issuer's metadata, with at least the two addresses that a sign-in needs; else an error that says where
/// to look for them instead.
Result<accounts::FoundMetadata> ask_issuer(http::Transport& transport, const std::string& issuer);

/// A name for the provider of this address: "glimesh" for https://auth.glimesh.tv.
std::string name_for(std::string_view address);

ProviderDraft draft_of(const std::string& name, const accounts::FoundMetadata& found);
/// From the two addresses that every provider has.
ProviderDraft draft_of(const std::string& name, const std::string& authorization_endpoint,
                       const std::string& token_endpoint, const std::string& documentation);

}  // namespace roadcase::config
