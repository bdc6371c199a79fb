#include "core/text.h"
#include "oauth/token_fields.h"

namespace roadcase::oauth {

TokenFailure failure_of(const http::Response& response, Time now) {
    TokenFailure failure;
    failure.status = response.status;
    failure.retry_after = retry_after(response.headers, now);
    failure.content_type = printable(response.headers.find("Content-Type").value_or(""), 100);
    return failure;
}

// `error` in the standard's place and where Facebook, Google and JSON:API put it; a bare `message` (Twitch)
// counts only when the answer brought no token.
void read_error(TokenFailure& failure, const Json& fields, const AnswerForm& form) {
    auto name = first_text(fields, {"/error", "/error/type", "/error/status", "/error/code",
                                    "/errors/0/code_name", "/errors/0/code"});
    auto description = first_text(fields, {"/error_description", "/error/message", "/message",
                                           "/errors/0/detail", "/errors/0/message", "/error_message"});
    if (name.empty()) name.swap(description);
    if (name.empty()) return;
    failure.kind = TokenFailure::Kind::server_error;
    failure.error = printable(name, 100);
    failure.error_description = printable(description);
    const auto word = form.errors.find(plain_error(name));
    if (word == form.errors.end()) return;
    if (description.empty()) failure.error_description = failure.error;
    failure.error = word->second;
}

std::string refusal_in(const http::Response& response, const AuthorizationServer& server) {
    const auto fields = read_fields(response, server.answer);
    if (!fields) return {};
    TokenFailure failure;
    if (first_text(*fields, {"/error", "/error/type", "/error/code"}).empty()) return {};
    read_error(failure, *fields, server.answer);
    return "It answered \"" + failure.error + "\".";
}

}  // namespace roadcase::oauth
