#include <algorithm>

#include "core/encoding.h"
#include "core/text.h"
#include "practice/consent_page.h"
#include "practice/request_reading.h"
#include "practice/scopes.h"

namespace roadcase::practice {
namespace {

constexpr std::size_t max_state = 1024;

bool is_registered(const PracticeSettings& settings, const std::string& redirect_uri) {
    const auto& all = settings.redirect_uris;
    return std::find(all.begin(), all.end(), redirect_uri) != all.end();
}

http::Response send_back(const ServerState& server, const Consent& consent, const Pairs& shape,
                         Values values) {
    values.merge(server.values());
    if (!consent.state.empty()) values["state"] = consent.state;
    return redirect_answer(http::with_query(consent.redirect_uri, fill(shape, values)));
}

http::Response send_error(const ServerState& server, const Consent& consent, const Pairs& shape,
                          const OAuthError& error) {
    return send_back(server, consent, shape,
                     {{"error", error.error}, {"error_description", error.description}});
}

OAuthResult<void> check_challenge(const PracticeSettings& settings, const http::Params& params) {
    const auto challenge = params.get("code_challenge").value_or("");
    if (challenge.empty() && settings.require_pkce)
        return refuse("invalid_request", "PKCE is required here.");
    if (challenge.empty()) return {};
    if (settings.dialect.challenge == Challenge::refused)
        return refuse("invalid_request", "PKCE is not known here.");
    // A missing method would mean plain (RFC 7636 §4.3), which proves nothing.
    if (params.get("code_challenge_method") != "S256")
        return refuse("invalid_request", "Only S256 is known here.");
    const auto digest = base64url_decode(challenge);
    const bool fits =
        settings.dialect.challenge == Challenge::hex
            ? challenge.size() == 64 && challenge.find_first_not_of("0123456789abcdef") == std::string::npos
            : digest && digest->size() == 32;
    if (!fits) return refuse("invalid_request", "code_challenge is no S256 value.");
    return {};
}

/// What may be told to the client itself (RFC 6749 §4.1.2.1).
OAuthResult<void> check_request(const PracticeSettings& settings, const http::Params& params) {
    const auto type = params.get("response_type").value_or("");
    const bool wanted = settings.dialect.response_type;
    if (type.empty() && wanted) return refuse("invalid_request", "response_type is missing.");
    if (!type.empty() && type != "code")
        return refuse("unsupported_response_type", "Only response_type=code is known here.");
    if (!type.empty() && !wanted) return refuse("invalid_request", "response_type does not belong here.");
    return check_challenge(settings, params);
}

/// The address itself says which client it is, and no parameter may (Fourthwall).
bool names_client(const Dialect& dialect, const Door& door) {
    const std::pair<std::string, std::string> absent{dialect.client_id_parameter, ""};
    return std::find(door.params.begin(), door.params.end(), absent) != door.params.end();
}

/// Does the authorization request say what a refresh token needs? A scope may be one of many.
bool is_offline(const Dialect& dialect, const http::Params& params, const std::string& scope) {
    const auto scopes = split(scope, ' ');
    return std::all_of(dialect.refresh_token_needs.begin(), dialect.refresh_token_needs.end(),
                       [&](const auto& need) {
                           if (need.first == "scope")
                               return std::find(scopes.begin(), scopes.end(), need.second) != scopes.end();
                           return params.get(need.first) == need.second;
                       });
}

http::Response ask(ServerState& server, Consent consent) {
    auto id = server.random.token(32);
    if (!id)
        return send_error(server, consent, server.settings.dialect.refused,
                          {500, "server_error", "No randomness."});
    const Secret request_id(std::move(*id));
    const auto target = http::parse_url(consent.redirect_uri);
    server.grants.with(
        [&](Grants& grants) { grants.open_consent(request_id, std::move(consent), server.clock.now()); });
    return consent_page(
        {page_path(server.settings.issuer, "/consent"), request_id, target ? target->origin() : ""});
}

http::Response allow(ServerState& server, Consent consent) {
    auto code = server.random.token(32);
    if (!code)
        return send_error(server, consent, server.settings.dialect.refused,
                          {500, "server_error", "No randomness."});
    server.grants.with([&](Grants& grants) { grants.add_code(Secret(*code), consent, server.clock.now()); });
    return send_back(server, consent, server.settings.dialect.allowed, {{"code", std::move(*code)}});
}

/// Why the person alone can be told: who would get a redirect is not sure. Empty: nothing.
std::string stranger(const PracticeSettings& settings, const Door& door, const http::Params& params,
                     const Consent& asked) {
    const auto id = params.get(settings.dialect.client_id_parameter);
    const bool named_by_address = !id && names_client(settings.dialect, door);
    if (id != settings.client_id && !named_by_address) return "This app is not known here.";
    if (!is_registered(settings, asked.redirect_uri))
        return "The app's redirect address is not one that was registered.";
    return asked.state.size() > max_state ? "The state in the address is too long." : "";
}

OAuthResult<void> read_wish(const ServerState& server, const Door& door, const Incoming& request,
                            const http::Params& params, Consent& asked) {
    const auto& dialect = server.settings.dialect;
    const auto scope = asked_scope(dialect, request.query, params);
    if (!scope) return tl::make_unexpected(scope.error());
    if (const auto checked = check_parts(server, door, request, params); !checked) return checked;
    asked.scope = *scope;
    asked.offline = is_offline(dialect, params, *scope);
    return check_request(server.settings, params);
}

}  // namespace

http::Response authorize(ServerState& server, const Door& door, const Incoming& request) {
    const auto params = params_of(door, request);
    if (!params) return error_page("The address cannot be read, or names a parameter twice.");
    Consent asked;
    asked.redirect_uri = params->get("redirect_uri").value_or("");
    asked.state = params->get("state").value_or("");
    asked.code_challenge = params->get("code_challenge").value_or("");
    if (const auto why = stranger(server.settings, door, *params, asked); !why.empty())
        return error_page(why);
    if (const auto read = read_wish(server, door, request, *params, asked); !read)
        return send_error(server, asked, server.settings.dialect.refused, read.error());
    return ask(server, std::move(asked));
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
    return send_error(server, *asked, server.settings.dialect.denied,
                      {400, "access_denied", "The person said no."});
}

}  // namespace roadcase::practice
