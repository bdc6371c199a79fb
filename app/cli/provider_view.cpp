#include "cli/provider_view.h"

#include <filesystem>

#include "core/text.h"

namespace roadcase::cli {

std::vector<std::string> grants_of(const providers::Provider& provider) {
    std::vector<std::string> grants;
    if (!provider.server.authorization_endpoint.empty()) grants.emplace_back("browser");
    if (!provider.server.device_authorization_endpoint.empty()) grants.emplace_back("device");
    return grants;
}

std::string places_of(const config::Config& config, const std::string& name) {
    const auto found = config.provider_places.find(name);
    if (found == config.provider_places.end()) return {};
    std::vector<std::string> names;
    for (const auto& place : found->second) names.push_back(std::filesystem::path(place).filename().string());
    return join(names, " + ");
}

std::vector<std::string> provider_row(const config::Config& config, const providers::Provider& provider) {
    return {provider.name, shown(provider.display_name), join(grants_of(provider), ", "),
            places_of(config, provider.name), provider.retired.empty() ? "" : "ended " + provider.retired};
}

OrderedJson provider_summary(const config::Config& config, const providers::Provider& provider) {
    const auto places = config.provider_places.find(provider.name);
    return {{"name", provider.name},
            {"display_name", provider.display_name},
            {"grants", grants_of(provider)},
            {"retired", provider.retired.empty() ? OrderedJson() : OrderedJson(provider.retired)},
            {"from", places == config.provider_places.end() ? std::vector<std::string>() : places->second}};
}

}  // namespace roadcase::cli
