// Makes and reads Agora tokens, a JSON object per line in and out: so the packages for Node can compare
// thousands of them without starting a process for each (agora.test.mjs). For tests only.
#include <iostream>

#include "brokers/agora_access_token.h"
#include "brokers/agora_access_token2.h"
#include "core/json.h"

namespace {

using namespace roadcase;
using namespace roadcase::brokers::agora;

std::string text(const Json& in, const char* key) {
    return in.value(key, std::string());
}

Json pairs_of(const Privileges& privileges) {
    auto pairs = Json::array();
    for (const auto& [number, end] : privileges) pairs.push_back({number, end});
    return pairs;
}

Privileges privileges_of(const Json& pairs) {
    Privileges privileges;
    for (const auto& pair : pairs)
        privileges[pair.at(0).get<std::uint16_t>()] = pair.at(1).get<std::uint32_t>();
    return privileges;
}

/// [resource, permission, names] each.
Json triples_of(const Rtm2Permissions& permissions) {
    auto triples = Json::array();
    for (const auto& [resource, of_resource] : permissions)
        for (const auto& [permission, names] : of_resource) triples.push_back({resource, permission, names});
    return triples;
}

Rtm2Permissions permissions_of(const Json& triples) {
    Rtm2Permissions permissions;
    for (const auto& one : triples)
        permissions[one.at(0).get<std::uint16_t>()][one.at(1).get<std::uint16_t>()] =
            one.at(2).get<std::vector<std::string>>();
    return permissions;
}

Json answer_of(const Result<Secret>& token) {
    return token ? Json{{"token", token->reveal()}} : Json{{"error", token.error().one_line()}};
}

Json minted(const Json& in) {
    Order order;
    order.version = text(in, "version") == "006" ? Version::v006 : Version::v007;
    order.kind = kind_named(text(in, "kind")).value();
    order.channel = text(in, "channel");
    order.user = text(in, "user");
    order.numeric = in.at("numeric").get<bool>();
    order.publisher = in.at("publisher").get<bool>();
    order.ttl = seconds{in.at("ttl").get<std::int64_t>()};
    order.rtm_user = text(in, "rtm_user");
    order.education_role = in.value("role", std::int16_t{0});
    order.permissions = permissions_of(in.value("permissions", Json::array()));
    SystemRandom random;
    const Credentials credentials{text(in, "app_id"), Secret(text(in, "certificate"))};
    return answer_of(mint(order, credentials, from_unix(in.at("now").get<std::int64_t>()), random));
}

Json services_of(const AccessToken2& token) {
    auto services = Json::array();
    for (const auto& service : token.services)
        services.push_back({{"type", service.type},
                            {"privileges", pairs_of(service.privileges)},
                            {"channel", service.channel},
                            {"user", service.user},
                            {"role", service.role},
                            {"permissions", triples_of(service.permissions)}});
    return services;
}

/// Whatever services are given, also such as no builder makes.
Json signed_as_given(const Json& in) {
    AccessToken2 token{text(in, "app_id"),
                       in.at("issued_at").get<std::uint32_t>(),
                       in.at("lasts").get<std::uint32_t>(),
                       in.at("salt").get<std::uint32_t>(),
                       {}};
    for (const auto& given : in.at("services")) {
        Service service;
        service.type = ServiceType{given.at("type").get<std::uint16_t>()};
        service.privileges = privileges_of(given.at("privileges"));
        service.channel = text(given, "channel");
        service.user = text(given, "user");
        service.role = given.value("role", std::int16_t{-1});
        service.permissions = permissions_of(given.value("permissions", Json::array()));
        token.services.push_back(std::move(service));
    }
    return answer_of(sign(token, Secret(text(in, "certificate"))));
}

Json read_006(const Json& in) {
    const auto received = parse_access_token(text(in, "token"));
    if (!received) return {{"error", received.error().one_line()}};
    return {{"app_id", received->token.app_id},
            {"salt", received->token.salt},
            {"ends_at", received->token.ends_at},
            {"privileges", pairs_of(received->token.privileges)},
            {"signed",
             is_signed(*received, text(in, "channel"), text(in, "user"), Secret(text(in, "certificate")))}};
}

Json read_007(const Json& in) {
    const auto received = parse_access_token2(text(in, "token"));
    if (!received) return {{"error", received.error().one_line()}};
    return {{"app_id", received->token.app_id},
            {"issued_at", received->token.issued_at},
            {"lasts", received->token.lasts},
            {"salt", received->token.salt},
            {"services", services_of(received->token)},
            {"signed", is_signed(*received, Secret(text(in, "certificate")))}};
}

Json answer(const Json& in) {
    const auto wish = text(in, "do");
    if (wish == "mint") return minted(in);
    if (wish == "sign") return signed_as_given(in);
    return text(in, "version") == "006" ? read_006(in) : read_007(in);
}

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) {
        const auto in = parse_json(line);
        if (!in) return 2;
        std::cout << dump(answer(*in)) << '\n';
    }
    return 0;
}
