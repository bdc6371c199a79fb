#include "core/json.h"
#include "practice/client_authentication.h"

namespace roadcase::practice {
namespace {

/// The form of an authenticated POST (RFC 7009 §2.1, RFC 7662 §2.1).
OAuthResult<http::Params> authenticated_form(const ServerState& server, const Incoming& request) {
    auto form = form_of(server, request);
    if (!form) return form;
    if (const auto known = authenticate(server, request, *form); !known)
        return tl::make_unexpected(known.error());
    if (form->get("token").value_or("").empty()) return refuse("invalid_request", "token is missing.");
    return form;
}

OrderedJson describe(const ServerState& server, const TokenFacts& facts) {
    OrderedJson answer{{"active", true}, {"client_id", server.settings.client_id}};
    if (facts.expires_at) answer["exp"] = to_unix(*facts.expires_at);
    answer["iat"] = to_unix(facts.issued_at);
    answer["scope"] = facts.scope;
    if (facts.for_app) {
        answer["sub"] = server.settings.client_id;
        return answer;
    }
    answer["username"] = "nova_practice";
    if (server.is_glimesh()) {
        answer["iss"] = "boruta";
        answer["sub"] = 154;
    } else {
        answer["iss"] = server.settings.issuer;
        answer["sub"] = "practice-1";
        if (facts.expires_at) answer["token_type"] = "Bearer";
    }
    return answer;
}

std::optional<TokenFacts> facts_of(ServerState& server, const Secret& token) {
    return server.grants.with([&](const Grants& grants) {
        auto facts = grants.find_access(token, server.clock.now());
        return facts ? facts : grants.find_refresh(token);
    });
}

/// A person's: an app's own token is nobody.
bool has_living_token(ServerState& server, const Secret& token) {
    const auto facts = server.grants.with(
        [&](const Grants& grants) { return grants.find_access(token, server.clock.now()); });
    return facts && !facts->for_app;
}

http::Response challenge(std::string value, std::string body) {
    auto answer = json_answer(401, std::move(body));
    answer.headers.add("WWW-Authenticate", std::move(value));
    return answer;
}

}  // namespace

http::Response revoke(ServerState& server, const Incoming& request) {
    if (request.method != "POST") return method_not_allowed("POST");
    const auto form = authenticated_form(server, request);
    if (!form) return refusal(form.error(), request);
    server.grants.with([&](Grants& grants) { grants.revoke(secret_at(*form, "token")); });
    server.save();
    return {200, {{"Cache-Control", "no-store"}}, ""};
}

http::Response introspect(ServerState& server, const Incoming& request) {
    if (request.method != "POST") return method_not_allowed("POST");
    const auto form = authenticated_form(server, request);
    if (!form) return refusal(form.error(), request);
    const auto facts = facts_of(server, secret_at(*form, "token"));
    return json_answer(200, facts ? dump(describe(server, *facts)) : R"({"active":false})");
}

http::Response userinfo(ServerState& server, const Incoming& request) {
    if (request.method != "GET" && request.method != "POST") return method_not_allowed("GET, POST");
    const Secret token(bearer_token(request.headers));
    if (token.empty()) return challenge("Bearer realm=\"Practice Stream\"", "{}");
    if (!has_living_token(server, token))
        return challenge("Bearer realm=\"Practice Stream\", error=\"invalid_token\"",
                         R"({"error":"invalid_token"})");
    return json_answer(200, R"({"sub":"practice-1","preferred_username":"nova_practice"})");
}

http::Response graph(ServerState& server, const Incoming& request) {
    if (request.method != "POST") return method_not_allowed("POST");
    const Secret token(bearer_token(request.headers));
    if (token.empty())
        return json_answer(401, R"({"errors":[{"message":"You must be logged in to access the api"}]})");
    if (!has_living_token(server, token))
        return json_answer(401, R"({"errors":[{"header_error":"invalid_access_token",)"
                                R"("message":"You must be logged in to access the api"}]})");
    return json_answer(200, R"({"data":{"myself":{"id":"154","username":"nova_practice"}}})");
}

}  // namespace roadcase::practice
