#include <algorithm>

#include "core/encoding.h"
#include "core/text.h"
#include "practice/consent_page.h"
#include "practice/endpoints.h"

namespace roadcase::practice {
namespace {

constexpr std::size_t max_state = 1024;

bool is_registered(const PracticeSettings& settings, const std::string& redirect_uri) {
    const auto& all = settings.redirect_uris;
    return std::find(all.begin(), all.end(), redirect_uri) != all.end();
}

http::Response send_back(const ServerState& server, const Consent& consent, http::Params params) {
    if (!consent.state.empty()) params.add("state", consent.state);
    if (!server.is_glimesh()) params.add("iss", server.settings.issuer);
    return redirect_answer(http::with_query(consent.redirect_uri, params));
}

http::Response send_error(const ServerState& server, const Consent& consent, const OAuthError& error) {
    return send_back(
        server, consent,
        {{"error", std::string(error.error)}, {"error_description", std::string(error.description)}});
}

OAuthResult<void> check_challenge(const ServerState& server, const http::Params& params) {
    const auto challenge = params.get("code_challenge").value_or("");
    const bool required = server.settings.require_pkce && !server.is_glimesh();
    if (challenge.empty() && required) return refuse("invalid_request", "PKCE is required here.");
    if (challenge.empty()) return {};
    // A missing method would mean plain (RFC 7636 §4.3), which proves nothing.
    if (params.get("code_challenge_method") != "S256")
        return refuse("invalid_request", "Only S256 is known here.");
    const auto digest = base64url_decode(challenge);
    if (!digest || digest->size() != 32) return refuse("invalid_request", "code_challenge is no S256 value.");
    return {};
}

/// What may be told to the client itself (RFC 6749 §4.1.2.1).
OAuthResult<void> check_request(const ServerState& server, const http::Params& params) {
    const auto type = params.get("response_type").value_or("");
    if (type.empty()) return refuse("invalid_request", "response_type is missing.");
    if (type != "code") return refuse("unsupported_response_type", "Only response_type=code is known here.");
    const auto scope = params.get("scope").value_or("");
    if (!scope.empty() && !is_vschar(scope)) return refuse("invalid_scope", "The scope is malformed.");
    return check_challenge(server, params);
}

Consent consent_of(const http::Params& params) {
    return {params.get("redirect_uri").value_or(""), params.get("state").value_or(""),
            params.get("scope").value_or(""), params.get("code_challenge").value_or(""), ""};
}

http::Response ask(ServerState& server, Consent consent) {
    auto id = server.random.token(32);
    if (!id) return send_error(server, consent, {500, "server_error", "No randomness."});
    const Secret request_id(std::move(*id));
    const auto target = http::parse_url(consent.redirect_uri);
    server.grants.with(
        [&](Grants& grants) { grants.open_consent(request_id, std::move(consent), server.clock.now()); });
    return consent_page(
        {page_path(server.settings.issuer, "/consent"), request_id, target ? target->origin() : ""});
}

http::Response allow(ServerState& server, Consent consent) {
    auto code = server.random.token(32);
    if (!code) return send_error(server, consent, {500, "server_error", "No randomness."});
    server.grants.with([&](Grants& grants) { grants.add_code(Secret(*code), consent, server.clock.now()); });
    http::Params params{{"code", std::move(*code)}};
    if (server.is_glimesh()) params.add("expires_in", std::to_string(server.settings.code_lifetime.count()));
    return send_back(server, consent, std::move(params));
}

}  // namespace

http::Response authorize(ServerState& server, const Incoming& request) {
    if (request.method != "GET") return method_not_allowed("GET");
    const auto params = http::parse_params(request.query);
    if (!params || params->repeated())
        return error_page("The address cannot be read, or names a parameter twice.");
    if (params->get("client_id") != server.settings.client_id)
        return error_page("This app is not known here.");
    auto consent = consent_of(*params);
    if (!is_registered(server.settings, consent.redirect_uri))
        return error_page("The app's redirect address is not one that was registered.");
    if (consent.state.size() > max_state) return error_page("The state in the address is too long.");
    if (const auto checked = check_request(server, *params); !checked)
        return send_error(server, consent, checked.error());
    return ask(server, std::move(consent));
}

http::Response consent(ServerState& server, const Incoming& request) {
    if (request.method != "POST") return method_not_allowed("POST");
    const auto form = http::parse_params(request.body);
    const Secret id(form ? form->get("request").value_or("") : "");
    auto asked =
        server.grants.with([&](Grants& grants) { return grants.take_consent(id, server.clock.now()); });
    if (!asked) return error_page("This question was answered before, or is older than ten minutes.");
    const bool allowed = form->get("answer") == "allow";
    if (!asked->user_code.empty()) return answer_device(server, *asked, allowed);
    if (allowed) return allow(server, std::move(*asked));
    return send_error(server, *asked, {400, "access_denied", "The person said no."});
}

}  // namespace roadcase::practice
