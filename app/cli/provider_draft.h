#pragma once

#include <string>
#include <string_view>

#include "http/transport.h"
#include "oauth/metadata.h"

namespace roadcase::cli {

/// A row that a program wrote, for a person to look at.
struct ProviderDraft {
    std::string name;
    std::string row;     ///< [provider.NAME]
    std::string client;  ///< [client.NAME], to fill in
};

/// What an issuer publishes, and where it was found.
struct FoundMetadata {
    oauth::Metadata metadata;
    std::string url;
};

/// Asks the issuer's addresses of OpenID Connect Discovery and RFC 8414 in turn; the first document counts,
/// and it must name this very issuer. `not_found` when there is none, `rejected` when it cannot be used.
Result<FoundMetadata> fetch_metadata(http::Transport& transport, const std::string& issuer);

/// A name for the provider of this address: "glimesh" for https://auth.glimesh.tv.
std::string name_for(std::string_view address);

ProviderDraft draft_of(const std::string& name, const FoundMetadata& found);
/// From the two addresses that every provider has.
ProviderDraft draft_of(const std::string& name, const std::string& authorization_endpoint,
                       const std::string& token_endpoint, const std::string& documentation);

}  // namespace roadcase::cli
