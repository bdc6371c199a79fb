#pragma once

#include <string>

#include "accounts/heart.h"
#include "accounts/settlement.h"

namespace roadcase::accounts {

/// What every way of signing in shares, from the wish to the account.

/// What a sign-in is for: the client, and the account when it is an existing one.
struct Aim {
    ClientPtr entry;
    std::string account_id;
    std::vector<std::string> scopes;  ///< to ask for
    bool choose_account = false;      ///< where the provider can, the person chooses whom to sign in as
};
/// Reads the wish against what exists (E501, E502; a name that is none; nobody signs in to an app's own).
Result<Aim> aim_of(Heart& heart, const SignIn& wish);

/// What must be remembered of it. Issuer and every endpoint are pinned, so that an answer is only ever
/// taken to the server it was asked of (RFC 9700 §4.4.2). Without state, binding and verifier.
store::PendingAuthorization pending_of(const SignIn& wish, const Aim& aim, std::string flow_id, Time now);
/// Nothing that was pinned has changed since.
bool is_as_pinned(const ClientEntry& entry, const store::PendingAuthorization& pending);

/// The flow of a sign-in that was begun and is not finished.
Flow flow_of(const Accounts::World& world, const store::PendingAuthorization& pending);

/// Checks the ID token where one is due (E215: nothing is saved), learns who it is and settles. One network
/// request, perhaps three. `grant_type` as in AccountRecord.
Result<Settled> settle_tokens(Heart& heart, const store::PendingAuthorization& pending,
                              const ClientEntry& entry, oauth::TokenSet tokens, Events& events,
                              std::string grant_type = "authorization_code");
/// Writes how it ended into the flow, and into the events.
void note(Flow& flow, const Result<Settled>& settled, Events& events);

}  // namespace roadcase::accounts
