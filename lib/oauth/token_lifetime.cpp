#include "oauth/token_lifetime.h"

#include <algorithm>

#include "oauth/timestamps.h"
#include "oauth/token_fields.h"

namespace roadcase::oauth {
namespace {

constexpr seconds fallback_lifetime{3600};
constexpr double longest_believable = 10.0 * 365 * 24 * 3600;
constexpr double last_believable_instant = 253402300799.0;  // the end of the year 9999

/// Nothing when the answer names no lifetime that a token could have: 0, negative, beyond ten years.
std::optional<seconds> stated_lifetime(const Json& fields, std::string_view key = "expires_in") {
    const auto stated = number_at(fields, key);
    if (!stated || !(*stated >= 1 && *stated <= longest_believable)) return std::nullopt;
    return seconds{static_cast<std::int64_t>(*stated)};
}

/// Text in UTC (Glimesh) or seconds since the epoch (Mastodon).
std::optional<Time> created_at(const Json& fields) {
    if (const auto epoch = number_at(fields, "created_at")) {
        if (!(*epoch > 0 && *epoch < last_believable_instant)) return std::nullopt;
        return from_unix(static_cast<std::int64_t>(*epoch));
    }
    const auto text = string_at(fields, "created_at");
    return text ? parse_utc(*text) : std::nullopt;
}

}  // namespace

std::optional<Time> end_of_life(const Json& fields, const AuthorizationServer& server, Time now) {
    if (server.answer.ignore_expires_in) return std::nullopt;
    const auto stated = stated_lifetime(fields);
    if (!stated && server.default_expires_in == seconds{0}) return std::nullopt;
    const auto lifetime = stated.value_or(server.default_expires_in.value_or(fallback_lifetime));
    const auto end = now + lifetime;
    const auto created = created_at(fields);
    if (!stated || !created) return end;
    // A server hands out no dead tokens: an end that has passed tells of a wrong clock, not of the token.
    const auto bound = *created + lifetime;
    return bound > now ? std::min(bound, end) : end;
}

std::optional<Time> end_of_refresh_token(const Json& fields, Time now) {
    for (const auto* key : {"refresh_token_expires_in", "refresh_expires_in", "x_refresh_token_expires_in"})
        if (const auto stated = stated_lifetime(fields, key)) return now + *stated;
    return std::nullopt;
}

}  // namespace roadcase::oauth
