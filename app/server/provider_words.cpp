#include "server/provider_words.h"

#include <algorithm>

#include "core/text.h"

namespace roadcase::server {
namespace {

std::string access_token_life(const oauth::AuthorizationServer& server) {
    if (server.answer.ignore_expires_in) return "An access token has no end.";
    if (!server.default_expires_in) return "An access token lives as long as its answer says.";
    const bool endless = *server.default_expires_in == seconds{0};
    return "An access token whose answer names no end " +
           (endless ? std::string("has none.") : "lives " + in_words(*server.default_expires_in) + ".");
}

void add_renewal(const providers::Provider& provider, std::vector<std::string>& sentences) {
    const auto wait = provider.lifetimes.renewal_not_before;
    if (provider.server.renews_with_access_token)
        sentences.emplace_back("There are no refresh tokens: an access token is exchanged for the next one.");
    if (wait > seconds{0})
        sentences.push_back("A token is renewed when it is at least " + in_words(wait) + " old.");
}

bool can_be_told(const providers::Provider& provider) {
    return !provider.server.revocation_endpoint.empty() || !provider.server.forms.revocation.url.empty();
}

const accounts::ClientEntry* first_client(const config::Config& config, const std::string& provider) {
    const auto found = std::find_if(config.clients.begin(), config.clients.end(),
                                    [&](const auto& entry) { return entry.provider.name == provider; });
    return found == config.clients.end() ? nullptr : &*found;
}

}  // namespace

std::vector<std::string> life_sentences(const providers::Provider& provider) {
    const auto& lives = provider.lifetimes;
    std::vector<std::string> sentences{access_token_life(provider.server)};
    add_renewal(provider, sentences);
    if (lives.refresh_token_unused)
        sentences.push_back("A refresh token that rests for " + in_words(*lives.refresh_token_unused) +
                            " dies.");
    if (lives.consent)
        sentences.push_back("A sign-in ends " + in_words(*lives.consent) + " after the person allowed it.");
    if (lives.consent_in_testing)
        sentences.push_back("While the app is not published, a sign-in ends after " +
                            in_words(*lives.consent_in_testing) + ".");
    if (provider.validation.every)
        sentences.push_back("It demands to be asked every " + in_words(*provider.validation.every) +
                            " whether a token lives; roadcase serve does.");
    return sentences;
}

std::string revoking_sentence(const providers::Provider& provider) {
    if (provider.needs_discovery())
        return "roadcase revoke ACCOUNT tells " + provider.display_name + ", where its metadata says how.";
    const auto by_hand = provider.console_url.empty() ? std::string("remove the connection there")
                                                      : "remove the connection at " + provider.console_url;
    if (can_be_told(provider)) return "roadcase revoke ACCOUNT tells " + provider.display_name + ".";
    return provider.display_name + " cannot be told: " + by_hand + ".";
}

std::vector<std::string> redirect_addresses(const config::Config& config,
                                            const providers::Provider& provider) {
    std::vector<std::string> addresses;
    for (const auto& entry : config.clients)
        if (entry.provider.name == provider.name &&
            std::find(addresses.begin(), addresses.end(), entry.client.redirect_uri) == addresses.end())
            addresses.push_back(entry.client.redirect_uri);
    if (addresses.empty()) addresses.push_back(config::accepted_redirect(config.redirect_uri, provider));
    return addresses;
}

std::string next_step(const config::Config& config, const providers::Provider& provider) {
    if (const auto* client = first_client(config, provider.name)) return "roadcase add " + client->name;
    if (!provider.registration.request.url.empty())
        return "put [client." + provider.name +
               "] with its variables into config.toml; the app is made by itself";
    // An address with variables in it is not one yet.
    const bool has_page =
        !provider.console_url.empty() && provider.console_url.find('{') == std::string::npos;
    return "register an app" + (has_page ? " at " + provider.console_url : "") +
           ", then put its id into config.toml as [client." + provider.name + "]";
}

}  // namespace roadcase::server
