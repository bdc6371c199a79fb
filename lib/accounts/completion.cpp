#include "accounts/failures.h"
#include "accounts/impl.h"
#include "accounts/sign_in.h"
#include "accounts/sign_in_words.h"
#include "accounts/words.h"
#include "core/milestone.h"
#include "oauth/authorization.h"

namespace roadcase::accounts {
namespace {

using store::PendingAuthorization;

bool is_bound(const PendingAuthorization& pending, const std::vector<std::string>& cookie_values) {
    bool bound = false;
    for (const auto& value : cookie_values)
        bound = equal_constant_time(hash_of(value), pending.binding_hash) || bound;
    return bound;
}

// A provider that sends no `iss` can be told from another by the address it calls (RFC 9700 §4.4.2).
bool is_its_address(const PendingAuthorization& pending, std::string_view path) {
    const auto registered = http::parse_url(pending.redirect_uri);
    return path.empty() || (registered && registered->path == path);
}

// Looks first and takes second: a stranger's browser must not use up the rightful sign-in, and of all that
// may finish it exactly one does.
Result<PendingAuthorization> take(const Accounts::World& world, const std::string& state,
                                  const std::vector<std::string>& cookie_values, std::string_view path) {
    const auto hash = hash_of(state);
    const auto pending = world.store.pending(hash);
    if (!pending) return fail(pending.error());
    const auto age = *pending ? world.clock.now() - (*pending)->created_at : seconds{0};
    if (!*pending || age > sign_in_lives || !is_its_address(**pending, path)) return fail(unknown_sign_in());
    if (!is_bound(**pending, cookie_values))
        return fail((*pending)->origin == "paste" ? bring_the_address() : wrong_browser());
    auto taken = world.store.take_pending(hash);
    reached("signin.taken");
    if (!taken) return fail(taken.error());
    if (!*taken) return fail(unknown_sign_in());
    return std::move(**taken);
}

Error in_words(Error error, const std::string& provider) {
    if (error.code == "E204") error.title = pressed_cancel(provider).title;
    if (error.code == "E208")
        error.title = provider + " answered from an unexpected address, so Roadcase stopped.";
    return error;
}

using oauth::TokenSet;

/// One request for tokens; what it sends is never quoted.
Result<TokenSet> ask_for_tokens(Heart& heart, const ClientPtr& entry, const http::Request& request,
                                NeverSay secrets) {
    const auto& world = heart.world;
    const auto response = world.transport.send(request);
    if (!response) return fail(response.error());
    auto outcome = oauth::parse_token_response(entry->provider.server, *response, world.clock.now());
    if (auto* tokens = std::get_if<TokenSet>(&outcome)) return std::move(*tokens);
    const auto& failure = std::get<oauth::TokenFailure>(outcome);
    if (names_unknown_client(failure)) heart.preparation.forget_registration(entry);
    return fail(exchange_error(failure, *entry, secrets));
}

// A code works once, so the request is sent once. Where the first token is short-lived, it is exchanged at
// once for the one that is kept.
Result<TokenSet> exchange(Heart& heart, const ClientPtr& entry, const PendingAuthorization& pending,
                          const oauth::AuthorizationCode& code) {
    const auto client = entry->ready_client();
    if (!client) return fail(client.error());
    const auto& server = entry->provider.server;
    auto tokens = ask_for_tokens(
        heart, entry, oauth::code_request(server, *client, code, pending.redirect_uri, pending.code_verifier),
        {&code.value(), &client->client_secret, &pending.code_verifier});
    if (!tokens) return tokens;
    const auto again = oauth::exchange_request(server, *client, tokens->access_token);
    if (!again) return tokens;
    auto lasting = ask_for_tokens(heart, entry, *again, {&tokens->access_token, &client->client_secret});
    if (lasting && !lasting->scopes) lasting->scopes = tokens->scopes;
    if (lasting && lasting->id_token.empty()) lasting->id_token = tokens->id_token;
    return lasting;
}

Result<Settled> finish(Heart& heart, const PendingAuthorization& pending,
                       oauth::AuthorizationResponse response, Events& events) {
    const auto& world = heart.world;
    const auto whole = heart.preparation.prepared(pending.client);
    if (!whole) return fail(whole.error());
    const auto& entry = *whole;
    if (!entry || !is_as_pinned(*entry, pending))
        return fail(changed_on_the_way(entry ? entry->provider.display_name : pending.client));
    const auto code = oauth::accept_response(entry->provider.server, std::move(response));
    if (!code) return fail(in_words(code.error(), entry->provider.display_name));
    if (auto writable = world.store.check_writable(); !writable) return fail(writable.error());

    auto tokens = exchange(heart, entry, pending, *code);
    if (!tokens) return fail(tokens.error());
    reached("signin.exchanged");
    return settle_tokens(heart, pending, *entry, std::move(*tokens), events);
}

}  // namespace

Result<Flow> Accounts::complete_authorization(std::string_view raw_query,
                                              const std::vector<std::string>& cookie_values,
                                              std::string_view path) {
    auto response = oauth::parse_authorization_response(raw_query);
    if (!response) return fail(response.error());
    const auto pending = take(impl_->world, response->state, cookie_values, path);
    if (!pending) return fail(pending.error());

    auto flow = flow_of(impl_->world, *pending);
    const auto known = impl_->flows.find(flow.id, impl_->world.clock.now());
    if (known && known->state == Flow::State::failed) return *known;  // cancelled

    Events events;
    note(flow, finish(*impl_, *pending, std::move(*response), events), events);
    impl_->flows.put(flow, impl_->world.clock.now());
    tell(impl_->world, events);
    return flow;
}

}  // namespace roadcase::accounts
