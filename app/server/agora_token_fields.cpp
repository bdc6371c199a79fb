#include "server/agora_token_fields.h"

#include <array>

#include "core/text.h"
#include "server/agora_dialect_wish.h"
#include "server/agora_minting.h"
#include "server/body_fields.h"
#include "server/http1_grammar.h"

namespace roadcase::server {
namespace {

using brokers::agora::Kind;
using brokers::agora::Order;

constexpr std::int64_t longest_ttl = brokers::agora::longest_ttl.count();

const std::vector<std::string> known_fields{"service",     "channel",       "uid",      "account",
                                            "role",        "ttl",           "rtm_user", "lifetimes",
                                            "permissions", "education_role"};
const std::vector<std::string> services{"rtc",       "rtm", "rtc+rtm",   "rtm2",           "chat",
                                        "chat-app",  "fpa", "education", "education-user", "education-app",
                                        "streaming", "fcdn"};
const std::vector<std::string> resources{"message", "stream", "group", "server", "user"};
const std::vector<std::string> permissions{"read", "write"};

/// A query's numbers are texts.
Json with_numbers(Json fields) {
    for (const char* name : {"uid", "ttl", "education_role"}) {
        const auto text = string_at(fields, name);
        if (const auto number = text ? decimal(*text) : std::nullopt) fields[name] = *number;
    }
    return fields;
}

tl::unexpected<Error> no_such(std::string_view what, std::string_view text,
                              const std::vector<std::string>& known) {
    const auto guess = did_you_mean(text, known);
    return fail(ErrorKind::invalid_request, "",
                "There is no " + std::string(what) + " \"" + printable(text, 40) + "\".", "",
                guess ? "Did you mean \"" + *guess + "\"?" : "There are " + join(known, ", ") + ".");
}

Status read_kind(const Json& fields, Order& order) {
    const auto text = optional_text(fields, "service");
    if (!text) return fail(text.error());
    const auto kind = brokers::agora::kind_named(text->empty() ? "rtc" : *text);
    if (!kind) return no_such("service", *text, services);
    order.kind = *kind;
    return {};
}

bool is_of_a_channel(Kind kind) {
    return kind == Kind::rtc || kind == Kind::rtc_rtm || kind == Kind::streaming || kind == Kind::fcdn;
}

Status read_person(const Json& fields, Order& order) {
    const auto uid = optional_number(fields, "uid", 0, brokers::agora::highest_uid);
    if (!uid) return fail(uid.error());
    auto account = optional_text(fields, "account");
    if (!account) return fail(account.error());
    if (*uid && !account->empty()) return fail(wrong_field("account", "must not stand beside \"uid\""));
    order.numeric = uid->has_value();
    order.user = *uid ? *agora_uid(std::to_string(**uid)) : std::move(*account);
    if (is_of_a_channel(order.kind) && !*uid && order.user.empty())
        return fail(ErrorKind::invalid_request, "", "Nobody is named.", "",
                    "Give uid, a number (0: anybody), or account, a text.");
    return {};
}

Status read_role(const Json& fields, Order& order) {
    const auto role = optional_text(fields, "role");
    if (!role) return fail(role.error());
    order.publisher = *role == "publisher";
    if (!role->empty() && !order.publisher && *role != "subscriber")
        return no_such("role", *role, {"publisher", "subscriber"});
    return {};
}

Status read_texts(const Json& fields, Order& order) {
    for (const auto& [name, place] : std::array<std::pair<const char*, std::string*>, 2>{
             {{"channel", &order.channel}, {"rtm_user", &order.rtm_user}}}) {
        auto text = optional_text(fields, name);
        if (!text) return fail(text.error());
        *place = std::move(*text);
    }
    const auto role = optional_number(fields, "education_role", 0, INT16_MAX);
    if (!role) return fail(role.error());
    order.education_role = static_cast<std::int16_t>(role->value_or(0));
    return {};
}

Status read_lifetimes(const Json& fields, Order& order) {
    const Json* given = find(fields, "lifetimes");
    if (given == nullptr || given->is_null()) return {};
    if (!given->is_object()) return fail(wrong_field("lifetimes", "must be an object"));
    if (const auto status = only_fields(*given, {"join", "audio", "video", "data"}); !status) return status;
    auto& lifetimes = order.lifetimes.emplace();
    for (const auto& [name, place] :
         std::array<std::pair<const char*, seconds*>, 4>{{{"join", &lifetimes.join},
                                                          {"audio", &lifetimes.audio},
                                                          {"video", &lifetimes.video},
                                                          {"data", &lifetimes.data}}}) {
        const auto number = optional_number(*given, name, 0, longest_ttl);
        if (!number) return fail(number.error());
        *place = seconds{number->value_or(0)};
    }
    return {};
}

std::uint16_t position(const std::vector<std::string>& list, std::string_view name) {
    return static_cast<std::uint16_t>(std::find(list.begin(), list.end(), name) - list.begin());
}

Status read_permissions(const Json& fields, Order& order) {
    const Json* given = find(fields, "permissions");
    if (given == nullptr || given->is_null()) return {};
    if (!given->is_object()) return fail(wrong_field("permissions", "must be an object"));
    if (const auto status = only_fields(*given, resources); !status) return status;
    for (const auto& [resource, rights] : given->items()) {
        if (!rights.is_object()) return fail(wrong_field(resource, "must be an object"));
        if (const auto status = only_fields(rights, permissions); !status) return status;
        for (const auto& [right, unread] : rights.items()) {
            auto names = optional_texts(rights, right);
            if (!names) return fail(names.error());
            order.permissions[position(resources, resource)][position(permissions, right)] =
                std::move(*names);
        }
    }
    return {};
}

}  // namespace

Result<AgoraTokenWish> read_agora_fields(const brokers::AgoraSettings& settings, const Json& given) {
    if (const auto status = only_fields(given, known_fields); !status) return fail(status.error());
    const Json fields = with_numbers(given);
    AgoraTokenWish wish;
    wish.order.version = settings.version;
    for (const auto read : {read_kind, read_person, read_role, read_texts, read_lifetimes, read_permissions})
        if (const auto status = read(fields, wish.order); !status) return fail(status.error());
    const auto ttl = optional_number(fields, "ttl", 1, longest_ttl);
    if (!ttl) return fail(ttl.error());
    if (*ttl) wish.ttl = wish.order.ttl = seconds{**ttl};
    return wish;
}

OrderedJson agora_fields(const Order& order) {
    OrderedJson fields{{"service", name_of(order.kind)}};
    if (!order.channel.empty()) fields["channel"] = order.channel;
    if (order.numeric)
        fields["uid"] = order.user.empty() ? std::size_t{0} : decimal(order.user).value_or(0);
    else if (!order.user.empty())
        fields["account"] = order.user;
    if (const auto role = role_of(order)) fields["role"] = *role;
    if (!order.rtm_user.empty()) fields["rtm_user"] = order.rtm_user;
    return fields;
}

}  // namespace roadcase::server
