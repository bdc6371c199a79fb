#pragma once

#include <map>
#include <string>
#include <vector>

#include "accounts/registry.h"
#include "dashboard/add_page.h"
#include "providers/provider.h"

namespace roadcase::dashboard {

using Providers = std::map<std::string, providers::Provider, std::less<>>;

/// What most streamers connect, in that order.
inline constexpr const char* most_used[] = {"twitch", "youtube", "kick", "discord", "spotify"};

/// Every provider that lives, the most used first, those on servers of one's own after the rest, practice at
/// the end where there is such a client.
std::vector<ProviderGroup> provider_groups(const Providers& providers, const accounts::Registry& registry);

}  // namespace roadcase::dashboard
