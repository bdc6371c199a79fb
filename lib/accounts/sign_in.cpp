#include "accounts/sign_in.h"

#include "accounts/scopes.h"
#include "accounts/sign_in_words.h"
#include "accounts/words.h"

namespace roadcase::accounts {
namespace {

/// A second account of a client is meant to be another one: a browser that is signed in would bring the first
/// again.
Result<Aim> with_scopes(Heart& heart, const SignIn& wish, Aim aim) {
    Reference ref{.client = aim.entry->name, .name = wish.name, .subject = {}, .id = aim.account_id};
    const auto existing = heart.ledger.find(ref);
    if (!existing) return fail(existing.error());
    const auto view = *existing ? (*existing)->look() : nullptr;
    aim.scopes = scopes_to_ask(wish, *aim.entry, view ? &view->record : nullptr);
    aim.choose_account = wish.choose_account;
    if (view || wish.name.empty()) return aim;
    ref.name.clear();
    const auto first = heart.ledger.find(ref);
    if (!first) return fail(first.error());
    aim.choose_account = aim.choose_account || *first;
    return aim;
}

/// Every address that a code, and what it is exchanged for, is taken to.
std::string destinations(const oauth::AuthorizationServer& server) {
    auto all = server.token_endpoint;
    const auto add = [&](const oauth::RequestForm& form) {
        if (!form.url.empty()) all += " " + form.url;
    };
    add(server.forms.code);
    add(server.forms.device_token);
    if (server.forms.exchange) add(*server.forms.exchange);
    return all;
}

// A nonce that was sent is the promise of an ID token that repeats it; other ways to sign in have none.
Result<std::optional<Json>> proven(Heart& heart, const store::PendingAuthorization& pending,
                                   const ClientEntry& entry, const oauth::TokenSet& tokens) {
    const auto& server = entry.provider.server;
    const bool is_checked = !pending.nonce.empty() ||
                            (!tokens.id_token.empty() && IdTokens::are_expected(server, pending.scopes));
    if (!is_checked) return std::nullopt;
    auto claims = heart.id_tokens.check(server, entry.client.client_id, pending.nonce, tokens.id_token);
    if (!claims) return fail(claims.error());
    return std::optional(std::move(*claims));
}

}  // namespace

Result<Aim> aim_of(Heart& heart, const SignIn& wish) {
    Aim aim;
    auto client = wish.client;
    if (!wish.account.empty()) {
        const auto ref = parse_reference(wish.account);
        if (!ref) return fail(ref.error());
        const auto account = heart.ledger.open(*ref);
        if (!account) return fail(account.error());
        const auto view = (*account)->look();
        if (is_app(view->record)) return fail(other_kind(view->record));
        aim.account_id = view->record.id;
        if (client.empty()) client = view->record.client;
        if (client != view->record.client)
            return fail(ErrorKind::invalid_request, "", wish.account + " is no account of " + client + ".");
    }
    if (!wish.name.empty() && !is_name(wish.name))
        return fail(parse_reference(client + "/" + wish.name).error());
    const auto entry = heart.preparation.prepare(client);
    if (!entry) return fail(entry.error());
    aim.entry = *entry;
    return with_scopes(heart, wish, std::move(aim));
}

store::PendingAuthorization pending_of(const SignIn& wish, const Aim& aim, std::string flow_id, Time now) {
    const auto& server = aim.entry->provider.server;
    const auto& client = aim.entry->client;
    store::PendingAuthorization pending;
    pending.flow_id = std::move(flow_id);
    pending.client = aim.entry->name;
    pending.account_id = aim.account_id;
    pending.account_name = wish.name;
    pending.redirect_uri = client.redirect_uri;
    pending.issuer = server.issuer;
    pending.authorization_endpoint = server.authorization_endpoint;
    pending.token_endpoint = destinations(server);
    pending.client_id = client.client_id;
    pending.scopes = aim.scopes;
    pending.origin = wish.origin;
    pending.created_at = now;
    return pending;
}

bool is_as_pinned(const ClientEntry& entry, const store::PendingAuthorization& pending) {
    const auto& server = entry.provider.server;
    return entry.client.client_id == pending.client_id && server.issuer == pending.issuer &&
           server.authorization_endpoint == pending.authorization_endpoint &&
           destinations(server) == pending.token_endpoint;
}

Flow flow_of(const Accounts::World& world, const store::PendingAuthorization& pending) {
    const auto entry = world.registry.find(pending.client);
    Flow flow;
    flow.id = pending.flow_id;
    flow.client = pending.client;
    flow.provider_name = entry ? entry->provider.display_name : pending.client;
    flow.name = pending.account_name;
    flow.origin = pending.origin;
    flow.started_at = pending.created_at;
    return flow;
}

Result<Settled> settle_tokens(Heart& heart, const store::PendingAuthorization& pending,
                              const ClientEntry& entry, oauth::TokenSet tokens, Events& events,
                              std::string grant_type) {
    const auto claims = proven(heart, pending, entry, tokens);
    if (!claims) return fail(claims.error());
    const auto client = entry.client_for(entry.provider.identity.request);
    const auto person = client
                            ? learn_identity(heart.world.transport, entry.provider, *client, tokens, *claims)
                            : Result<Person>(fail(client.error()));
    if (!person && contradicts(person.error())) return fail(person.error());
    return settle(heart, Grant{pending, entry, std::move(tokens), person, std::move(grant_type)}, events);
}

void note(Flow& flow, const Result<Settled>& settled, Events& events) {
    if (!settled) {
        flow.state = Flow::State::failed;
        flow.error = settled.error();
        events.push_back({"flow.failed", flow.client, settled.error().title, {}, settled.error().code});
        return;
    }
    flow.state = Flow::State::done;
    flow.account = reference_of(settled->record);
    flow.display_name = settled->record.display_name;
    flow.again = settled->again;
    flow.missing_scopes = settled->missing_scopes;
    flow.lost_scopes = settled->lost_scopes;
    flow.scripts = settled->scripts;
    const auto who = name_of_person(settled->record);
    const auto tell_of = [&](const char* kind, std::string text) {
        events.push_back(about(kind, settled->record, std::move(text)));
    };
    tell_of("account.connected", who + " is connected to " + flow.provider_name + ".");
    if (!flow.lost_scopes.empty())
        tell_of("account.scopes_lost", lost_in_words(flow.account, flow.lost_scopes, flow.scripts));
    tell_of("flow.done", "The sign-in of " + who + " is finished.");
}

}  // namespace roadcase::accounts
