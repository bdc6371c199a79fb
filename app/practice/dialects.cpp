#include "practice/dialect.h"
#include "practice/endpoints.h"

namespace roadcase::practice {
namespace {

const std::string token_path = "/token";

OrderedJson standard_tokens() {
    return {{"access_token", "{access_token}"},
            {"token_type", "Bearer"},
            {"expires_in", "{expires_in}"},
            {"refresh_token", "{refresh_token}"},
            {"scope", "{scope}"}};
}

OrderedJson standard_device() {
    return {{"device_code", "{device_code}"},
            {"user_code", "{user_code}"},
            {"verification_uri", "{device_page}"},
            {"verification_uri_complete", "{device_page}?user_code={user_code}"},
            {"expires_in", "{expires_in}"},
            {"interval", "{interval}"}};
}

OrderedJson standard_introspection() {
    return {{"active", true},       {"client_id", "{client_id}"}, {"exp", "{expires_at}"},
            {"iat", "{issued_at}"}, {"scope", "{scope}"},         {"username", "{username}"},
            {"iss", "{issuer}"},    {"sub", "{subject}"},         {"token_type", "{token_type}"}};
}

OrderedJson standard_person() {
    return {{"sub", "{subject}"}, {"preferred_username", "{username}"}};
}

Door token_door(Purpose purpose, std::string_view grant_type, const OrderedJson& answer) {
    Door door{purpose, token_path};
    door.grant_type = grant_type;
    door.answer = answer;
    return door;
}

std::vector<Door> token_doors(const OrderedJson& answer) {
    auto renewal = token_door(Purpose::renewal, "refresh_token", answer);
    renewal.token = "refresh_token";
    return {token_door(Purpose::code, "authorization_code", answer), renewal,
            token_door(Purpose::device_token, device_grant, answer),
            token_door(Purpose::client_credentials, "client_credentials", answer)};
}

Door person_door(std::string path, std::string method, OrderedJson answer) {
    Door door{Purpose::person, std::move(path), std::move(method), Encoding::query, Proof::nothing};
    door.scheme = "Bearer";
    door.answer = std::move(answer);
    // RFC 6750 §3.1: whoever brought no token is told no error.
    door.errors["missing_token"] = {401, OrderedJson::object()};
    return door;
}

Door about_token(Purpose purpose, std::string path, OrderedJson answer) {
    Door door{purpose, std::move(path)};
    door.token = "token";
    door.answer = std::move(answer);
    return door;
}

}  // namespace

std::vector<Door> standard_doors() {
    auto doors = token_doors(standard_tokens());
    doors.push_back({Purpose::authorize, "/authorize", "GET", Encoding::query, Proof::nothing});
    Door device{Purpose::device, "/device_authorization"};
    device.answer = standard_device();
    doors.push_back(std::move(device));
    doors.push_back(about_token(Purpose::revocation, "/revoke", {}));
    doors.push_back(about_token(Purpose::introspection, "/introspect", standard_introspection()));
    // OpenID Connect Core §5.3.1: both methods.
    doors.push_back(person_door("/userinfo", "GET", standard_person()));
    doors.push_back(person_door("/userinfo", "POST", standard_person()));
    doors.push_back({Purpose::metadata, "/.well-known/oauth-authorization-server", "GET", Encoding::query,
                     Proof::nothing});
    return doors;
}

Errors standard_errors() {
    return {{"", {0, {{"error", "{error}"}, {"error_description", "{error_description}"}}}},
            {"inactive_token", {200, {{"active", false}}}}};
}

namespace {

/// Six members in the alphabet's order; created_at is UTC and does not say so.
OrderedJson glimesh_tokens() {
    return {{"access_token", "{access_token}"}, {"created_at", "{created_at}"},
            {"expires_in", "{expires_in}"},     {"refresh_token", "{refresh_token_or_null}"},
            {"scope", "{scope_or_empty}"},      {"token_type", "bearer"}};
}

OrderedJson glimesh_introspection() {
    auto answer = standard_introspection();
    answer["iss"] = "boruta";
    answer.erase("token_type");
    return answer;
}

Door glimesh_graph() {
    constexpr auto words = "You must be logged in to access the api";
    auto door = person_door("/api/graph", "POST",
                            {{"data", {{"myself", {{"id", "{subject_text}"}, {"username", "{username}"}}}}}});
    door.encoding = Encoding::unread;
    door.errors["missing_token"].body = {{"errors", OrderedJson::array({OrderedJson{{"message", words}}})}};
    door.errors["invalid_token"].body = {
        {"errors",
         OrderedJson::array({OrderedJson{{"header_error", "invalid_access_token"}, {"message", words}}})}};
    return door;
}

}  // namespace

Dialect glimesh_dialect() {
    Dialect dialect;
    for (auto& door : dialect.doors) {
        if (door.path == token_path) door.answer = glimesh_tokens();
        if (door.purpose == Purpose::introspection) door.answer = glimesh_introspection();
        if (door.proof != Proof::registered) continue;
        door.encoding = Encoding::form_or_query;
        // Its controller finds the client by this parameter alone, whatever the header says.
        door.params.emplace_back("client_id", "*");
    }
    dialect.doors.push_back(glimesh_graph());
    dialect.rotation = Rotation::reusable;
    dialect.allowed = {{"code", "{code}"}, {"expires_in", "{code_lifetime}"}, {"state", "{state}"}};
    dialect.refused.pop_back();
    dialect.denied = dialect.refused;
    dialect.errors["unsupported_grant_type"].body = {{"error", "invalid_request"},
                                                     {"error_description", "{error_description}"}};
    dialect.subject = 154;
    return dialect;
}

}  // namespace roadcase::practice
