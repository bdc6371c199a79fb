#include "handout/material.h"

#include <algorithm>

#include "core/text.h"

namespace roadcase::handout {

Material material_of(const accounts::Token& token, Time now, std::string provider) {
    Material material;
    material.access_token = token.access_token;
    material.token_type = token.token_type;
    material.expires_at = token.expires_at;
    material.now = now;
    material.scopes = token.scopes;
    material.account = token.account;
    material.provider = std::move(provider);
    material.client_id = token.client_id;
    material.subject = token.subject;
    material.display_name = token.display_name;
    material.headers = token.headers;
    return material;
}

std::optional<seconds> life_left(const Material& material) {
    if (!material.expires_at) return std::nullopt;
    return std::max(seconds{0}, *material.expires_at - material.now);
}

std::vector<std::pair<std::string, std::string>> headers_of(const Material& material) {
    auto headers = material.headers;
    if (headers.empty()) headers.emplace_back("Authorization", "Bearer " + material.access_token.reveal());
    std::stable_partition(headers.begin(), headers.end(),
                          [](const auto& header) { return iequals(header.first, "Authorization"); });
    return headers;
}

}  // namespace roadcase::handout
