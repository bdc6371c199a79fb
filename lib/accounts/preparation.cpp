#include "accounts/preparation.h"

#include <algorithm>

#include "core/text.h"

namespace roadcase::accounts {
namespace {

using oauth::ClientAuthMethod;

bool has_secret(const ClientEntry& entry) {
    return entry.load_secret || !entry.client.client_secret.empty();
}

/// What was asked has said what it has: a server may have no sign-in by browser at all.
bool is_whole(const ClientEntry& entry) {
    return (entry.metadata || !entry.provider.needs_discovery()) && !Registrations::are_for(entry);
}

ClientPtr plain(const ClientPtr& entry) {
    return entry && entry->configured ? entry->configured : entry;
}

void take_endpoints(oauth::AuthorizationServer& server, const oauth::AuthorizationServer& said) {
    for (const auto& [name, endpoint] : oauth::endpoint_names)
        if ((server.*endpoint).empty()) server.*endpoint = said.*endpoint;
}

/// Basic is what every server has that does not say (RFC 8414 §2).
void take_auth_method(ClientEntry& entry, const std::vector<ClientAuthMethod>& methods) {
    if (entry.states_auth_method || !has_secret(entry)) return;
    const bool only_post =
        !methods.empty() &&
        std::find(methods.begin(), methods.end(), ClientAuthMethod::client_secret_basic) == methods.end();
    entry.client.token_endpoint_auth_method =
        only_post ? ClientAuthMethod::client_secret_post : ClientAuthMethod::client_secret_basic;
}

void take(ClientEntry& entry, const oauth::Metadata& metadata) {
    auto& provider = entry.provider;
    take_endpoints(provider.server, metadata.server);
    provider.server.authorization_response_iss_parameter_supported |=
        metadata.server.authorization_response_iss_parameter_supported;
    if (!provider.states_pkce && !provider.pkce_required) provider.server.pkce = metadata.server.pkce;
    if (provider.scopes_supported.empty()) provider.scopes_supported = metadata.scopes_supported;
    take_auth_method(entry, metadata.auth_methods);
}

void take(ClientEntry& entry, Registrations::Credentials credentials) {
    entry.client.client_id = std::move(credentials.client_id);
    entry.client.client_secret = std::move(credentials.client_secret);
    auto& method = entry.client.token_endpoint_auth_method;
    if (entry.client.client_secret.empty())
        method = ClientAuthMethod::none;
    else if (!entry.states_auth_method || method == ClientAuthMethod::none)
        method = entry.provider.token_endpoint_auth_method;
}

Error leaves_out(const ClientEntry& entry) {
    return make_error(ErrorKind::rejected, "E308",
                      entry.provider.display_name + " does not say where its endpoints are.",
                      "Its metadata names no token_endpoint.",
                      "Write token_endpoint into [provider." + entry.provider.name + "] of config.toml.");
}

}  // namespace

Result<ClientPtr> Preparation::prepare(std::string_view name) {
    const auto entry = world_.registry.require(name);
    return entry ? completed(*entry, true) : entry;
}

Result<ClientPtr> Preparation::prepared(std::string_view name) {
    const auto entry = world_.registry.find(name);
    return entry ? completed(entry, false) : entry;
}

Result<ClientPtr> Preparation::prepared(const ClientPtr& entry) {
    if (entry->problem) return fail(*entry->problem);
    return completed(entry, false);
}

ClientPtr Preparation::known(std::string_view name) {
    const auto entry = world_.registry.find(name);
    if (!entry || entry->configured || is_whole(*entry)) return entry;
    auto fresh = *entry;
    if (entry->provider.needs_discovery()) {
        fresh.metadata = discovery_.known(entry->provider.server.issuer);
        if (!fresh.metadata) return entry;
        take(fresh, *fresh.metadata);
    }
    if (Registrations::are_for(fresh)) {
        auto credentials = registrations_.known(fresh);
        if (!credentials) return entry;
        take(fresh, std::move(*credentials));
    }
    return put(entry, std::move(fresh));
}

bool Preparation::is_at_hand(std::string_view name) {
    const auto entry = known(name);
    if (!entry) return true;
    const auto& issuer = entry->provider.server.issuer;
    return is_whole(*entry) && (!entry->metadata || discovery_.is_fresh(issuer));
}

Result<ClientPtr> Preparation::completed(const ClientPtr& entry, bool may_register) {
    const auto base = plain(entry);
    if (is_whole(*base)) return base;
    auto fresh = *base;
    if (base->provider.needs_discovery()) {
        auto metadata = discovery_.find(base->provider.server.issuer);
        if (!metadata) return fail(metadata.error());
        fresh.metadata = std::move(*metadata);
        take(fresh, *fresh.metadata);
        if (fresh.provider.server.token_endpoint.empty()) return fail(leaves_out(fresh));
    }
    if (entry->configured && entry->metadata == fresh.metadata && is_whole(*entry)) return entry;
    if (Registrations::are_for(fresh)) {
        auto credentials = registrations_.known(fresh);
        if (!credentials && may_register) {
            auto given = registrations_.find(fresh);
            if (!given) return fail(given.error());
            credentials = std::move(*given);
        }
        if (credentials) take(fresh, std::move(*credentials));
    }
    return put(entry, std::move(fresh));
}

// When the configuration was read anew meanwhile, the caller alone gets what it asked for.
ClientPtr Preparation::put(const ClientPtr& old, ClientEntry fresh) {
    fresh.configured = plain(old);
    ClientPtr whole = std::make_shared<const ClientEntry>(std::move(fresh));
    world_.registry.exchange(old, whole);
    return whole;
}

bool Preparation::is_own(const ClientEntry& entry) {
    return entry.configured && Registrations::are_for(*entry.configured);
}

void Preparation::forget_registration(const ClientPtr& entry) {
    if (!is_own(*entry)) return;
    const auto& refused = entry->client.client_id;
    // What cannot be removed is refused again, and forgotten then.
    (void)registrations_.forget(*entry->configured, refused);
    // Somebody else may have put it there with the same credentials.
    const auto current = world_.registry.find(entry->name);
    if (current && is_own(*current) && current->client.client_id == refused)
        world_.registry.exchange(current, current->configured);
}

}  // namespace roadcase::accounts
