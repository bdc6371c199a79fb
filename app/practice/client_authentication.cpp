#include "practice/client_authentication.h"

#include "core/encoding.h"
#include "core/text.h"

namespace roadcase::practice {
namespace {

struct Credentials {
    std::string id;
    Secret secret;
};

bool is_form(const http::Headers& headers) {
    const auto type = headers.find("Content-Type").value_or("");
    return iequals(trim(type.substr(0, type.find(';'))), "application/x-www-form-urlencoded");
}

OAuthResult<http::Params> merged(const http::Params& query, const http::Params& body) {
    http::Params all = body;
    for (const auto& [name, value] : query)
        if (body.count(name) == 0) all.add(name, value);
    return all;
}

/// RFC 6749 §2.3.1: id and secret are form-encoded before they are joined.
std::optional<Credentials> read_basic(std::string_view header) {
    constexpr std::string_view scheme = "basic ";
    if (!iequals(header.substr(0, scheme.size()), scheme)) return std::nullopt;
    const auto text = base64_decode(trim(header.substr(scheme.size())));
    if (!text) return std::nullopt;
    const auto colon = text->find(':');
    if (colon == std::string::npos) return std::nullopt;
    const auto id = percent_decode(std::string_view(*text).substr(0, colon), true);
    auto secret = percent_decode(std::string_view(*text).substr(colon + 1), true);
    if (!id || !secret) return std::nullopt;
    return Credentials{*id, Secret(std::move(*secret))};
}

OAuthResult<Credentials> credentials_of(const Incoming& request, const http::Params& form) {
    const auto header = request.headers.find("Authorization");
    if (!header) return Credentials{form.get("client_id").value_or(""), secret_at(form, "client_secret")};
    if (form.count("client_secret") > 0)
        return refuse("invalid_request", "The client authenticates in two ways at once.");
    auto basic = read_basic(*header);
    if (!basic) return refuse("invalid_client", "The Authorization header cannot be read.", 401);
    if (form.get("client_id").value_or(basic->id) != basic->id)
        return refuse("invalid_request", "client_id and the Authorization header disagree.");
    return std::move(*basic);
}

}  // namespace

Secret secret_at(const http::Params& form, std::string_view name) {
    return Secret(form.get(name).value_or(std::string()));
}

OAuthResult<http::Params> form_of(const ServerState& server, const Incoming& request) {
    const auto body = http::parse_params(request.body);
    if (!body || body->repeated() || (!request.body.empty() && !is_form(request.headers)))
        return refuse("invalid_request", "The body is no form, or names a parameter twice.");
    if (!server.is_glimesh()) return *body;
    const auto query = http::parse_params(request.query);
    if (!query || query->repeated()) return refuse("invalid_request", "The query cannot be read.");
    return merged(*query, *body);
}

OAuthResult<void> authenticate(const ServerState& server, const Incoming& request, const http::Params& form) {
    // Glimesh finds the client by this parameter alone, whatever the header says.
    if (server.is_glimesh() && form.count("client_id") == 0)
        return refuse("invalid_request", "client_id is missing.");
    const auto credentials = credentials_of(request, form);
    if (!credentials) return tl::make_unexpected(credentials.error());
    const bool known = credentials->id == server.settings.client_id &&
                       credentials->secret == Secret(server.settings.client_secret);
    if (!known || request.faults.wrong_secret)
        return refuse("invalid_client", "Client authentication failed.", 401);
    return {};
}

http::Response refusal(const OAuthError& error, const Incoming& request) {
    auto answer = error_answer(error);
    if (error.status == 401 && request.headers.find("Authorization"))
        answer.headers.add("WWW-Authenticate", "Basic realm=\"Practice Stream\", charset=\"UTF-8\"");
    return answer;
}

}  // namespace roadcase::practice
