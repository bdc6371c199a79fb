#include "practice/request_reading.h"

#include "core/json.h"
#include "core/text.h"
#include "practice/client_proof.h"

namespace roadcase::practice {
namespace {

bool is_type(const http::Headers& headers, std::string_view wanted) {
    const auto type = headers.find("Content-Type").value_or("");
    return iequals(trim(type.substr(0, type.find(';'))), wanted);
}

OAuthResult<http::Params> once_each(std::string_view text) {
    auto params = http::parse_params(text);
    if (!params || params->repeated())
        return refuse("invalid_request", "The parameters cannot be read, or one is named twice.");
    return std::move(*params);
}

OAuthResult<http::Params> read_form(const Incoming& request) {
    if (!request.body.empty() && !is_type(request.headers, "application/x-www-form-urlencoded"))
        return refuse("invalid_request", "The body is no form.");
    return once_each(request.body);
}

/// The members on top that are text or whole numbers.
OAuthResult<http::Params> read_json(const Incoming& request) {
    const auto json = parse_json(request.body);
    if (!json || !json->is_object() || !is_type(request.headers, "application/json"))
        return refuse("invalid_request", "The body is no JSON object.");
    http::Params params;
    for (const auto& [name, value] : json->items())
        if (value.is_string() || value.is_number_integer())
            params.add(name, value.is_string() ? value.get<std::string>() : value.dump());
    return params;
}

OAuthResult<http::Params> read_both(const Incoming& request) {
    auto all = read_form(request);
    const auto query = once_each(request.query);
    if (!all || !query) return all ? query : all;
    for (const auto& [name, value] : *query)
        if (all->count(name) == 0) all->add(name, value);
    return all;
}

OAuthResult<http::Params> read_query(const Incoming& request) {
    if (!request.body.empty()) return refuse("invalid_request", "There is a body, and none is read here.");
    return once_each(request.query);
}

/// "" must be absent, "*" must be there, anything else must be this.
bool fits(const std::optional<std::string>& value, const std::string& wanted) {
    if (wanted.empty()) return !value;
    return value && !value->empty() && (wanted == "*" || *value == wanted);
}

/// What stands after the scheme; only "Bearer" is read in any case, as most servers do.
std::string token_after(const std::string& scheme, const http::Headers& headers) {
    const auto value = headers.find("Authorization").value_or("");
    const auto start = value.substr(0, scheme.size());
    const bool same = scheme == "Bearer" ? iequals(start, scheme) : start == scheme;
    if (!same || value.substr(scheme.size(), 1) != " ") return {};
    return std::string(trim(value.substr(scheme.size())));
}

}  // namespace

OAuthResult<http::Params> params_of(const Door& door, const Incoming& request) {
    switch (door.encoding) {
        case Encoding::form:
            return read_form(request);
        case Encoding::json:
            return read_json(request);
        case Encoding::query:
            return read_query(request);
        case Encoding::form_or_query:
            return read_both(request);
        case Encoding::unread:
            return http::Params{};
        case Encoding::nothing:
            break;
    }
    if (const auto body = trim(request.body); !body.empty() && body != "null")
        return refuse("invalid_request", "The body must be empty.");
    return http::Params{};
}

OAuthResult<void> check_parts(const ServerState& server, const Door& door, const Incoming& request,
                              const http::Params& params) {
    const Values values{{"client_id", server.settings.client_id}};
    for (const auto& [name, wanted] : door.headers) {
        const auto found = request.headers.find(name);
        const auto value = found ? std::optional<std::string>(*found) : std::nullopt;
        if (!fits(value, fill(wanted, values)))
            return refuse("invalid_header", "A header is missing, or is not as it must be.");
    }
    for (const auto& [name, wanted] : door.params)
        if (!fits(params.get(name), fill(wanted, values)))
            return refuse("invalid_request", "A parameter is missing, or is not as it must be.");
    return {};
}

OAuthResult<http::Params> read(const ServerState& server, const Door& door, const Incoming& request) {
    auto params = params_of(door, request);
    if (!params) return params;
    if (const auto checked = check_parts(server, door, request, *params); !checked)
        return tl::make_unexpected(checked.error());
    if (const auto known = check_client(server, door, request, *params); !known)
        return tl::make_unexpected(known.error());
    if (door.grant_type.empty() || params->get("grant_type") == door.grant_type) return params;
    if (params->get("grant_type").value_or("").empty())
        return refuse("invalid_request", "grant_type is missing.");
    return refuse("unsupported_grant_type", "This grant_type is not known here.");
}

OAuthResult<Secret> token_of(const Door& door, const Incoming& request, const http::Params& params) {
    auto token = door.scheme.empty() ? Secret() : Secret(token_after(door.scheme, request.headers));
    if (token.empty() && !door.token.empty()) token = secret_at(params, door.token);
    if (!token.empty()) return token;
    if (door.scheme.empty()) return refuse("invalid_request", "The token is missing.");
    return refuse("missing_token", "The Authorization header holds no token.", 401);
}

Secret secret_at(const http::Params& params, std::string_view name) {
    return Secret(params.get(name).value_or(std::string()));
}

}  // namespace roadcase::practice
