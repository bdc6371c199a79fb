#include "server/exchange.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "web/style.h"

namespace roadcase::server {
namespace {

/// No status of HTTP, so no handler's answer can be mistaken for it.
constexpr int later_status = -1;
constexpr int wait_status = -2;
constexpr std::string_view problem_prefix = "urn:roadcase:problem:";

// One line of the browser's rules for every page (docs/threat-model.md): nothing from elsewhere, no inline
// code, no style but ours, no frames, and one place that may turn text into markup.
const std::string& content_security_policy() {
    static const std::string policy =
        "default-src 'none'; script-src 'self'; style-src " + web::style_source() +
        "; img-src 'self' data:; connect-src 'self'; font-src 'none'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types rc";
    return policy;
}

constexpr std::pair<std::string_view, std::string_view> common_headers[] = {
    {"X-Content-Type-Options", "nosniff"}, {"Cache-Control", "no-store"},
    {"Referrer-Policy", "no-referrer"},    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"X-Frame-Options", "DENY"},
};

/// Calls `use(name, value)` for each cookie of every Cookie field (RFC 6265 §4.2.1) until it returns true.
template <class Use>
void each_cookie(const http::Headers& headers, Use use) {
    for (const auto& [field, value] : headers) {
        if (!iequals(field, "Cookie")) continue;
        for (const std::string& pair : split(value, ';')) {
            const std::string_view cookie = trim(pair);
            const auto equals = cookie.find('=');
            if (equals == std::string_view::npos) continue;
            if (use(cookie.substr(0, equals), cookie.substr(equals + 1))) return;
        }
    }
}

Response typed(int status, std::string_view type, std::string body) {
    return {status, {{"Content-Type", std::string(type)}}, std::move(body)};
}

void put(OrderedJson& body, const char* name, const std::string& value) {
    if (!value.empty()) body[name] = value;
}

/// What an answer without a readable problem still tells.
ErrorKind kind_of_status(int status) {
    switch (status) {
        case 401:
            return ErrorKind::unauthorized_key;
        case 403:
            return ErrorKind::denied;
        case 404:
            return ErrorKind::not_found;
        case 409:
            return ErrorKind::needs_authorization;
        case 429:
        case 503:
            return ErrorKind::unavailable;
        case 504:
            return ErrorKind::timeout;
        default:
            return status >= 400 && status < 500 ? ErrorKind::invalid_request : ErrorKind::internal;
    }
}

std::optional<std::chrono::seconds> retry_after_of(const Json& body) {
    const Json* value = find(body, "retry_after");
    if (value == nullptr || !value->is_number_unsigned()) return std::nullopt;
    // A day is longer than any wait we ever ask for; more is nonsense and must not overflow the caller's
    // sums.
    constexpr std::uint64_t day = 24 * 60 * 60;
    return std::chrono::seconds(std::min(value->get<std::uint64_t>(), day));
}

}  // namespace

std::optional<std::string> Request::cookie(std::string_view name) const {
    std::optional<std::string> found;
    each_cookie(headers, [&](std::string_view key, std::string_view value) {
        if (key == name) found = value;
        return found.has_value();
    });
    return found;
}

std::vector<std::string> Request::cookies_with_prefix(std::string_view prefix) const {
    std::vector<std::string> values;
    each_cookie(headers, [&](std::string_view key, std::string_view value) {
        if (key.starts_with(prefix)) values.emplace_back(value);
        return false;
    });
    return values;
}

Response later() {
    return {later_status, {}, {}};
}
bool is_later(const Response& response) {
    return response.status == later_status;
}

Response wait_for(std::string topic, Instant until) {
    Response response{wait_status, {}, {}};
    response.wait = Wait{std::move(topic), until};
    return response;
}

Response stream(std::string_view content_type, std::shared_ptr<Feed> feed) {
    auto response = typed(200, content_type, {});
    response.feed = std::move(feed);
    return response;
}

Response from_http(http::Response response) {
    return {response.status, std::move(response.headers), std::move(response.body)};
}

Response json(int status, const OrderedJson& body) {
    return typed(status, "application/json", dump(body));
}
Response html(int status, std::string body) {
    return typed(status, "text/html; charset=utf-8", std::move(body));
}
Response text(int status, std::string body) {
    return typed(status, "text/plain; charset=utf-8", std::move(body));
}
Response redirect(int status, const std::string& location) {
    return {status, {{"Location", location}}, {}};
}

Response problem(const Error& error, std::string_view instance, std::optional<int> status) {
    const ErrorRow& row = row_of(error.kind);
    OrderedJson body;
    body["type"] = std::string(problem_prefix) + std::string(row.problem);
    body["title"] = error.title;
    body["status"] = status.value_or(row.http_status);
    put(body, "detail", error.detail);
    put(body, "instance", std::string(instance));
    put(body, "code", error.code);
    put(body, "next", error.next);
    put(body, "account", error.account);
    put(body, "action_url", error.action_url);
    if (error.retry_after) body["retry_after"] = error.retry_after->count();
    if (error.max) body["max"] = error.max->count();
    if (!error.code.empty()) body["help"] = "/help/" + error.code;

    Response response = typed(status.value_or(row.http_status), "application/problem+json", dump(body));
    if (error.retry_after) response.headers.set("Retry-After", std::to_string(error.retry_after->count()));
    if (response.status == 401) response.headers.set("WWW-Authenticate", "Bearer");
    return response;
}

Error error_from_problem(const Response& response) {
    Error error;
    error.kind = kind_of_status(response.status);
    error.title = "The server answered with status " + std::to_string(response.status) + ".";
    const auto body = parse_json(response.body);
    if (!body) return error;

    const auto text = [&](std::string_view name) { return string_at(*body, name).value_or(""); };
    if (const std::string type = text("type"); type.starts_with(problem_prefix))
        error.kind = kind_of_problem(std::string_view(type).substr(problem_prefix.size()));
    if (auto title = string_at(*body, "title")) error.title = std::move(*title);
    error.detail = text("detail");
    error.code = text("code");
    error.next = text("next");
    error.account = text("account");
    error.action_url = text("action_url");
    error.retry_after = retry_after_of(*body);
    return error;
}

Response refusal(std::string_view path, const Error& error, std::optional<int> status) {
    if (path == "/api" || path.starts_with("/api/")) return problem(error, {}, status);
    Response response = text(status.value_or(row_of(error.kind).http_status), error.one_line() + "\n");
    if (error.retry_after) response.headers.set("Retry-After", std::to_string(error.retry_after->count()));
    return response;
}

void add_common_headers(Response& response) {
    for (const auto& [name, value] : common_headers)
        if (!response.headers.find(name)) response.headers.add(std::string(name), std::string(value));
    if (!response.headers.find("Content-Security-Policy"))
        response.headers.add("Content-Security-Policy", content_security_policy());
}

}  // namespace roadcase::server
