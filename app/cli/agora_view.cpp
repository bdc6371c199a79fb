#include "cli/agora_view.h"

#include "cli/agora_words.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

using namespace brokers::agora;
using Rows = std::vector<std::vector<std::string>>;

constexpr std::uint16_t rtm_login_of_006 = 1000;

Time after(std::uint32_t from, std::uint32_t lasts) {
    return from_unix(std::int64_t{from} + lasts);
}

std::string ends(Time at, Time now) {
    return at > now ? "ends in " + in_words(at - now) : "ended " + in_words(now - at) + " ago";
}

std::string made(Time at, Time now) {
    return at <= now ? in_words(now - at) + " ago"
                     : "in " + in_words(at - now) + ": somebody's clock is wrong";
}

ServiceView view_of(const Service& service, std::uint32_t made_at) {
    const auto& layout = *layout_of(service.type);
    const auto type = static_cast<std::uint16_t>(service.type);
    ServiceView view{service_name(type), service_words(type), {}, {}, {}, service.permissions, {}};
    if (layout.has_channel) view.channel = service.channel;
    if (layout.has_user) view.user = service.user;
    if (layout.has_role && service.role != -1) view.role = service.role;
    for (const auto& [number, lasts] : service.privileges) {
        PrivilegeView privilege{number, privilege_words(service.type, number), {}};
        if (lasts != 0) privilege.ends_at = after(made_at, lasts);
        view.privileges.push_back(std::move(privilege));
    }
    return view;
}

OrderedJson time_json(const std::optional<Time>& time) {
    return time ? OrderedJson(rfc3339(*time)) : OrderedJson();
}

OrderedJson permissions_json(const Rtm2Permissions& permissions) {
    auto list = OrderedJson::array();
    for (const auto& [resource, of_resource] : permissions)
        for (const auto& [permission, names] : of_resource)
            list.push_back({{"resource", resource},
                            {"permission", permission},
                            {"words", permission_words(resource, permission)},
                            {"names", names}});
    return list;
}

OrderedJson service_json(const ServiceView& service) {
    OrderedJson json{{"name", service.name}};
    if (service.channel) json["channel"] = *service.channel;
    if (service.user) json["user"] = *service.user;
    if (service.role) json["role"] = *service.role;
    if (!service.permissions.empty()) json["permissions"] = permissions_json(service.permissions);
    auto privileges = OrderedJson::array();
    for (const auto& each : service.privileges)
        privileges.push_back(
            {{"number", each.number}, {"words", each.words}, {"ends_at", time_json(each.ends_at)}});
    json["privileges"] = std::move(privileges);
    return json;
}

std::string verdict_words(const SignatureVerdict& verdict) {
    const std::string words = !verdict.valid ? "not checked" : *verdict.valid ? "valid" : "not valid";
    return verdict.note.empty() ? words : words + ": " + verdict.note;
}

/// An empty user of these stands for any.
bool has_wildcard(const ServiceView& service) {
    return service.channel && service.user && service.user->empty() && service.name != "education";
}

std::string service_lines(const ServiceView& service, Time now) {
    Rows rows;
    const auto* channel = service.name == "education" ? "room" : "channel";
    if (service.channel && !service.channel->empty()) rows.push_back({channel, shown(*service.channel)});
    if (has_wildcard(service)) rows.push_back({"user", "any uid"});
    if (service.user && !service.user->empty()) rows.push_back({"user", shown(*service.user)});
    if (service.role) rows.push_back({"role", std::to_string(*service.role)});
    for (const auto& [resource, of_resource] : service.permissions)
        for (const auto& [permission, names] : of_resource)
            rows.push_back({permission_words(resource, permission), sentence(join(names, ", "))});
    for (const auto& each : service.privileges)
        rows.push_back({each.words, each.ends_at ? ends(*each.ends_at, now) : "as long as the token"});
    if (service.privileges.empty()) rows.push_back({"no privilege", ""});
    return "\n" + service.words + "\n" + table(rows, 2);
}

}  // namespace

AgoraTokenView view_of(const ReceivedToken& received) {
    const auto& token = received.token;
    AgoraTokenView view{"006", token.app_id, {}, from_unix(token.ends_at), token.salt, {}, {}};
    // A token of this version has one list of privileges; what it is for shows in them.
    const bool is_rtm = token.privileges.size() == 1 && token.privileges.contains(rtm_login_of_006);
    const auto type = static_cast<std::uint16_t>(is_rtm ? ServiceType::rtm : ServiceType::rtc);
    ServiceView only{service_name(type), service_words(type), {}, {}, {}, {}, {}};
    for (const auto& [number, end] : token.privileges) {
        PrivilegeView privilege{number, old_privilege_words(number), {}};
        if (end != 0) privilege.ends_at = from_unix(end);
        only.privileges.push_back(std::move(privilege));
    }
    view.services.push_back(std::move(only));
    return view;
}

AgoraTokenView view_of(const ReceivedToken2& received) {
    const auto& token = received.token;
    AgoraTokenView view{
        "007",      token.app_id, from_unix(token.issued_at), after(token.issued_at, token.lasts),
        token.salt, {},           received.unknown_type};
    for (const auto& service : token.services) view.services.push_back(view_of(service, token.issued_at));
    return view;
}

OrderedJson json_of(const AgoraTokenView& token, const SignatureVerdict& verdict, Time now) {
    OrderedJson json{{"version", 1},
                     {"format", token.format},
                     {"app_id", token.app_id},
                     {"made_at", time_json(token.made_at)},
                     {"ends_at", rfc3339(token.ends_at)},
                     {"ended", token.ends_at <= now},
                     {"salt", token.salt},
                     {"signature_valid", verdict.valid ? OrderedJson(*verdict.valid) : OrderedJson()},
                     {"signature_note", verdict.note}};
    auto services = OrderedJson::array();
    for (const auto& service : token.services) services.push_back(service_json(service));
    json["services"] = std::move(services);
    json["unknown_service"] = token.unknown_type ? OrderedJson(*token.unknown_type) : OrderedJson();
    return json;
}

std::string lines_of(const AgoraTokenView& token, const SignatureVerdict& verdict, Time now) {
    Rows rows{{"format", token.format}, {"app", token.app_id}};
    if (token.made_at) rows.push_back({"made", made(*token.made_at, now)});
    rows.push_back({"token", ends(token.ends_at, now) + " (" + rfc3339(token.ends_at) + ")"});
    rows.push_back({"signature", verdict_words(verdict)});
    auto text = table(rows, 0);
    for (const auto& service : token.services) text += service_lines(service, now);
    if (token.unknown_type)
        text += "\nFrom a service of the unknown type " + std::to_string(*token.unknown_type) +
                " on it cannot be read here.\n";
    return text;
}

}  // namespace roadcase::cli
