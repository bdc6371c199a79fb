#include "oauth/authorization.h"
#include "accounts/impl.h"
#include "core/encoding.h"
#include "oauth/pkce.h"

namespace roadcase::accounts {
namespace {

constexpr std::size_t most_pending = 256;

/// What a sign-in is for: the client, and the account when it is an existing one.
struct Aim {
    ClientPtr entry;
    std::string account_id;
};

Result<Aim> aim_of(Heart& heart, const SignIn& wish) {
    Aim aim;
    auto client = wish.client;
    if (!wish.account.empty()) {
        const auto ref = parse_reference(wish.account);
        if (!ref) return fail(ref.error());
        const auto account = heart.ledger.open(*ref);
        if (!account) return fail(account.error());
        const auto view = (*account)->look();
        aim.account_id = view->record.id;
        if (client.empty()) client = view->record.client;
        if (client != view->record.client)
            return fail(ErrorKind::invalid_request, "", wish.account + " is no account of " + client + ".");
    }
    if (!wish.name.empty() && !is_name(wish.name))
        return fail(parse_reference(client + "/" + wish.name).error());
    const auto entry = heart.world.registry.require(client);
    if (!entry) return fail(entry.error());
    aim.entry = *entry;
    return aim;
}

/// The random parts of one sign-in.
struct Draw {
    std::string state;  ///< 256 bits (RFC 6749 §10.10)
    Secret binding;
    Secret code_verifier;  ///< empty without PKCE
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
    if (!pkce) return drawn;
    auto verifier = oauth::make_code_verifier(random);
    if (!verifier) return fail(verifier.error());
    drawn.code_verifier = std::move(*verifier);
    return drawn;
}

// Both endpoints and the issuer are remembered, so that an answer is only ever taken to the server it was
// asked of (RFC 9700 §4.4.2).
store::PendingAuthorization pending_of(const SignIn& wish, const Aim& aim, const Draw& drawn, Time now) {
    const auto& server = aim.entry->provider.server;
    const auto& client = aim.entry->client;
    store::PendingAuthorization pending;
    pending.state_hash = hash_of(drawn.state);
    pending.flow_id = drawn.flow_id;
    pending.client = aim.entry->name;
    pending.account_id = aim.account_id;
    pending.account_name = wish.name;
    pending.redirect_uri = client.redirect_uri;
    pending.issuer = server.issuer;
    pending.authorization_endpoint = server.authorization_endpoint;
    pending.token_endpoint = server.token_endpoint;
    pending.client_id = client.client_id;
    pending.scopes = wish.scopes.empty() ? client.scopes : wish.scopes;
    pending.code_verifier = drawn.code_verifier;
    pending.binding_hash = hash_of(drawn.binding.reveal());
    pending.origin = wish.origin;
    pending.created_at = now;
    return pending;
}

std::string url_of(const Aim& aim, const store::PendingAuthorization& pending, const std::string& state) {
    const auto& server = aim.entry->provider.server;
    oauth::AuthorizationRequest request;
    request.redirect_uri = pending.redirect_uri;
    request.scopes = pending.scopes;
    request.state = state;
    if (!pending.code_verifier.empty())
        request.code_challenge = oauth::s256_challenge(pending.code_verifier, server.challenge_encoding);
    return oauth::authorization_url(server, aim.entry->client, request);
}

}  // namespace

std::string hash_of(std::string_view secret) {
    return hex_encode(sha256(secret));
}

Result<StartedSignIn> Accounts::begin_authorization(const SignIn& wish) {
    const auto aim = aim_of(*impl_, wish);
    if (!aim) return fail(aim.error());
    auto& world = impl_->world;
    const auto drawn = draw(world.random, aim->entry->provider.server.pkce, wish.flow_id);
    if (!drawn) return fail(drawn.error());

    const auto now = world.clock.now();
    const auto pending = pending_of(wish, *aim, *drawn, now);
    if (auto dropped = world.store.drop_pending_before(now - sign_in_lives); !dropped)
        return fail(dropped.error());
    if (auto kept = world.store.put_pending(pending, most_pending); !kept) return fail(kept.error());

    Flow flow;
    flow.id = pending.flow_id;
    flow.client = pending.client;
    flow.provider_name = aim->entry->provider.display_name;
    flow.origin = pending.origin;
    flow.started_at = now;
    impl_->flows.put(std::move(flow), now);
    return StartedSignIn{pending.flow_id, url_of(*aim, pending, drawn->state), drawn->binding};
}

}  // namespace roadcase::accounts
