#include <array>

#include "core/text.h"
#include "practice/request_reading.h"

namespace roadcase::practice {
namespace {

/// As good as never, and no overflow.
constexpr seconds never{100LL * 366 * 86400};

OAuthResult<NewTokens> make_tokens(const ServerState& server, const Door& door, bool with_refresh) {
    auto access = server.random.token(32);
    auto refresh = server.random.token(32);
    if (!access || !refresh) return refuse("server_error", "No randomness.", 500);
    auto lifetime = door.lifetime.count() > 0 ? door.lifetime : server.settings.access_token_lifetime;
    if (lifetime.count() == 0) lifetime = never;
    return NewTokens{Secret(std::move(*access)), with_refresh ? Secret(std::move(*refresh)) : Secret(),
                     lifetime};
}

/// One request for tokens that has proven its client.
struct Asked {
    const Door& door;
    const http::Params& params;
    const Secret token;  ///< the one that is exchanged; empty: none
};

OAuthResult<std::string> redeem_code(ServerState& server, const Asked& asked, NewTokens& tokens) {
    const auto code = secret_at(asked.params, "code");
    const auto redirect_uri = asked.params.get("redirect_uri").value_or("");
    if (code.empty() || redirect_uri.empty())
        return refuse("invalid_request", "code or redirect_uri is missing.");
    const auto verifier = secret_at(asked.params, "code_verifier");
    return server.grants.with([&](Grants& grants) {
        return grants.redeem(code, redirect_uri, verifier, tokens, server.clock.now());
    });
}

OAuthResult<std::string> exchange(ServerState& server, const Asked& asked, NewTokens& tokens) {
    tokens.refresh = Secret();
    return server.grants.with([&](Grants& grants) {
        return grants.exchange(asked.token, asked.door.not_before, tokens, server.clock.now());
    });
}

OAuthResult<std::string> renew(ServerState& server, const Asked& asked, NewTokens& tokens) {
    if (asked.door.takes_access_token) return exchange(server, asked, tokens);
    if (server.settings.dialect.rotation == Rotation::kept) tokens.refresh = Secret();
    const auto scope = asked.params.get("scope").value_or("");
    return server.grants.with(
        [&](Grants& grants) { return grants.refresh(asked.token, scope, tokens, server.clock.now()); });
}

OAuthResult<std::string> poll_device(ServerState& server, const Asked& asked, NewTokens& tokens) {
    const auto device_code = secret_at(asked.params, "device_code");
    if (device_code.empty()) return refuse("invalid_request", "device_code is missing.");
    const auto now = server.clock.now();
    auto scope = server.devices.with([&](DeviceCodes& devices) { return devices.poll(device_code, now); });
    if (scope) server.grants.with([&](Grants& grants) { grants.issue_directly(*scope, false, tokens, now); });
    return scope;
}

/// RFC 6749 §4.4: without a person, and without a refresh token (§4.4.3).
OAuthResult<std::string> give_to_app(ServerState& server, const Asked& asked, NewTokens& tokens) {
    if (server.settings.client_secret.empty())
        return refuse("unauthorized_client", "An app without a secret gets no token of its own.");
    auto scope = asked.params.get("scope").value_or("");
    if (!scope.empty() && !is_vschar(scope)) return refuse("invalid_scope", "The scope is malformed.");
    tokens.refresh = Secret();
    server.grants.with(
        [&](Grants& grants) { grants.issue_directly(scope, true, tokens, server.clock.now()); });
    return scope;
}

struct Giver {
    Purpose purpose;
    OAuthResult<std::string> (*give)(ServerState&, const Asked&, NewTokens&);
};
constexpr std::array<Giver, 5> givers{{{Purpose::code, redeem_code},
                                       {Purpose::renewal, renew},
                                       {Purpose::exchange, exchange},
                                       {Purpose::device_token, poll_device},
                                       {Purpose::client_credentials, give_to_app}}};

OAuthResult<std::string> give(ServerState& server, const Asked& asked, NewTokens& tokens) {
    for (const auto& giver : givers)
        if (giver.purpose == asked.door.purpose) return giver.give(server, asked, tokens);
    return refuse("unsupported_grant_type", "This grant_type is not known here.");
}

Values values_of(const ServerState& server, const NewTokens& tokens, const std::string& scope) {
    auto values = server.values(TokenFacts{scope, server.clock.now(), std::nullopt, false});
    values["access_token"] = tokens.access.reveal();
    if (tokens.lifetime < never) {
        values["expires_in"] = tokens.lifetime.count();
        values["expires_in_text"] = std::to_string(tokens.lifetime.count());
        values["expires_at"] = to_unix(server.clock.now() + tokens.lifetime);
    }
    values["refresh_token_or_null"] = nullptr;
    if (!tokens.refresh.empty())
        values["refresh_token"] = values["refresh_token_or_null"] = tokens.refresh.reveal();
    return values;
}

OAuthResult<Values> answer_of(ServerState& server, const Door& door, const Incoming& request) {
    const auto params = read(server, door, request);
    if (!params) return tl::make_unexpected(params.error());
    const bool takes_token = !door.token.empty() || !door.scheme.empty();
    auto token = takes_token ? token_of(door, request, *params) : Secret();
    if (!token) return tl::make_unexpected(token.error());
    auto tokens = make_tokens(server, door, !request.faults.no_refresh_token);
    if (!tokens) return tl::make_unexpected(tokens.error());
    const auto scope = give(server, {door, *params, std::move(*token)}, *tokens);
    // Saved on refusal too: a reuse has revoked a family.
    server.save();
    if (!scope) return tl::make_unexpected(scope.error());
    return values_of(server, *tokens, *scope);
}

}  // namespace

http::Response token(ServerState& server, const Door& door, const Incoming& request) {
    const auto values = answer_of(server, door, request);
    return values ? answer(server, door, request, *values) : refusal(server, door, request, values.error());
}

}  // namespace roadcase::practice
