#include "practice/request_reading.h"

namespace roadcase::practice {
namespace {

/// The token that a well-formed request of a known client is about.
OAuthResult<Secret> asked_token(const ServerState& server, const Door& door, const Incoming& request) {
    const auto params = read(server, door, request);
    if (!params) return tl::make_unexpected(params.error());
    return token_of(door, request, *params);
}

std::optional<TokenFacts> find_access(ServerState& server, const Secret& token) {
    return server.grants.with(
        [&](const Grants& grants) { return grants.find_access(token, server.clock.now()); });
}

std::optional<TokenFacts> find_any(ServerState& server, const Secret& token) {
    if (auto facts = find_access(server, token)) return facts;
    return server.grants.with([&](const Grants& grants) { return grants.find_refresh(token); });
}

/// A person's living token: an app's own is nobody's.
OAuthResult<TokenFacts> facts_of_person(ServerState& server, const Door& door, const Incoming& request) {
    const auto token = asked_token(server, door, request);
    if (!token) return tl::make_unexpected(token.error());
    auto facts = find_access(server, *token);
    if (!facts || facts->for_app) return refuse("invalid_token", "", 401);
    return std::move(*facts);
}

}  // namespace

http::Response revoke(ServerState& server, const Door& door, const Incoming& request) {
    const auto token = asked_token(server, door, request);
    if (!token) return refusal(server, door, request, token.error());
    // A token that proves itself must still be one (Dropbox, Slack, Facebook).
    if (!door.scheme.empty() && !find_access(server, *token))
        return refusal(server, door, request, {401, "invalid_token"});
    server.grants.with([&](Grants& grants) { grants.revoke(*token); });
    server.save();
    return answer(server, door, request, server.values());
}

http::Response introspect(ServerState& server, const Door& door, const Incoming& request) {
    const auto token = asked_token(server, door, request);
    if (!token) return refusal(server, door, request, token.error());
    const auto facts = find_any(server, *token);
    if (!facts) return refusal(server, door, request, {200, "inactive_token"});
    return answer(server, door, request, server.values(*facts));
}

http::Response person(ServerState& server, const Door& door, const Incoming& request) {
    const auto facts = facts_of_person(server, door, request);
    if (!facts) return refusal(server, door, request, facts.error());
    return answer(server, door, request, server.values(*facts));
}

}  // namespace roadcase::practice
