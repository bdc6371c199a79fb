// A token endpoint for libraries that insist on refreshing: to them it is RFC 6749, 7009 and 7662 (or
// Twitch), with a handle in place of the refresh token; the provider is spoken to by nobody but Accounts.
#include "accounts/handle_tokens.h"
#include "core/encoding.h"
#include "core/text.h"
#include "server/api_json.h"
#include "server/facade_caller.h"
#include "server/routes_api.h"

namespace roadcase::server {
namespace {

using Dialect = OAuthAnswers::Dialect;

Response refused(const Facade& facade, Error error, const std::string& account_id) {
    if (error.kind == ErrorKind::unauthorized_key && facade.api.callers.are_too_many_wrong())
        return facade.answers.refuse(429, "invalid_grant", error.title, seconds{60});
    const auto account = by_id(facade, account_id);
    if (account && error.kind == ErrorKind::needs_authorization)
        error.action_url = action_url(*account, facade.api.public_url);
    return facade.answers.refuse(error);
}

Response give_token(const Facade& facade, const Request& request, const PathValues& values) {
    if (!request.may_block) return later();
    const auto params = params_of(facade, request);
    if (!params) return facade.answers.refuse(params.error());
    if (!has_sound_client(request))
        return facade.answers.refuse(401, "invalid_client", "The Authorization header cannot be read.");
    const auto grant = params->get("grant_type").value_or("");
    if (grant.empty()) return facade.answers.refuse(400, "invalid_request", "missing grant_type");
    if (grant != "refresh_token")
        return facade.answers.refuse(400, "unsupported_grant_type",
                                     "Only refresh_token, with a handle: roadcase handle create ACCOUNT");
    const Secret presented(params->get("refresh_token").value_or(""));
    if (presented.empty()) return facade.answers.refuse(400, "invalid_request", "missing refresh token");
    const auto handle = handle_for(facade, presented, values);
    if (!handle) return refused(facade, handle.error(), {});
    const auto token = facade.tokens.token(*handle, split(params->get("scope").value_or(""), ' '));
    if (!token) return refused(facade, token.error(), handle->account_id);
    if (facade.api.handed_out) facade.api.handed_out(token->account, "handle " + handle->name);
    return facade.answers.token(*token, presented, facade.api.clock.now());
}

/// RFC 7009: a handle ends here; an access token of ours stays, because it is not this program's alone.
Response revoke(const Facade& facade, const Request& request, const PathValues& values) {
    const auto params = params_of(facade, request);
    if (!params) return facade.answers.refuse(params.error());
    const Secret presented(params->get("token").value_or(""));
    if (presented.empty()) return facade.answers.refuse(400, "invalid_request", "missing token");
    const auto handle = facade.api.handles.find(presented);
    if (!handle) return facade.answers.refuse(handle.error());
    if (*handle && is_of_path(facade, **handle, values)) {
        const auto revoked = facade.api.handles.revoke((*handle)->id);
        return revoked ? facade.answers.done() : facade.answers.refuse(revoked.error());
    }
    // Twitch says that it does not know a token; the standard says nothing.
    if (facade.dialect == Dialect::twitch && !token_like(facade, presented, values))
        return facade.answers.refuse(400, "invalid_request", "Invalid token");
    return facade.answers.done();
}

Response validate(const Facade& facade, const Request& request, const PathValues& values) {
    const auto presented = access_token_in(request);
    const auto token = token_like(facade, presented, values);
    if (!token) return facade.answers.invalid_token(facade.api.callers.are_too_many_wrong());
    return facade.answers.owner(*token, facade.api.clock.now());
}

OrderedJson introspected(const accounts::Token& token, std::string_view type) {
    OrderedJson body{{"active", true}};
    body["scope"] = join(token.scopes, " ");
    body["client_id"] = token.client_id;
    body["username"] = token.display_name;
    body["token_type"] = type;
    if (type != "refresh_token" && token.expires_at) body["exp"] = to_unix(*token.expires_at);
    body["sub"] = token.subject;
    return body;
}

/// What the token is, of the account in the path.
OrderedJson introspection(const Facade& facade, const Secret& presented,
                          const store::AccountRecord& account) {
    const auto current = current_token(facade, account.id);
    if (!current) return {{"active", false}};
    if (current->access_token == presented) return introspected(*current, current->token_type);
    const auto handle = facade.api.handles.find(presented);
    if (handle && *handle && (*handle)->account_id == account.id)
        return introspected(*current, "refresh_token");
    return {{"active", false}};
}

Response introspect(const Facade& facade, const Request& request, const PathValues& values) {
    const auto params = params_of(facade, request);
    if (!params) return facade.answers.refuse(params.error());
    const auto account = account_of_caller(facade, request, *params, values);
    if (!account) return account.error();
    const Secret presented(params->get("token").value_or(""));
    if (presented.empty()) return facade.answers.refuse(400, "invalid_request", "missing token");
    auto answer = json(200, introspection(facade, presented, *account));
    answer.headers.set("Pragma", "no-cache");
    return answer;
}

using FacadeRoute = Response (*)(const Facade&, const Request&, const PathValues&);

void add(Router& router, const Facade& facade, const std::string& base, const char* method,
         const std::string& name, FacadeRoute route) {
    router.on(method, base + name, {RouteTraits::Caller::script, false},
              [facade, route](const Request& r, const PathValues& v) { return route(facade, r, v); });
}

}  // namespace

void add_facade_routes(Router& router, const ApiWorld& world, accounts::HandleTokens& tokens) {
    const std::pair<std::string, Dialect> doors[] = {{"/oauth2/{account*}/", Dialect::standard},
                                                     {"/compat/twitch/oauth2/", Dialect::twitch}};
    for (const auto& [base, dialect] : doors) {
        const Facade facade{world, tokens, dialect, OAuthAnswers(dialect)};
        add(router, facade, base, "POST", "token", give_token);
        add(router, facade, base, "POST", "revoke", revoke);
        add(router, facade, base, "GET", "validate", validate);
        if (dialect == Dialect::standard) add(router, facade, base, "POST", "introspect", introspect);
    }
}

}  // namespace roadcase::server
