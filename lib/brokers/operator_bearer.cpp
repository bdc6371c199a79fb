#include "brokers/operator_bearer.h"

#include <algorithm>
#include <array>

#include "core/encoding.h"
#include "core/text.h"

namespace roadcase::brokers {
namespace {

constexpr std::size_t longest_token = 4096;
constexpr std::string_view slot = "{token}";
/// "expire" is the older form of "ttl".
constexpr std::array<std::string_view, 4> decided_here{"ttl", "expire", "scopes", "userId"};

http::Headers authorized(const Secret& token) {
    return {{"Authorization", "Bearer " + token.reveal()}, {"Accept", "application/json"}};
}

std::string filled(std::string text, const std::string& value) {
    for (auto at = text.find(slot); at != std::string::npos; at = text.find(slot, at + value.size()))
        text.replace(at, slot.size(), value);
    return text;
}

/// As it stands between the quotes of a JSON text.
std::string json_escaped(const std::string& text) {
    const auto quoted = dump(Json(text));
    return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

http::Request operator_create_request(const OperatorSettings& settings, const Secret& token,
                                      const Terms& terms, const Json& extra) {
    auto body = extra.is_object() ? extra : Json::object();
    body.merge_patch(settings.body);
    body["ttl"] = terms.ttl.count();
    body.erase("expire");
    body.erase("scopes");
    body.erase("userId");
    if (!terms.scopes.empty()) body["scopes"] = terms.scopes;
    if (!terms.user.empty()) body["userId"] = terms.user;
    http::Request request{"POST", settings.host + settings.create_path, authorized(token), dump(body)};
    request.headers.add("Content-Type", "application/json");
    return request;
}

Remote<OrderedJson> read_operator_token(const http::Response& response, Time now) {
    auto object = read_object(response, Credential::ours, now);
    if (!object) return object;
    const auto token = object->find("token");
    if (token == object->end() || !token->is_string() || token->get_ref<const std::string&>().empty())
        return missing_member("token");
    return object;
}

bool is_operator_token(std::string_view text) {
    return !text.empty() && text.size() <= longest_token && is_vschar(text) &&
           text.find(' ') == std::string_view::npos && text != "." && text != "..";
}

http::Request operator_delete_request(const OperatorSettings& settings, const Secret& token,
                                      const Secret& doomed) {
    http::Request request{settings.delete_method,
                          settings.host + filled(settings.delete_path, percent_encode(doomed.reveal())),
                          authorized(token), filled(settings.delete_body, json_escaped(doomed.reveal()))};
    if (!request.body.empty()) request.headers.add("Content-Type", "application/json");
    return request;
}

Remote<void> read_operator_deleted(const http::Response& response, Time now) {
    if (response.status == 404 || response.status == 410) return {};
    return read_done(response, Credential::ours, now);
}

bool may_pass(const OperatorSettings& settings, std::string_view member) {
    const auto has = [&](const auto& list) {
        return std::find(list.begin(), list.end(), member) != list.end();
    };
    return has(settings.pass) && !has(decided_here);
}

}  // namespace roadcase::brokers
