#include "server/provider_json.h"

#include "server/provider_words.h"

namespace roadcase::server {
namespace {

using providers::Provider;

OrderedJson or_null(const std::string& text) {
    return text.empty() ? OrderedJson() : OrderedJson(text);
}

OrderedJson endpoints_json(const oauth::AuthorizationServer& server) {
    return {{"issuer", or_null(server.issuer)},
            {"authorization_endpoint", or_null(server.authorization_endpoint)},
            {"token_endpoint", or_null(server.token_endpoint)},
            {"revocation_endpoint", or_null(server.revocation_endpoint)},
            {"introspection_endpoint", or_null(server.introspection_endpoint)},
            {"userinfo_endpoint", or_null(server.userinfo_endpoint)},
            {"device_authorization_endpoint", or_null(server.device_authorization_endpoint)},
            {"jwks_uri", or_null(server.jwks_uri)}};
}

template <class Value>
OrderedJson object_of(const std::vector<std::pair<std::string, Value>>& pairs) {
    auto object = OrderedJson::object();
    for (const auto& [name, value] : pairs) object[name] = value;
    return object;
}

}  // namespace

std::vector<std::string> provider_grants(const Provider& provider) {
    std::vector<std::string> grants;
    if (provider.needs_discovery() || !provider.server.authorization_endpoint.empty())
        grants.emplace_back(provider.redirect_scheme == "https" ? "paste" : "browser");
    if (!provider.server.device_authorization_endpoint.empty()) grants.emplace_back("device");
    if (provider.has_app_tokens) grants.emplace_back("app");
    return grants;
}

std::vector<std::string> provider_places(const config::Config& config, const std::string& name) {
    const auto found = config.provider_places.find(name);
    return found == config.provider_places.end() ? std::vector<std::string>() : found->second;
}

OrderedJson provider_summary(const config::Config& config, const Provider& provider) {
    return {{"name", provider.name},
            {"display_name", provider.display_name},
            {"grants", provider_grants(provider)},
            {"retired", or_null(provider.retired)},
            {"from", provider_places(config, provider.name)}};
}

OrderedJson provider_json(const config::Config& config, const Provider& provider) {
    OrderedJson object{{"version", 1}};
    object.update(provider_summary(config, provider));
    object.update({{"notice", or_null(provider.notice)},
                   {"console_url", or_null(provider.console_url)},
                   {"documentation", or_null(provider.documentation)},
                   {"redirect_uris", redirect_addresses(config, provider)},
                   {"before_you_start", provider.before_you_start},
                   {"obligations", provider.obligations},
                   {"scopes_supported", provider.scopes_supported},
                   {"roles", object_of(provider.roles)},
                   {"variables", object_of(provider.variables)},
                   {"lifetimes", life_sentences(provider)},
                   {"revocation", revoking_sentence(provider)},
                   {"endpoints", endpoints_json(provider.server)}});
    return object;
}

OrderedJson discovery_json(const std::string& issuer, const std::string& url,
                           const config::ProviderDraft& draft) {
    return {{"version", 1},           {"issuer", issuer},           {"metadata_url", url},
            {"provider", draft.name}, {"provider_toml", draft.row}, {"client_toml", draft.client}};
}

}  // namespace roadcase::server
