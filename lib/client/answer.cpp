#include "client/answer.h"

#include <ctime>
#include <nlohmann/json.hpp>

namespace roadcase::detail {
namespace {

using nlohmann::json;

constexpr int deepest = 8;

/// Nothing that is not a small JSON object gets any further.
json object_of(const std::string& body) {
    const auto shallow = [](int depth, json::parse_event_t, json&) { return depth <= deepest; };
    auto parsed = json::parse(body, shallow, false);
    return parsed.is_object() ? parsed : json::object();
}

std::string text_at(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// RFC 3339 in UTC, as Roadcase writes it.
std::optional<std::chrono::system_clock::time_point> time_at(const json& object, const char* name) {
    std::tm parts{};
    const auto text = text_at(object, name);
    const char* end = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    if (text.empty() || end == nullptr || *end != '\0') return std::nullopt;
    return std::chrono::system_clock::from_time_t(timegm(&parts));
}

[[noreturn]] void throw_what_it_tells(int status, const json& problem) {
    const auto title = text_at(problem, "title");
    const auto detail = text_at(problem, "detail");
    const auto code = text_at(problem, "code");
    const auto next = text_at(problem, "next");
    if (title.empty())
        throw unreachable("What answers there is not Roadcase (status " + std::to_string(status) + ").", "",
                          "Start it: roadcase serve");
    const auto what = detail.empty() ? title : title + " " + detail;
    switch (status) {
        case 409:
            throw needs_authorization(what, code, next, text_at(problem, "action_url"));
        case 401:
        case 403:
            throw denied(what, code, next);
        case 429:
        case 502:
        case 503:
            throw unavailable(what, code, next);
        default:
            throw error(what, code, next);
    }
}

}  // namespace

access_token token_of(int status, const std::string& body) {
    const auto object = object_of(body);
    if (status != 200) throw_what_it_tells(status, object);
    access_token token;
    token.value = text_at(object, "access_token");
    if (token.value.empty()) throw_what_it_tells(status, json::object());
    token.type = text_at(object, "token_type");
    token.scope = text_at(object, "scope");
    token.expires_at = time_at(object, "expires_at");
    token.account = text_at(object, "account");
    token.subject = text_at(object, "subject");
    token.display_name = text_at(object, "display_name");
    token.client_id = text_at(object, "client_id");
    if (const auto headers = object.find("headers"); headers != object.end() && headers->is_object())
        for (const auto& [name, value] : headers->items())
            if (value.is_string()) token.headers.emplace(name, value.get<std::string>());
    return token;
}

}  // namespace roadcase::detail
