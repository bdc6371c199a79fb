#include "brokers/respoke.h"

#include "core/text.h"

namespace roadcase::brokers {
namespace {

http::Request request_to(const RespokeSettings& settings, const char* method, const char* path,
                         http::Headers credential, const Json& body) {
    http::Request request{method, settings.base_url + path, std::move(credential), dump(body)};
    request.headers.add("Content-Type", "application/json");
    request.headers.add("Accept", "application/json");
    return request;
}

bool has_text(const OrderedJson& object, const char* name) {
    const auto member = object.find(name);
    return member != object.end() && member->is_string() && !member->get_ref<const std::string&>().empty();
}

http::Headers app_token_header(const Secret& app_token) {
    return {{"App-Token", app_token.reveal()}};
}

}  // namespace

http::Request respoke_token_request(const RespokeSettings& settings, const Secret& app_secret,
                                    const std::string& endpoint, seconds ttl) {
    Json body{{"appId", settings.app_id}, {"endpointId", endpoint}, {"ttl", ttl.count()}};
    if (!settings.role_id.empty())
        body["roleId"] = settings.role_id;
    else if (!settings.role_name.empty())
        body["roleName"] = settings.role_name;
    return request_to(settings, "POST", "/tokens", {{"App-Secret", app_secret.reveal()}}, body);
}

Remote<RespokeToken> read_respoke_token(const http::Response& response, Time now) {
    auto object = read_object(response, Credential::ours, now);
    if (!object) return tl::make_unexpected(std::move(object.error()));
    for (const auto* name : {"tokenId", "id"}) {
        if (!has_text(*object, name)) continue;
        auto id = Secret((*object)[name].get_ref<const std::string&>());
        return RespokeToken{std::move(id), std::move(*object)};
    }
    return missing_member("tokenId");
}

http::Request respoke_session_request(const RespokeSettings& settings, const Secret& token_id) {
    return request_to(settings, "POST", "/session-tokens", {},
                      {{"tokenId", token_id.reveal()}, {"appId", settings.app_id}});
}

Remote<OrderedJson> read_respoke_session(const http::Response& response, Time now) {
    auto object = read_object(response, Credential::callers, now);
    if (object && !has_text(*object, "token")) return missing_member("token");
    return object;
}

http::Request respoke_end_request(const RespokeSettings& settings, const Secret& app_token) {
    auto request = request_to(settings, "DELETE", "/session-tokens", app_token_header(app_token), {});
    request.body.clear();
    return request;
}

http::Request respoke_turn_request(const RespokeSettings& settings, const Secret& app_token) {
    return request_to(settings, "POST", "/turn", app_token_header(app_token), Json::object());
}

Remote<OrderedJson> read_respoke_turn(const http::Response& response, Time now) {
    auto object = read_object(response, Credential::callers, now);
    if (!object) return object;
    for (const auto* name : {"username", "password"})
        if (!has_text(*object, name)) return missing_member(name);
    return object;
}

bool is_respoke_token(std::string_view text) {
    return !text.empty() && text.size() <= 255 && is_vschar(text) && text.find(' ') == std::string_view::npos;
}

std::string respoke_role(const RespokeSettings& settings) {
    if (!settings.role_name.empty()) return settings.role_name;
    return settings.role_id.empty() ? "member" : settings.role_id;
}

}  // namespace roadcase::brokers
