#include "practice/grants_file.h"

#include "core/json.h"

namespace roadcase::practice {
namespace {

constexpr int format_version = 1;

Json write_access(const AccessToken& token) {
    return {{"hash", token.hash},
            {"scope", token.scope},
            {"issued_at", to_unix(token.issued_at)},
            {"expires_at", to_unix(token.expires_at)}};
}

Json write_grant(const Grant& grant) {
    auto access = Json::array();
    for (const auto& token : grant.access) access.push_back(write_access(token));
    return {{"id", grant.id},
            {"scope", grant.scope},
            {"refresh_hash", grant.refresh_hash},
            {"spent_refresh", grant.spent_refresh},
            {"access", std::move(access)},
            {"for_app", grant.for_app}};
}

AccessToken read_access(const Json& json) {
    return {json.at("hash").get<std::string>(), json.at("scope").get<std::string>(),
            from_unix(json.at("issued_at").get<std::int64_t>()),
            from_unix(json.at("expires_at").get<std::int64_t>())};
}

Grant read_grant(const Json& json) {
    Grant grant;
    json.at("id").get_to(grant.id);
    json.at("scope").get_to(grant.scope);
    json.at("refresh_hash").get_to(grant.refresh_hash);
    json.at("spent_refresh").get_to(grant.spent_refresh);
    grant.for_app = json.value("for_app", false);
    for (const auto& token : json.at("access")) grant.access.push_back(read_access(token));
    return grant;
}

}  // namespace

std::string write_grants(const std::deque<Grant>& grants) {
    auto list = Json::array();
    for (const auto& grant : grants) list.push_back(write_grant(grant));
    return dump(Json{{"version", format_version}, {"grants", std::move(list)}});
}

std::deque<Grant> read_grants(std::string_view text) {
    const auto json = parse_json(text);
    if (!json) return {};
    try {
        if (json->at("version").get<int>() != format_version) return {};
        std::deque<Grant> grants;
        for (const auto& each : json->at("grants")) grants.push_back(read_grant(each));
        return grants;
    } catch (const Json::exception&) {
        return {};
    }
}

}  // namespace roadcase::practice
