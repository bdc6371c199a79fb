// Accounts that come without a person in a browser: an app's own token, and a refresh token brought along.
#include "accounts/failures.h"
#include "accounts/impl.h"
#include "accounts/scopes.h"
#include "accounts/sign_in.h"
#include "accounts/sign_in_words.h"
#include "accounts/words.h"

namespace roadcase::accounts {
namespace {

using oauth::TokenFailure;
using oauth::TokenSet;

/// A wish that is ready to be asked for.
struct Errand {
    Aim aim;
    oauth::Client client;
    store::PendingAuthorization pending;
};

Result<Errand> errand_of(Heart& heart, const SignIn& wish) {
    auto aim = aim_of(heart, wish);
    if (!aim) return fail(aim.error());
    auto client = aim->entry->ready_client();
    if (!client) return fail(client.error());
    // What is answered must be kept: asked before anything is spent.
    if (auto writable = heart.world.store.check_writable(); !writable) return fail(writable.error());
    auto pending = pending_of(wish, *aim, "", heart.world.clock.now());
    pending.scopes = one_by_one(wish.scopes);
    return Errand{std::move(*aim), std::move(*client), std::move(pending)};
}

// Nothing of a person's is spent by asking twice, and an answer that was lost is there again (FAPI 2.0
// §5.3.2.1).
Result<http::Response> send(http::Transport& transport, const http::Request& request) {
    auto response = transport.send(request);
    if (!response && response.error().maybe_done && !transport.is_closed())
        response = transport.send(request);
    return response;
}

// There was no code, and nobody signed in.
Error without_sign_in(Error error, const TokenFailure& failure, const ClientEntry& entry, const char* way) {
    const auto again = "roadcase add " + entry.name + " " + way;
    if (error.code == "E209" || error.code == "E210")
        return make_error(ErrorKind::rejected, "", entry.provider.display_name + " refused this request.",
                          "It answered \"" + failure.error + "\".",
                          "Compare the client's settings with the provider's console, then: " + again);
    if (error.next.starts_with("Start the sign-in again")) error.next = "In a few minutes: " + again;
    return error;
}

Error refused_app(const TokenFailure& failure, const Errand& errand) {
    const auto& entry = *errand.aim.entry;
    const bool not_for_us =
        failure.error == "unauthorized_client" || failure.error == "unsupported_grant_type";
    if (not_for_us) return no_token_for_app(entry.provider.display_name, entry.name);
    return without_sign_in(exchange_error(failure, entry, {&errand.client.client_secret}), failure, entry,
                           "--app");
}

Error refused_token(const TokenFailure& failure, const Errand& errand, const Secret& brought) {
    const auto& entry = *errand.aim.entry;
    if (oauth::judge(failure) == oauth::RenewalVerdict::grant_gone)
        return brought_token_refused(entry.provider.display_name, entry.name);
    return without_sign_in(exchange_error(failure, entry, {&brought, &errand.client.client_secret}), failure,
                           entry, "--refresh-token");
}

// The provider may have replaced it by the time we know whose it is.
Error not_taken_over(Error error) {
    error.detail += (error.detail.empty() ? "" : " ") +
                    std::string("The refresh token that you brought may have been replaced by this attempt.");
    return error;
}

Result<store::AccountRecord> announced(Heart& heart, const Result<Settled>& settled, Events& events,
                                       std::string who) {
    if (settled) {
        const auto& record = settled->record;
        if (who.empty()) who = name_of_person(record);
        events.push_back(about("account.connected", record,
                               who + " is connected to " + heart.ledger.provider_of(record) + "."));
    }
    tell(heart.world, events);
    if (!settled) return fail(settled.error());
    return settled->record;
}

}  // namespace

Result<store::AccountRecord> Accounts::add_app(SignIn wish) {
    if (wish.name.empty()) wish.name = "app";
    const auto errand = errand_of(*impl_, wish);
    if (!errand) return fail(errand.error());
    const auto& entry = *errand->aim.entry;
    if (errand->client.client_secret.empty())
        return fail(app_without_secret(entry.provider.display_name, entry.name));
    const auto& server = entry.provider.server;
    const auto response = send(impl_->world.transport, oauth::client_credentials_request(
                                                           server, errand->client, errand->pending.scopes));
    if (!response) return fail(response.error());
    auto outcome = oauth::parse_token_response(server, *response, impl_->world.clock.now());
    if (const auto* failure = std::get_if<TokenFailure>(&outcome))
        return fail(refused_app(*failure, *errand));
    auto& tokens = std::get<TokenSet>(outcome);
    tokens.refresh_token = {};  // RFC 6749 §4.4.3: asking again is its renewal
    const Result<Person> nobody = Person{};
    Events events;
    const auto settled =
        settle(*impl_, Grant{errand->pending, entry, std::move(tokens), nobody, store::app_grant}, events);
    return announced(*impl_, settled, events, "The app itself");
}

Result<store::AccountRecord> Accounts::import_refresh_token(const SignIn& wish, const Secret& brought) {
    auto errand = errand_of(*impl_, wish);
    if (!errand) return fail(errand.error());
    const auto& entry = *errand->aim.entry;
    const auto& server = entry.provider.server;
    const auto response = send(impl_->world.transport, oauth::refresh_request(server, errand->client, brought,
                                                                              errand->pending.scopes));
    if (!response) return fail(response.error());
    auto outcome = oauth::parse_token_response(server, *response, impl_->world.clock.now());
    if (const auto* failure = std::get_if<TokenFailure>(&outcome))
        return fail(refused_token(*failure, *errand, brought));
    auto& tokens = std::get<TokenSet>(outcome);
    if (tokens.refresh_token.empty()) tokens.refresh_token = brought;
    // What it was once asked for is nobody's knowledge but the provider's.
    if (tokens.scopes) errand->pending.scopes = *tokens.scopes;
    Events events;
    auto settled = settle_tokens(*impl_, errand->pending, entry, std::move(tokens), events);
    if (!settled) settled = fail(not_taken_over(settled.error()));
    return announced(*impl_, settled, events, "");
}

}  // namespace roadcase::accounts
