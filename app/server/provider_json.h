#pragma once

#include <string>
#include <vector>

#include "config/config.h"
#include "config/provider_draft.h"
#include "core/json.h"

namespace roadcase::server {

/// How somebody can sign in there, "app" for the app itself; "paste" where it sends no browser back to this
/// computer. What comes from metadata is a browser's sign-in at least.
std::vector<std::string> provider_grants(const providers::Provider& provider);
/// Where its row comes from, in the order in which one lies over the other.
std::vector<std::string> provider_places(const config::Config& config, const std::string& name);

/// One provider of a list: GET /api/v1/providers, `provider list --json`.
OrderedJson provider_summary(const config::Config& config, const providers::Provider& provider);
/// All of it, beginning with "version": GET /api/v1/providers/NAME, `provider show --json`.
OrderedJson provider_json(const config::Config& config, const providers::Provider& provider);

/// What an issuer's metadata makes, for a person to look at: POST /api/v1/providers/discover, `provider
/// discover --json`. `url` is where the metadata was.
OrderedJson discovery_json(const std::string& issuer, const std::string& url,
                           const config::ProviderDraft& draft);

}  // namespace roadcase::server
