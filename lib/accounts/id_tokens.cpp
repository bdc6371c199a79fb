#include "accounts/id_tokens.h"

#include <algorithm>

namespace roadcase::accounts {
namespace {

constexpr seconds good_for{86'400};
constexpr seconds asked_again_after{60};
constexpr std::size_t most_servers = 32;
constexpr std::size_t longest_document = 256 * 1024;

Error no_keys(const std::string& why) {
    return oauth::proof_does_not_hold("The provider's keys to check it could not be read: " + why + ".");
}

}  // namespace

bool IdTokens::are_expected(const oauth::AuthorizationServer& server,
                            const std::vector<std::string>& scopes) {
    return !server.issuer.empty() && !server.jwks_uri.empty() &&
           std::find(scopes.begin(), scopes.end(), "openid") != scopes.end();
}

Result<Json> IdTokens::check(const oauth::AuthorizationServer& server, const std::string& client_id,
                             const Secret& nonce, const Secret& id_token) {
    if (id_token.empty()) return fail(oauth::proof_does_not_hold("Its answer held none."));
    const auto keys = keys_for(server.jwks_uri, id_token);
    if (!keys) return fail(keys.error());
    return oauth::check_id_token(id_token, **keys,
                                 {server.issuer, client_id, nonce.reveal(), world_.clock.now()});
}

// A token can name any key it likes: what it names may not make us ask as often as a server likes.
Result<IdTokens::KeysPtr> IdTokens::keys_for(const std::string& jwks_uri, const Secret& id_token) {
    const auto now = world_.clock.since_boot();
    const auto known = known_.with([&](const auto& all) {
        const auto found = all.find(jwks_uri);
        return found == all.end() ? Known{} : found->second;
    });
    const bool enough =
        known.keys && (now - known.asked_at < asked_again_after ||
                       (now - known.asked_at < good_for && !oauth::names_unknown_key(id_token, *known.keys)));
    if (enough) return known.keys;
    auto fresh = fetch(jwks_uri);
    if (!fresh) return fresh;
    known_.with([&](auto& all) {
        if (all.size() >= most_servers && all.count(jwks_uri) == 0)
            all.erase(std::min_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
                return a.second.asked_at < b.second.asked_at;
            }));
        all.insert_or_assign(jwks_uri, Known{*fresh, now});
    });
    return fresh;
}

Result<IdTokens::KeysPtr> IdTokens::fetch(const std::string& jwks_uri) {
    const auto response = world_.transport.send({"GET", jwks_uri, {{"Accept", "application/json"}}, {}});
    if (!response) return fail(response.error());
    if (response->status != 200)
        return fail(no_keys("it answered with status " + std::to_string(response->status)));
    auto keys =
        response->body.size() > longest_document ? std::nullopt : oauth::parse_json_web_keys(response->body);
    if (!keys) return fail(no_keys("it sent no key set"));
    return std::make_shared<const std::vector<oauth::JsonWebKey>>(std::move(*keys));
}

}  // namespace roadcase::accounts
