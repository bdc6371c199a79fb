#include "core/json.h"
#include "core/text.h"
#include "practice/client_authentication.h"

namespace roadcase::practice {
namespace {

OAuthResult<NewTokens> make_tokens(ServerState& server, bool with_refresh) {
    auto access = server.random.token(32);
    auto refresh = server.random.token(32);
    if (!access || !refresh) return refuse("server_error", "No randomness.", 500);
    return NewTokens{Secret(std::move(*access)), with_refresh ? Secret(std::move(*refresh)) : Secret()};
}

OAuthResult<std::string> redeem_code(ServerState& server, const http::Params& form, const NewTokens& tokens) {
    const auto code = secret_at(form, "code");
    const auto redirect_uri = form.get("redirect_uri").value_or("");
    if (code.empty() || redirect_uri.empty())
        return refuse("invalid_request", "code or redirect_uri is missing.");
    return server.grants.with([&](Grants& grants) {
        return grants.redeem(code, redirect_uri, secret_at(form, "code_verifier"), tokens,
                             server.clock.now());
    });
}

OAuthResult<std::string> refresh(ServerState& server, const http::Params& form, const NewTokens& tokens) {
    const auto token = secret_at(form, "refresh_token");
    if (token.empty()) return refuse("invalid_request", "refresh_token is missing.");
    return server.grants.with([&](Grants& grants) {
        return grants.refresh(token, form.get("scope").value_or(""), tokens, server.clock.now());
    });
}

OAuthResult<std::string> poll_device(ServerState& server, const http::Params& form, const NewTokens& tokens) {
    const auto device_code = secret_at(form, "device_code");
    if (device_code.empty()) return refuse("invalid_request", "device_code is missing.");
    const auto now = server.clock.now();
    auto scope = server.devices.with([&](DeviceCodes& devices) { return devices.poll(device_code, now); });
    if (scope) server.grants.with([&](Grants& grants) { grants.issue_directly(*scope, false, tokens, now); });
    return scope;
}

/// RFC 6749 §4.4: without a person, and without a refresh token (§4.4.3).
OAuthResult<std::string> app_token(ServerState& server, const http::Params& form, NewTokens& tokens) {
    if (server.settings.client_secret.empty())
        return refuse("unauthorized_client", "An app without a secret gets no token of its own.");
    auto scope = form.get("scope").value_or("");
    if (!scope.empty() && !is_vschar(scope)) return refuse("invalid_scope", "The scope is malformed.");
    tokens.refresh = Secret();
    server.grants.with(
        [&](Grants& grants) { grants.issue_directly(scope, true, tokens, server.clock.now()); });
    return scope;
}

OAuthResult<std::string> grant(ServerState& server, const http::Params& form, NewTokens& tokens) {
    const auto type = form.get("grant_type").value_or("");
    if (type == "authorization_code") return redeem_code(server, form, tokens);
    if (type == "refresh_token") return refresh(server, form, tokens);
    if (type == device_grant) return poll_device(server, form, tokens);
    if (type == "client_credentials") return app_token(server, form, tokens);
    if (type.empty() || server.is_glimesh())
        return refuse("invalid_request", "grant_type is missing or unknown.");
    return refuse("unsupported_grant_type", "This grant_type is not known here.");
}

OrderedJson standard_answer(const ServerState& server, const NewTokens& tokens, const std::string& scope) {
    OrderedJson answer{{"access_token", tokens.access.reveal()},
                       {"token_type", "Bearer"},
                       {"expires_in", server.settings.access_token_lifetime.count()}};
    if (!tokens.refresh.empty()) answer["refresh_token"] = tokens.refresh.reveal();
    if (!scope.empty()) answer["scope"] = scope;
    return answer;
}

/// Six members in the alphabet's order; created_at is UTC and does not say so.
OrderedJson glimesh_answer(const ServerState& server, const NewTokens& tokens, const std::string& scope) {
    auto created_at = rfc3339(server.clock.now());
    created_at.pop_back();
    OrderedJson answer{{"access_token", tokens.access.reveal()},
                       {"created_at", std::move(created_at)},
                       {"expires_in", server.settings.access_token_lifetime.count()},
                       {"refresh_token", nullptr},
                       {"scope", scope},
                       {"token_type", "bearer"}};
    if (!tokens.refresh.empty()) answer["refresh_token"] = tokens.refresh.reveal();
    return answer;
}

OAuthResult<std::string> answer_of(ServerState& server, const Incoming& request) {
    const auto form = form_of(server, request);
    if (!form) return tl::make_unexpected(form.error());
    if (const auto known = authenticate(server, request, *form); !known)
        return tl::make_unexpected(known.error());
    auto tokens = make_tokens(server, !request.faults.no_refresh_token);
    if (!tokens) return tl::make_unexpected(tokens.error());
    const auto scope = grant(server, *form, *tokens);
    // Saved on refusal too: a reuse has revoked a family.
    server.save();
    if (!scope) return tl::make_unexpected(scope.error());
    return dump(server.is_glimesh() ? glimesh_answer(server, *tokens, *scope)
                                    : standard_answer(server, *tokens, *scope));
}

}  // namespace

http::Response token(ServerState& server, const Incoming& request) {
    if (request.method != "POST") return method_not_allowed("POST");
    auto body = answer_of(server, request);
    return body ? json_answer(200, std::move(*body)) : refusal(body.error(), request);
}

}  // namespace roadcase::practice
