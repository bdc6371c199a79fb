#include <algorithm>

#include "core/json.h"
#include "core/text.h"
#include "oauth/token.h"
#include "oauth/token_fields.h"
#include "oauth/token_lifetime.h"

namespace roadcase::oauth {
namespace {

constexpr std::size_t max_token = 8 * 1024;
constexpr std::size_t max_scope = 256;

/// An optional token: empty when missing or null, nothing when it is there but no token.
std::optional<Secret> token_at(const Json& fields, std::string_view key) {
    const auto* value = find(fields, key);
    if (value == nullptr || value->is_null()) return Secret();
    if (!value->is_string()) return std::nullopt;
    const auto& text = value->get_ref<const std::string&>();
    if (text.empty()) return Secret();
    if (text.size() > max_token || !is_vschar(text)) return std::nullopt;
    return Secret(text);
}

/// RFC 6749 §5.1 requires token_type; servers that leave it out mean the only type there is.
std::optional<std::string> token_type(const Json& fields, const AnswerForm& form) {
    const auto* value = find(fields, "token_type");
    if (value == nullptr || value->is_null()) return "Bearer";
    auto text = string_at(fields, "token_type");
    const auto is_it = [&](const std::string& type) { return text && iequals(*text, type); };
    const bool known = std::any_of(form.token_types.begin(), form.token_types.end(), is_it);
    return known ? text : std::nullopt;
}

void add_scope(std::vector<std::string>& scopes, const std::string& scope) {
    if (is_vschar(scope) && scope.size() <= max_scope) scopes.push_back(scope);
}

/// Text is split at blanks and commas (TikTok, GitHub, Slack). An empty text says nothing: StreamElements
/// sends it with every renewal. An empty array does say "none".
std::optional<std::vector<std::string>> scopes_of(const Json& fields) {
    const auto* value = find(fields, "scope");
    if (value == nullptr || (!value->is_string() && !value->is_array())) return std::nullopt;
    std::vector<std::string> scopes;
    if (value->is_array()) {
        for (const auto& each : *value)
            if (each.is_string()) add_scope(scopes, each.get<std::string>());
        return scopes;
    }
    for (const auto& part : split(value->get<std::string>(), ' '))
        for (const auto& scope : split(part, ',')) add_scope(scopes, scope);
    if (scopes.empty()) return std::nullopt;
    return scopes;
}

std::optional<TokenSet> token_set(const AuthorizationServer& server, const Json& fields, Time now) {
    auto access = token_at(fields, "access_token");
    auto refresh = token_at(fields, "refresh_token");
    auto id = token_at(fields, "id_token");
    auto type = token_type(fields, server.answer);
    if (!access || access->empty() || !refresh || !id || !type) return std::nullopt;
    TokenSet set;
    set.access_token = std::move(*access);
    set.refresh_token = std::move(*refresh);
    set.id_token = std::move(*id);
    set.token_type = std::move(*type);
    set.scopes = scopes_of(fields);
    set.received_at = now;
    set.expires_at = end_of_life(fields, server, now);
    set.refresh_expires_at = end_of_refresh_token(fields, now);
    if (!server.renews_with_access_token) return set;
    set.refresh_token = set.access_token;
    set.refresh_expires_at = set.expires_at;
    return set;
}

bool is_missing(const Json& fields, std::string_view key) {
    const auto* value = find(fields, key);
    return value == nullptr || value->is_null();
}

bool has_error(const Json& fields) {
    return !first_text(fields, {"/error", "/error/type", "/error/code"}).empty();
}

}  // namespace

TokenOutcome parse_token_response(const AuthorizationServer& server, const http::Response& response,
                                  Time now) {
    auto failure = failure_of(response, now);
    const auto fields = read_fields(response, server.answer);
    if (!fields) return failure;
    const bool success = response.status >= 200 && response.status < 300;
    if (!success || has_error(*fields) || is_missing(*fields, "access_token")) {
        read_error(failure, *fields, server.answer);
        return failure;
    }
    auto set = token_set(server, *fields, now);
    if (!set) return failure;
    set->raw = Secret(response.body);
    return std::move(*set);
}

}  // namespace roadcase::oauth
