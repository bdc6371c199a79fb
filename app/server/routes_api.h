#pragma once

#include <functional>

#include "accounts/accounts.h"
#include "accounts/handle_tokens.h"
#include "accounts/handles.h"
#include "accounts/keys.h"
#include "server/callers.h"
#include "server/reserved_sign_ins.h"
#include "server/router.h"

namespace roadcase::server {

/// What the API routes work with; everything outlives the router.
struct ApiWorld {
    accounts::Accounts& accounts;
    accounts::Keys& keys;
    accounts::Handles& handles;
    const accounts::Registry& registry;
    store::Store& store;
    ReservedSignIns& reserved;
    Callers& callers;
    const Clock& clock;
    Random& random;
    std::string public_url;
    bool is_server = false;  ///< a server answers, not a command in its own process
    /// Told of every token that leaves: which account, and who asked. Never the token.
    std::function<void(const std::string& account, const std::string& who)> handed_out;
    /// What is wrong with this computer, such as its clock (E106); may be empty.
    std::function<std::vector<Error>()> problems = {};
};

/// GET /api/v1/token/… and POST …/reject: the reason for everything else.
void add_token_routes(Router& router, const ApiWorld& world);
/// GET /api/v1/events.
void add_event_routes(Router& router, const ApiWorld& world, const accounts::EventLog& events);
/// /api/v1/accounts….
void add_account_routes(Router& router, const ApiWorld& world);
/// /api/v1/status, /api/v1/activity; /healthz and /readyz for anyone.
void add_status_routes(Router& router, const ApiWorld& world);
/// /api/v1/flows…: sign-ins, by browser, by a code on another device, or by pasting an address.
void add_flow_routes(Router& router, const ApiWorld& world);
/// /api/v1/keys…: scripts' passports.
void add_key_routes(Router& router, const ApiWorld& world);
/// How many keys are active, paused, unconfirmed and ended, and refusals since the start; null when unknown.
OrderedJson key_counts(const ApiWorld& world);
/// /api/v1/handles…: local stand-ins for refresh tokens.
void add_handle_routes(Router& router, const ApiWorld& world);
/// /oauth2/ACCOUNT/token, revoke, introspect, validate, and /compat/twitch/oauth2/…
void add_facade_routes(Router& router, const ApiWorld& world, accounts::HandleTokens& tokens);

/// GET /api/v1/openapi.json: what all of this is, for whoever asks.
void add_openapi_route(Router& router);

/// Helpers they share.
///
using ApiRoute = std::function<Response(const ApiWorld&, const Request&, const PathValues&)>;
/// A route that only the owner reaches.
RouteHandler for_owner(const ApiWorld& world, ApiRoute route);
/// The account a caller asks for. A key learns nothing about accounts that are not its own: unknown and
/// forbidden look alike to it.
Result<store::AccountRecord> account_for(const ApiWorld& world, const ApiCaller& caller,
                                         std::string_view reference);
/// problem() with the page where a person can mend it.
Response problem_for(const ApiWorld& world, Error error, const Request& request);

}  // namespace roadcase::server
