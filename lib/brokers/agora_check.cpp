#include <algorithm>
#include <array>
#include <charconv>

#include "brokers/agora_order.h"
#include "core/text.h"

namespace roadcase::brokers::agora {
namespace {

constexpr std::size_t most_in_channel = 63;
constexpr std::size_t most_in_account = 255;
constexpr std::size_t most_in_rtm_user = 64;
constexpr std::size_t most_names = 1'000;
constexpr std::string_view marks = " !#$%&()+-:;<=.>?@[]^_{}|~,";

/// What a kind has to say for itself.
enum class Needs : unsigned { nothing = 0, channel = 1, user = 2, both = 3 };

struct KindRow {
    Kind kind;
    std::string_view name;
    Needs needs;
    std::size_t most_in_user;
};

constexpr std::array<KindRow, 12> kinds{{
    {Kind::rtc, "rtc", Needs::both, most_in_account},
    {Kind::rtm, "rtm", Needs::user, most_in_rtm_user},
    {Kind::rtc_rtm, "rtc+rtm", Needs::both, most_in_account},
    {Kind::rtm2, "rtm2", Needs::user, most_in_rtm_user},
    {Kind::chat_user, "chat", Needs::user, most_in_account},
    {Kind::chat_app, "chat-app", Needs::nothing, 0},
    {Kind::fpa, "fpa", Needs::nothing, 0},
    {Kind::education_room, "education", Needs::both, most_in_rtm_user},
    {Kind::education_user, "education-user", Needs::user, most_in_account},
    {Kind::education_app, "education-app", Needs::nothing, 0},
    {Kind::streaming, "streaming", Needs::both, most_in_account},
    {Kind::fcdn, "fcdn", Needs::both, most_in_account},
}};

const KindRow& row_of(Kind kind) {
    return *std::find_if(kinds.begin(), kinds.end(), [&](const auto& row) { return row.kind == kind; });
}

bool has(Needs needs, Needs one) {
    return (static_cast<unsigned>(needs) & static_cast<unsigned>(one)) != 0;
}

tl::unexpected<Error> refuse(std::string title, std::string why, std::string next) {
    return fail(ErrorKind::invalid_request, "", std::move(title), std::move(why), std::move(next));
}

std::string quoted(std::string_view text) {
    return "\"" + printable(text, 80) + "\"";
}

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.find(c) != std::string_view::npos;
    });
}

/// A name of a channel, an account…: `what` says which.
Status check_name(std::string_view what, std::string_view name, std::size_t most) {
    const std::string thing(what);
    if (name.empty())
        return refuse("The " + thing + " is missing.", "The token would be for none.", "Name it.");
    if (name.size() > most)
        return refuse("The " + thing + " is too long.",
                      "It has " + std::to_string(name.size()) + " bytes; Agora's limit is " +
                          std::to_string(most) + ".",
                      "Choose a shorter one.");
    if (!is_plain(name))
        return refuse("The " + thing + " " + quoted(name) + " has a character that Agora does not allow.",
                      "Allowed are a-z, A-Z, 0-9, space and " + std::string(marks.substr(1)) + ".",
                      "Choose another.");
    return {};
}

Status check_uid(std::string_view uid) {
    if (uid.empty()) return {};
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(uid.data(), uid.data() + uid.size(), value);
    if (error == std::errc{} && end == uid.data() + uid.size() && value != 0 && uid.front() != '0') return {};
    return refuse("The uid " + quoted(uid) + " is none.", "A uid is a whole number from 1 to 4294967295.",
                  "For an account with letters, ask for a token of an account.");
}

Status check_user(const Order& order, const KindRow& row) {
    const bool takes_uid = has(row.needs, Needs::channel) && order.kind != Kind::education_room;
    if (order.numeric && takes_uid) return check_uid(order.user);
    return check_name("user", order.user, row.most_in_user);
}

Status check_ttl(seconds ttl) {
    if (ttl >= seconds{1} && ttl <= longest_ttl) return {};
    return refuse("A token cannot last " + std::to_string(ttl.count()) + " seconds.",
                  "Agora's rights last from 1 second to 24 hours (86400).", "Ask for a time in between.");
}

Status check_lifetimes(const RtcLifetimes& each) {
    for (const auto one : {each.join, each.audio, each.video, each.data})
        if (one != seconds{0})
            if (auto right = check_ttl(one); !right) return right;
    return {};
}

Status check_permissions(const Rtm2Permissions& permissions) {
    std::size_t count = 0;
    for (const auto& [resource, of_resource] : permissions) {
        if (resource > 4)
            return refuse("There is no resource " + std::to_string(resource) + " of RTM2.",
                          "They go from 0 (message channels) to 4 (users).", "Name one of those.");
        for (const auto& [permission, names] : of_resource) {
            if (permission > 1)
                return refuse("There is no permission " + std::to_string(permission) + " of RTM2.",
                              "They are 0 (read) and 1 (write).", "Name one of those.");
            for (const auto& name : names)
                if (auto right = check_name("name of a resource", name, most_in_rtm_user); !right)
                    return right;
            count += names.size();
        }
    }
    if (count > most_names)
        return refuse("That are too many names for one token.",
                      "It can hold " + std::to_string(most_names) + ".", "Ask for fewer.");
    return {};
}

Status check_version(const Order& order) {
    if (order.version == Version::v007 || order.kind == Kind::rtc) return {};
    if (order.kind == Kind::rtm && order.channel.empty()) return {};
    return refuse("Tokens of the version 006 cannot open " + std::string(name_of(order.kind)) + ".",
                  "They know rtc and rtm only.", "Set version = \"007\" for this broker.");
}

/// What would not be in the token must not look as if it bounded it: grants are compared with the order.
Status check_foreign(const Order& order, const KindRow& row) {
    const bool in_rtc = row.kind == Kind::rtc || row.kind == Kind::rtc_rtm;
    const struct {
        std::string_view name;
        bool is_given;
        bool is_taken;
    } fields[] = {
        {"channel", !order.channel.empty(), has(row.needs, Needs::channel) || row.kind == Kind::rtm},
        {"user", order.numeric || !order.user.empty(), has(row.needs, Needs::user)},
        {"user for messages", !order.rtm_user.empty(), row.kind == Kind::rtc_rtm},
        {"lifetimes", order.lifetimes.has_value(), in_rtc},
        {"permissions", !order.permissions.empty(), row.kind == Kind::rtm2},
        {"education role", order.education_role != 0, row.kind == Kind::education_room},
    };
    for (const auto& field : fields)
        if (field.is_given && !field.is_taken)
            return refuse(
                "A token for " + std::string(row.name) + " takes no " + std::string(field.name) + ".",
                "It would not be in the token.", "Leave it out, or ask for another service.");
    return {};
}

/// What only some kinds have besides channel and user.
Status check_rest(const Order& order) {
    if (order.kind == Kind::rtm && !order.channel.empty())
        return check_name("channel", order.channel, most_in_channel);
    if (order.kind == Kind::rtm2) return check_permissions(order.permissions);
    if (order.kind == Kind::rtc_rtm)
        return check_name("user for messages", order.rtm_user.empty() ? order.user : order.rtm_user,
                          most_in_rtm_user);
    return {};
}

}  // namespace

std::string_view name_of(Kind kind) {
    return row_of(kind).name;
}

std::optional<Kind> kind_named(std::string_view name) {
    for (const auto& row : kinds)
        if (row.name == name) return row.kind;
    return std::nullopt;
}

Status check(const Order& order) {
    const auto& row = row_of(order.kind);
    if (auto right = check_version(order); !right) return right;
    if (auto right = check_foreign(order, row); !right) return right;
    if (auto right = check_ttl(order.ttl); !right) return right;
    if (has(row.needs, Needs::channel)) {
        const auto* what = order.kind == Kind::education_room ? "room" : "channel";
        if (auto right = check_name(what, order.channel, most_in_channel); !right) return right;
    }
    if (has(row.needs, Needs::user))
        if (auto right = check_user(order, row); !right) return right;
    if (order.lifetimes)
        if (auto right = check_lifetimes(*order.lifetimes); !right) return right;
    return check_rest(order);
}

}  // namespace roadcase::brokers::agora
