#include "server/agora_minting.h"

#include <algorithm>

#include "core/text.h"

namespace roadcase::server {
namespace {

using brokers::Subject;
using brokers::agora::Kind;
using brokers::agora::Order;

/// Somebody whom tokens would be for: what these open, and where the name stands in the orders.
struct Person {
    std::string name;
    BrokerAsk ask;
    std::vector<std::string*> places;
};

void add(std::vector<Person>& people, std::string& name, Subject subject) {
    auto person =
        std::find_if(people.begin(), people.end(), [&](const Person& each) { return each.name == name; });
    if (person == people.end()) person = people.insert(people.end(), {name, {{}, name, {}, {}}, {}});
    person->ask.subjects.push_back(std::move(subject));
    person->places.push_back(&name);
}

/// What is asked of the desk for one order: all that its kind of token opens, and no place that is not in it.
void add(std::vector<Person>& people, const std::string& broker, Order& order) {
    const std::string name(name_of(order.kind));
    const auto role = role_of(order).value_or(name);
    const auto in_channel = [&](const std::string& what) {
        add(people, order.user, {broker, order.channel, what});
    };
    const auto of_user = [&](std::string& user, const std::string& what) {
        add(people, user, {broker, user, what});
    };
    switch (order.kind) {
        case Kind::rtc:
        case Kind::streaming:
            return in_channel(role);
        case Kind::rtc_rtm:
            in_channel(role);
            return of_user(order.rtm_user.empty() ? order.user : order.rtm_user, "rtm");
        case Kind::rtm:
            if (!order.channel.empty()) in_channel(role);
            return of_user(order.user, name);
        case Kind::rtm2:
        case Kind::chat_user:
        case Kind::education_user:
            return of_user(order.user, name);
        case Kind::education_room:
            in_channel(role);
            of_user(order.user, "rtm");
            return of_user(order.user, "chat");
        case Kind::fcdn:
            return in_channel(name + "-" + role);
        case Kind::chat_app:
        case Kind::fpa:
        case Kind::education_app:
            return add(people, order.user, {broker, "", name});
    }
}

Result<seconds> approve(const BrokerCall& call, std::vector<Person>& people, std::optional<seconds> ttl) {
    std::optional<seconds> least;
    for (Person& person : people) {
        person.ask.ttl = ttl;
        const auto approval = call.desk.approve(call.broker, call.caller, call.request, person.ask);
        if (!approval) return fail(approval.error());
        for (std::string* place : person.places) *place = approval->user;
        least = std::min(least.value_or(approval->ttl), approval->ttl);
    }
    return least.value_or(seconds{0});
}

Error nobody(const Error& why) {
    return make_error(ErrorKind::unavailable, "",
                      "The permission check named a user for whom Agora has no token.", why.title,
                      "Mend the service or command that is asked.");
}

}  // namespace

std::optional<RefusedAgora> check_agora(const std::vector<Order>& orders) {
    for (std::size_t at = 0; at < orders.size(); ++at)
        if (const auto status = check(orders[at]); !status) return RefusedAgora{status.error(), at};
    return std::nullopt;
}

Result<std::vector<MintedAgora>> mint_agora(const BrokerCall& call, std::vector<Order> orders,
                                            std::optional<seconds> ttl) {
    std::vector<Person> people;
    for (Order& order : orders) add(people, call.broker.name, order);
    const auto allowed = approve(call, people, ttl);
    if (!allowed) return fail(allowed.error());
    for (Order& order : orders) order.ttl = *allowed;
    if (const auto refused = check_agora(orders)) return fail(nobody(refused->error));

    const brokers::agora::Credentials credentials{call.broker.as<brokers::AgoraSettings>().app_id,
                                                  call.broker.secret};
    std::vector<MintedAgora> minted;
    for (const Order& order : orders) {
        auto token = mint(order, credentials, call.desk.clock().now(), call.desk.random());
        if (!token) return fail(token.error());
        minted.push_back({order, std::move(*token)});
    }
    for (const Order& order : orders) call.desk.note_minted(call.broker, call.caller, in_words(order));
    return minted;
}

std::optional<std::string> role_of(const Order& order) {
    const bool has_role = order.kind == Kind::rtc || order.kind == Kind::rtc_rtm ||
                          order.kind == Kind::fcdn || (order.kind == Kind::rtm && !order.channel.empty());
    if (!has_role) return std::nullopt;
    return order.publisher ? "publisher" : "subscriber";
}

std::string in_words(const Order& order) {
    std::string text = order.version == brokers::agora::Version::v006 ? "a 006 " : "a 007 ";
    if (order.kind != Kind::rtc) text.append(name_of(order.kind)).append(" ");
    text += "token";
    if (!order.channel.empty()) text += " for channel " + printable(order.channel);
    if (const auto role = role_of(order)) text += " as " + *role;
    if (!order.user.empty()) text += (order.numeric ? ", uid " : ", account ") + printable(order.user);
    if (order.user.empty() && order.numeric) text += ", any uid";
    if (!order.rtm_user.empty()) text += ", messages of " + printable(order.rtm_user);
    return text;
}

}  // namespace roadcase::server
