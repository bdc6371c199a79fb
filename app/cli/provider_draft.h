#pragma once

#include <string>
#include <string_view>

#include "accounts/discovery.h"

namespace roadcase::cli {

/// A row that a program wrote, for a person to look at.
struct ProviderDraft {
    std::string name;
    std::string row;     ///< [provider.NAME]
    std::string client;  ///< [client.NAME], to fill in
};

using accounts::FoundMetadata;

/// accounts::fetch_metadata for somebody who writes a row: the document must name what a row needs.
/// `not_found` when there is none, `rejected` when it cannot be used.
Result<FoundMetadata> fetch_metadata(http::Transport& transport, const std::string& issuer);

/// A name for the provider of this address: "glimesh" for https://auth.glimesh.tv.
std::string name_for(std::string_view address);

ProviderDraft draft_of(const std::string& name, const FoundMetadata& found);
/// From the two addresses that every provider has.
ProviderDraft draft_of(const std::string& name, const std::string& authorization_endpoint,
                       const std::string& token_endpoint, const std::string& documentation);

}  // namespace roadcase::cli
