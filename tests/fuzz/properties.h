#pragma once

#include <string>
#include <string_view>

#include "core/text.h"
#include "oauth/token.h"

namespace roadcase::test {

/// What must hold whatever a server or a browser sends. Each function gives the broken rule in words, or
/// nothing when all is well; the fuzz targets and a unit test over the corpora share them.

inline bool is_token(const Secret& token) {
    return !token.empty() && token.size() <= 8192 && is_vschar(token.reveal());
}

inline std::string problem_of(const oauth::TokenSet& set, std::string_view body, Time now) {
    if (!is_token(set.access_token)) return "an access token that is none";
    if (!set.refresh_token.empty() && !is_token(set.refresh_token)) return "a refresh token that is none";
    if (!set.id_token.empty() && !is_token(set.id_token)) return "an id token that is none";
    if (!set.expires_at || *set.expires_at <= now) return "a token that is dead on arrival";
    if (*set.expires_at > now + seconds{10LL * 366 * 86400}) return "a token that outlives us";
    if (set.raw.reveal() != body) return "an answer that was changed";
    for (const auto& scope : set.scopes.value_or(std::vector<std::string>()))
        if (!is_vschar(scope)) return "a scope with control characters";
    return {};
}

inline std::string problem_of(const oauth::TokenFailure& failure) {
    const bool answered = failure.kind == oauth::TokenFailure::Kind::server_error;
    if (answered == failure.error.empty()) return "an error without a name, or a name without an error";
    for (const auto* text : {&failure.error, &failure.error_description, &failure.content_type}) {
        if (!is_utf8(*text) || text->size() > 210) return "a message that cannot be shown";
        for (const unsigned char c : *text)
            if (c < 0x20 || c == 0x7F) return "a message with control characters";
    }
    oauth::judge(failure);
    return {};
}

inline std::string token_response_problem(std::string_view body) {
    const Time now = from_unix(1'800'000'000);
    for (const int status : {200, 400}) {
        for (const auto* type : {"application/json", "application/x-www-form-urlencoded", ""}) {
            const http::Response response{
                status, {{"Content-Type", type}, {"Retry-After", std::string(body)}}, std::string(body)};
            const auto outcome = oauth::parse_token_response({}, response, now);
            const auto* set = std::get_if<oauth::TokenSet>(&outcome);
            if (set != nullptr && status != 200) return "a token out of a refusal";
            const auto problem = set != nullptr ? problem_of(*set, body, now)
                                                : problem_of(std::get<oauth::TokenFailure>(outcome));
            if (!problem.empty()) return problem;
        }
    }
    return {};
}

inline std::string redirect_query_problem(std::string_view query) {
    auto response = oauth::parse_authorization_response(query);
    if (!response)
        return response.error().code == (query.empty() ? "E204" : "E205") ? "" : "a refusal without its code";
    if (response->state.empty() || !is_vschar(response->state)) return "a state that is none";
    if (response->code.empty() == response->error.empty()) return "neither one code nor one error";
    oauth::AuthorizationServer server;
    server.issuer = "https://id.example";
    const auto iss = response->iss;
    const auto code = oauth::accept_response(server, std::move(*response));
    if (code && !iss.empty() && iss != server.issuer) return "a code of a foreign issuer";
    if (code && (code->value().size() > 2048 || !is_vschar(code->value().reveal())))
        return "a code that is none";
    return {};
}

}  // namespace roadcase::test
