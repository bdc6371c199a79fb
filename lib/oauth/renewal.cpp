#include <algorithm>
#include <array>
#include <charconv>

#include "core/text.h"
#include "oauth/timestamps.h"
#include "oauth/token.h"

namespace roadcase::oauth {
namespace {

constexpr seconds longest_wait{24 * 3600};

struct KnownError {
    std::string_view error;
    RenewalVerdict verdict;
};

constexpr auto later = RenewalVerdict::transient;
constexpr auto gone = RenewalVerdict::grant_gone;
constexpr auto wrong = RenewalVerdict::registration_wrong;

/// RFC 6749 §5.2 and the dialects met in the field, as plain_error() writes them.
constexpr std::array<KnownError, 27> known_errors{{
    {"temporarily_unavailable", later},
    {"server_error", later},
    {"slow_down", later},
    {"ratelimited", later},  // Slack
    {"rate_limited", later},
    {"rate_limit_exceeded", later},
    {"too_many_requests", later},
    {"internal_error", later},
    {"internal_server_error", later},
    {"service_unavailable", later},
    {"invalid_grant", gone},
    {"invalid_refresh_token", gone},  // Twitch, as a message; Glimesh; Slack
    {"invalid_access_token", gone},   // Glimesh
    {"invalid_code", gone},           // Glimesh
    {"bad_refresh_token", gone},      // GitHub
    {"bad_verification_code", gone},  // GitHub
    {"expired_token", gone},
    {"token_expired", gone},         // Slack
    {"token_revoked", gone},         // Slack
    {"interaction_required", gone},  // Microsoft
    {"consent_required", gone},
    {"login_required", gone},
    {"invalid_client", wrong},
    {"unauthorized_client", wrong},
    {"unsupported_grant_type", wrong},
    {"invalid_request", wrong},
    {"invalid_scope", wrong},
}};

std::optional<RenewalVerdict> known_verdict(std::string_view text) {
    const auto name = plain_error(text);
    for (const auto& row : known_errors)
        if (row.error == name) return row.verdict;
    return std::nullopt;
}

std::optional<int> whole_number(std::string_view text) {
    int number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// Some servers answer 200 and put the real status into `error` (Reddit).
int status_of(const TokenFailure& failure) {
    const auto number = whole_number(failure.error);
    return number && *number >= 400 && *number <= 599 ? *number : failure.status;
}

bool is_passing(int status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
}

}  // namespace

std::string plain_error(std::string_view text) {
    auto name = to_lower(trim(text));
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
    while (!name.empty() && name.back() == '.') name.pop_back();
    return name;
}

std::optional<seconds> retry_after(const http::Headers& headers, Time now) {
    const auto text = trim(headers.find("Retry-After").value_or(""));
    if (text.empty()) return std::nullopt;
    if (text.find_first_not_of("0123456789") == std::string_view::npos)
        return text.size() > 9 ? longest_wait
                               : std::min(seconds{whole_number(text).value_or(0)}, longest_wait);
    const auto date = parse_http_date(text);
    if (!date) return std::nullopt;
    return std::clamp<seconds>(*date - now, seconds{0}, longest_wait);
}

RenewalVerdict judge(const TokenFailure& failure) {
    if (failure.kind == TokenFailure::Kind::unreadable) return RenewalVerdict::transient;
    const auto status = status_of(failure);
    if (is_passing(status)) return RenewalVerdict::transient;
    if (const auto verdict = known_verdict(failure.error)) return *verdict;
    if (const auto verdict = known_verdict(failure.error_description)) return *verdict;
    // In doubt nothing is thrown away: a refusal we cannot read is ours to look at, anything else may pass.
    return status >= 400 ? RenewalVerdict::registration_wrong : RenewalVerdict::transient;
}

}  // namespace roadcase::oauth
