#include "server/oauth_answers.h"

#include <algorithm>

#include "core/text.h"
#include "server/reason_phrase.h"

namespace roadcase::server {
namespace {

struct Word {
    ErrorKind kind;
    int status;
    std::string_view code;
};

// A person has to sign in again, or the account is gone: to a library that is a refresh token that ended.
constexpr Word words[] = {
    {ErrorKind::unauthorized_key, 400, "invalid_grant"},
    {ErrorKind::needs_authorization, 400, "invalid_grant"},
    {ErrorKind::not_found, 400, "invalid_grant"},
    {ErrorKind::invalid_request, 400, "invalid_request"},
    {ErrorKind::insufficient_scope, 400, "invalid_scope"},
    {ErrorKind::denied, 403, "access_denied"},
    {ErrorKind::slow_down, 429, "slow_down"},
    {ErrorKind::unavailable, 503, "temporarily_unavailable"},
    {ErrorKind::timeout, 503, "temporarily_unavailable"},
    {ErrorKind::paused, 503, "temporarily_unavailable"},
};

/// error_description takes %x20-21 / %x23-5B / %x5D-7E (RFC 6749 §5.2).
std::string description_of(std::string_view text) {
    std::string clean;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            clean += '\'';
        else if (byte >= 0x20 && byte < 0x7f)
            clean += c;
    }
    return clean;
}

/// As Twitch says it, where it has words of its own.
std::string twitch_words(const std::string& code, const std::string& description) {
    if (code == "invalid_grant") return "Invalid refresh token";
    if (code == "unsupported_grant_type") return "invalid grant type";
    return description;
}

std::optional<std::int64_t> lifetime(const accounts::Token& token, Time now) {
    if (!token.expires_at) return std::nullopt;
    return std::max<std::int64_t>(0, (*token.expires_at - now).count());
}

}  // namespace

// Cache-Control: no-store is in every answer of ours.
Response OAuthAnswers::answer(int status, const OrderedJson& body) const {
    auto response = json(status, body);
    response.headers.set("Pragma", "no-cache");
    return response;
}

Response OAuthAnswers::refuse(int status, const std::string& code, const std::string& description,
                              std::optional<seconds> retry_after) const {
    const auto text = description_of(description);
    auto response = dialect_ == Dialect::standard
                        ? answer(status, {{"error", code}, {"error_description", text}})
                        : answer(status, {{"error", reason_phrase(status)},
                                          {"status", status},
                                          {"message", twitch_words(code, text)}});
    if (retry_after) response.headers.set("Retry-After", std::to_string(retry_after->count()));
    if (code == "invalid_client" && status == 401)
        response.headers.set("WWW-Authenticate", "Basic realm=\"roadcase\", Bearer");
    return response;
}

Response OAuthAnswers::refuse(const Error& error) const {
    const auto word = std::find_if(std::begin(words), std::end(words),
                                   [&](const Word& each) { return each.kind == error.kind; });
    auto text = error.title + (error.detail.empty() ? "" : " " + error.detail);
    if (!error.action_url.empty()) text += " " + error.action_url;
    if (word == std::end(words)) return refuse(500, "server_error", text);
    return refuse(word->status, std::string(word->code), text, error.retry_after);
}

Response OAuthAnswers::token(const accounts::Token& token, const Secret& handle, Time now) const {
    OrderedJson body;
    body["access_token"] = token.access_token.reveal();
    if (const auto left = lifetime(token, now)) body["expires_in"] = *left;
    body["refresh_token"] = handle.reveal();
    body["scope"] =
        dialect_ == Dialect::twitch ? OrderedJson(token.scopes) : OrderedJson(join(token.scopes, " "));
    body["token_type"] = token.token_type;
    return answer(200, body);
}

Response OAuthAnswers::owner(const accounts::Token& token, Time now) const {
    OrderedJson body;
    body["client_id"] = token.client_id;
    if (dialect_ == Dialect::twitch) {
        body["login"] = to_lower(token.display_name);
        body["scopes"] = token.scopes;
        body["user_id"] = token.subject;
        body["expires_in"] = lifetime(token, now).value_or(0);
        return answer(200, body);
    }
    body["account"] = token.account;
    body["username"] = token.display_name;
    body["sub"] = token.subject;
    body["scope"] = join(token.scopes, " ");
    body["token_type"] = token.token_type;
    if (const auto left = lifetime(token, now)) body["expires_in"] = *left;
    return answer(200, body);
}

Response OAuthAnswers::invalid_token(bool too_many) const {
    const int status = too_many ? 429 : 401;
    auto response =
        dialect_ == Dialect::twitch
            ? answer(status, {{"status", status}, {"message", "invalid access token"}})
            : refuse(status, "invalid_token", "This is no access token that is given out here now.");
    if (too_many) response.headers.set("Retry-After", "60");
    if (!too_many)
        response.headers.set("WWW-Authenticate", dialect_ == Dialect::twitch
                                                     ? "OAuth realm=\"TwitchTV\""
                                                     : "Bearer error=\"invalid_token\"");
    return response;
}

// The content of the answer is ignored (RFC 7009 §2.2), but some libraries insist on JSON; Twitch sends
// nothing.
Response OAuthAnswers::done() const {
    if (dialect_ == Dialect::standard) return answer(200, OrderedJson::object());
    auto response = text(200, "");
    response.headers.set("Pragma", "no-cache");
    return response;
}

}  // namespace roadcase::server
