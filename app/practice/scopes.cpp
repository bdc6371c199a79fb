#include "practice/scopes.h"

#include <algorithm>

#include "core/encoding.h"
#include "core/text.h"

namespace roadcase::practice {
namespace {

/// The value as it stands in the query, not decoded.
std::string raw_value(std::string_view query, const std::string& name) {
    for (const auto& pair : split(query, '&'))
        if (pair.starts_with(name + "=")) return pair.substr(name.size() + 1);
    return {};
}

std::vector<std::string> separated(const Dialect& dialect, std::string_view query,
                                   const http::Params& params) {
    const auto& name = dialect.scope_parameter;
    if (dialect.scope_separator != '+') return split(params.get(name).value_or(""), dialect.scope_separator);
    auto scopes = split(raw_value(query, name), '+');
    for (auto& scope : scopes) scope = percent_decode(scope).value_or("");
    return scopes;
}

bool is_known(const Dialect& dialect, const std::string& scope) {
    const auto& known = dialect.known_scopes;
    return known.empty() || std::find(known.begin(), known.end(), scope) != known.end();
}

}  // namespace

OAuthResult<std::string> asked_scope(const Dialect& dialect, std::string_view query,
                                     const http::Params& params) {
    const auto scopes = separated(dialect, query, params);
    for (const auto& scope : scopes) {
        if (!is_vschar(scope)) return refuse("invalid_scope", "The scope is malformed.");
        if (!is_known(dialect, scope)) return refuse("invalid_scope", "A scope is not known here.");
    }
    return join(scopes, " ");
}

}  // namespace roadcase::practice
