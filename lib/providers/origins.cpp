#include <algorithm>

#include "http/url.h"
#include "providers/provider.h"

namespace roadcase::providers {

std::vector<std::string> token_origins(const Provider& provider) {
    std::vector<std::string> addresses{provider.api_base_url};
    for (const auto& [name, endpoint] : oauth::endpoint_names) addresses.push_back(provider.server.*endpoint);
    addresses.push_back(provider.identity.request.url);
    addresses.push_back(provider.validation.request.url);
    std::vector<std::string> origins;
    for (const auto& address : addresses) {
        const auto url = http::parse_url(address);
        if (!url) continue;
        const auto origin = url->origin();
        if (std::find(origins.begin(), origins.end(), origin) == origins.end()) origins.push_back(origin);
    }
    return origins;
}

}  // namespace roadcase::providers
