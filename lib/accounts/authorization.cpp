#include "oauth/authorization.h"
#include "accounts/impl.h"
#include "accounts/sign_in.h"
#include "accounts/sign_in_words.h"
#include "core/encoding.h"
#include "oauth/pkce.h"

namespace roadcase::accounts {
namespace {

constexpr std::size_t most_pending = 256;

/// The random parts of one sign-in.
struct Draw {
    std::string state;  ///< 256 bits (RFC 6749 §10.10)
    Secret binding;
    Secret code_verifier;  ///< empty without PKCE
    Secret nonce;          ///< for OpenID Connect
    std::string flow_id;
};

Result<Draw> draw(Random& random, bool pkce, const std::string& given_flow_id) {
    Draw drawn;
    auto state = random.token(32);
    if (!state) return fail(state.error());
    drawn.state = std::move(*state);
    auto binding = random.token(32);
    if (!binding) return fail(binding.error());
    drawn.binding = Secret(std::move(*binding));
    auto flow_id = given_flow_id.empty() ? random.token(16) : Result<std::string>(given_flow_id);
    if (!flow_id) return fail(flow_id.error());
    drawn.flow_id = std::move(*flow_id);
    auto nonce = random.token(32);
    if (!nonce) return fail(nonce.error());
    drawn.nonce = Secret(std::move(*nonce));
    if (!pkce) return drawn;
    auto verifier = oauth::make_code_verifier(random);
    if (!verifier) return fail(verifier.error());
    drawn.code_verifier = std::move(*verifier);
    return drawn;
}

store::PendingAuthorization remembered(const SignIn& wish, const Aim& aim, const Draw& drawn, Time now) {
    auto pending = pending_of(wish, aim, drawn.flow_id, now);
    pending.state_hash = hash_of(drawn.state);
    pending.code_verifier = drawn.code_verifier;
    if (IdTokens::are_expected(aim.entry->provider.server, pending.scopes)) pending.nonce = drawn.nonce;
    pending.binding_hash = hash_of(drawn.binding.reveal());
    return pending;
}

std::string url_of(const Aim& aim, const store::PendingAuthorization& pending, const std::string& state) {
    const auto& server = aim.entry->provider.server;
    oauth::AuthorizationRequest request;
    request.redirect_uri = pending.redirect_uri;
    request.scopes = pending.scopes;
    request.state = state;
    request.nonce = pending.nonce.reveal();
    if (aim.choose_account) request.extra = server.account_choice_params;
    if (!pending.code_verifier.empty())
        request.code_challenge = oauth::s256_challenge(pending.code_verifier, server.challenge_encoding);
    return oauth::authorization_url(server, aim.entry->client, request);
}

}  // namespace

std::string hash_of(std::string_view secret) {
    return hex_encode(sha256(secret));
}

bool Accounts::begins_at_once(std::string_view client) {
    return impl_->preparation.is_at_hand(client);
}

Result<StartedSignIn> Accounts::begin_authorization(const SignIn& wish) {
    const auto aim = aim_of(*impl_, wish);
    if (!aim) return fail(aim.error());
    const auto& provider = aim->entry->provider;
    if (provider.server.authorization_endpoint.empty())
        return fail(no_browser_sign_in(provider.display_name));
    auto& world = impl_->world;
    const auto drawn = draw(world.random, provider.server.pkce, wish.flow_id);
    if (!drawn) return fail(drawn.error());

    const auto now = world.clock.now();
    const auto pending = remembered(wish, *aim, *drawn, now);
    if (auto dropped = world.store.drop_pending_before(now - sign_in_lives); !dropped)
        return fail(dropped.error());
    if (auto kept = world.store.put_pending(pending, most_pending); !kept) return fail(kept.error());

    impl_->flows.put(flow_of(world, pending), now);
    return StartedSignIn{pending.flow_id, url_of(*aim, pending, drawn->state), drawn->binding};
}

}  // namespace roadcase::accounts
