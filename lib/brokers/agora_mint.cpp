#include <algorithm>

#include "brokers/agora_builders.h"
#include "brokers/agora_credentials.h"
#include "brokers/agora_md5.h"
#include "brokers/agora_order.h"

namespace roadcase::brokers::agora {
namespace {

constexpr std::int64_t latest = 0xFFFF'FFFF - 2 * 86'400;

Role role_of(const Order& order) {
    return order.publisher ? Role::publisher : Role::subscriber;
}

std::uint32_t lasts_of(const Order& order) {
    return static_cast<std::uint32_t>(order.ttl.count());
}

/// No right outlives the token, whatever is asked: what narrowed `ttl` narrows all.
Rights rights_of(const Order& order, std::uint32_t from) {
    const auto one = [&](seconds asked) {
        const auto least = asked == seconds{0} ? order.ttl : std::min(asked, order.ttl);
        return from + static_cast<std::uint32_t>(least.count());
    };
    const auto& each = *order.lifetimes;
    return {one(each.join), one(each.audio), one(each.video), one(each.data)};
}

AccessToken token_006(const Order& order, const Stamp& stamp) {
    const auto end = stamp.now + lasts_of(order);
    if (order.kind == Kind::rtm) return v006::rtm(stamp, order.user, end);
    const auto rights = order.lifetimes ? rights_of(order, stamp.now) : Rights{end, end, end, end};
    return v006::rtc(stamp, order.channel, order.user, role_of(order), rights);
}

/// What of a channel's token there is: one time for all rights or one for each, with messages or without.
AccessToken2 channel_token(const Order& order, const Stamp& stamp) {
    const auto lasts = lasts_of(order);
    const auto rights = order.lifetimes ? rights_of(order, 0) : Rights{lasts, lasts, lasts, lasts};
    auto token = v007::rtc_rtm(stamp, order.channel, order.user, role_of(order), lasts, rights,
                               order.rtm_user.empty() ? order.user : order.rtm_user, lasts);
    if (order.kind == Kind::rtc) token.services.pop_back();
    return token;
}

/// With a channel also what opens its streams, as the published Go server makes them: 1 join, 4 data.
AccessToken2 message_token(const Order& order, const Stamp& stamp) {
    const auto lasts = lasts_of(order);
    auto token = v007::rtm(stamp, order.user, lasts);
    if (order.channel.empty()) return token;
    auto streams = v007::rtc(stamp, order.channel, order.user, Role::subscriber, lasts, lasts).services;
    if (order.publisher) streams.front().privileges.insert({4, lasts});
    token.services.push_back(std::move(streams.front()));
    return token;
}

AccessToken2 token_007(const Order& order, const Stamp& stamp) {
    const auto lasts = lasts_of(order);
    switch (order.kind) {
        case Kind::rtc:
        case Kind::rtc_rtm:
            return channel_token(order, stamp);
        case Kind::rtm:
            return message_token(order, stamp);
        case Kind::rtm2:
            return v007::rtm2(stamp, order.user, order.permissions, lasts);
        case Kind::chat_user:
            return v007::chat_user(stamp, order.user, lasts);
        case Kind::chat_app:
            return v007::chat_app(stamp, lasts);
        case Kind::fpa:
            return v007::fpa(stamp, lasts);
        case Kind::education_room:
            return v007::education_room(stamp, order.channel, order.user, order.education_role, lasts);
        case Kind::education_user:
            return v007::education_user(stamp, order.user, lasts);
        case Kind::education_app:
            return v007::education_app(stamp, lasts);
        case Kind::streaming:
            return v007::streaming(stamp, order.channel, order.user, lasts);
        case Kind::fcdn:
            return v007::fcdn(stamp, order.channel, order.user, role_of(order), lasts);
    }
    return {};
}

Result<Stamp> stamp_of(const Credentials& credentials, Time now, Random& random) {
    if (to_unix(now) < 0 || to_unix(now) > latest)
        return fail(ErrorKind::internal, "", "This computer's clock is wrong.",
                    "Agora's tokens can name the times from 1970 to 2106 only.", "Set the clock.");
    const auto salt = random.bytes(4);
    if (!salt) return fail(salt.error());
    return Stamp{credentials.app_id, static_cast<std::uint32_t>(to_unix(now)), Unpacker(*salt).u32()};
}

}  // namespace

Result<Secret> mint(const Order& order, const Credentials& credentials, Time now, Random& random) {
    if (auto right = check(order); !right) return fail(right.error());
    const auto stamp = stamp_of(credentials, now, random);
    if (!stamp) return fail(stamp.error());
    // Some installations of OpenSSL have no MD5, and a chat without a user would be everybody's.
    if (order.kind == Kind::education_room && md5_hex(order.user).empty())
        return fail(ErrorKind::internal, "", "OpenSSL has no MD5 here.",
                    "The chat of a room names its users by it.", "Allow MD5 in OpenSSL's configuration.");
    return order.version == Version::v006 ? sign(token_006(order, *stamp), credentials.certificate)
                                          : sign(token_007(order, *stamp), credentials.certificate);
}

}  // namespace roadcase::brokers::agora
