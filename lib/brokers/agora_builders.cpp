#include "brokers/agora_builders.h"

#include "brokers/agora_md5.h"

namespace roadcase::brokers::agora {
namespace {

constexpr std::uint32_t one_day = 86'400;
constexpr std::uint16_t rtm_login_of_006 = 1000;

/// 1 join, 2 audio, 3 video, 4 data.
Privileges rights_of(Role role, const Rights& rights) {
    Privileges privileges{{1, rights.join}};
    if (role == Role::publisher) privileges.insert({{2, rights.audio}, {3, rights.video}, {4, rights.data}});
    return privileges;
}

AccessToken begun(const Stamp& stamp) {
    return {stamp.app_id, "", "", stamp.salt, stamp.now + one_day, {}};
}

AccessToken2 begun(const Stamp& stamp, std::uint32_t lasts) {
    return {stamp.app_id, stamp.now, lasts, stamp.salt, {}};
}

Service service(ServiceType type, Privileges privileges, std::string user = {}, std::string channel = {}) {
    Service made;
    made.type = type;
    made.privileges = std::move(privileges);
    made.user = std::move(user);
    made.channel = std::move(channel);
    return made;
}

AccessToken2 token_of(const Stamp& stamp, std::uint32_t lasts, Service only) {
    auto token = begun(stamp, lasts);
    token.services.push_back(std::move(only));
    return token;
}

}  // namespace

namespace v006 {

AccessToken rtc(const Stamp& stamp, std::string channel, std::string user, Role role, const Rights& ends) {
    auto token = begun(stamp);
    token.channel = std::move(channel);
    token.uid = std::move(user);
    token.privileges = rights_of(role, ends);
    return token;
}

AccessToken rtc(const Stamp& stamp, std::string channel, std::string user, Role role,
                std::uint32_t rights_end_at) {
    return rtc(stamp, std::move(channel), std::move(user), role,
               Rights{rights_end_at, rights_end_at, rights_end_at, rights_end_at});
}

AccessToken rtm(const Stamp& stamp, std::string account, std::uint32_t rights_end_at) {
    auto token = begun(stamp);
    token.channel = std::move(account);
    token.privileges = {{rtm_login_of_006, rights_end_at}};
    return token;
}

}  // namespace v006

namespace v007 {

AccessToken2 rtc(const Stamp& stamp, std::string channel, std::string user, Role role, std::uint32_t lasts,
                 std::uint32_t rights_last) {
    const Rights rights{rights_last, rights_last, rights_last, rights_last};
    return token_of(stamp, lasts,
                    service(ServiceType::rtc, rights_of(role, rights), std::move(user), std::move(channel)));
}

AccessToken2 rtc(const Stamp& stamp, std::string channel, std::string user, std::uint32_t lasts,
                 const Rights& rights) {
    return token_of(
        stamp, lasts,
        service(ServiceType::rtc, rights_of(Role::publisher, rights), std::move(user), std::move(channel)));
}

AccessToken2 rtc_rtm(const Stamp& stamp, std::string channel, std::string account, Role role,
                     std::uint32_t lasts, std::uint32_t rights_last) {
    const Rights rights{rights_last, rights_last, rights_last, rights_last};
    auto rtm_user = account;
    return rtc_rtm(stamp, std::move(channel), std::move(account), role, lasts, rights, std::move(rtm_user),
                   lasts);
}

AccessToken2 rtc_rtm(const Stamp& stamp, std::string channel, std::string account, Role role,
                     std::uint32_t lasts, const Rights& rights, std::string rtm_user,
                     std::uint32_t rtm_lasts) {
    auto token = begun(stamp, lasts);
    token.services.push_back(
        service(ServiceType::rtc, rights_of(role, rights), std::move(account), std::move(channel)));
    token.services.push_back(service(ServiceType::rtm, {{1, rtm_lasts}}, std::move(rtm_user)));
    return token;
}

AccessToken2 rtm(const Stamp& stamp, std::string user, std::uint32_t lasts) {
    return token_of(stamp, lasts, service(ServiceType::rtm, {{1, lasts}}, std::move(user)));
}

AccessToken2 rtm2(const Stamp& stamp, std::string user, Rtm2Permissions permissions, std::uint32_t lasts) {
    auto only = service(ServiceType::rtm2, {{1, lasts}}, std::move(user));
    only.permissions = std::move(permissions);
    return token_of(stamp, lasts, std::move(only));
}

AccessToken2 chat_user(const Stamp& stamp, std::string user, std::uint32_t lasts) {
    return token_of(stamp, lasts, service(ServiceType::chat, {{1, lasts}}, std::move(user)));
}

AccessToken2 chat_app(const Stamp& stamp, std::uint32_t lasts) {
    return token_of(stamp, lasts, service(ServiceType::chat, {{2, lasts}}));
}

AccessToken2 fpa(const Stamp& stamp, std::uint32_t lasts) {
    return token_of(stamp, lasts, service(ServiceType::fpa, {{1, 0}}));
}

// The published builder for Node gives the room no privilege of its own, the one for C++ gives it
// {1: lasts}. Node's is the one that the token servers use.
AccessToken2 education_room(const Stamp& stamp, std::string room, std::string user, std::int16_t role,
                            std::uint32_t lasts) {
    auto token = begun(stamp, lasts);
    token.services.push_back(service(ServiceType::education, {}, user, std::move(room)));
    token.services.back().role = role == 0 ? std::int16_t{-1} : role;
    token.services.push_back(service(ServiceType::chat, {{1, lasts}}, md5_hex(user)));
    token.services.push_back(service(ServiceType::rtm, {{1, lasts}}, std::move(user)));
    return token;
}

AccessToken2 education_user(const Stamp& stamp, std::string user, std::uint32_t lasts) {
    return token_of(stamp, lasts, service(ServiceType::education, {{2, lasts}}, std::move(user)));
}

AccessToken2 education_app(const Stamp& stamp, std::uint32_t lasts) {
    return token_of(stamp, lasts, service(ServiceType::education, {{3, lasts}}));
}

AccessToken2 streaming(const Stamp& stamp, std::string channel, std::string account, std::uint32_t lasts) {
    return token_of(
        stamp, lasts,
        service(ServiceType::streaming, {{1, lasts}, {2, lasts}}, std::move(account), std::move(channel)));
}

AccessToken2 fcdn(const Stamp& stamp, std::string channel, std::string account, Role role,
                  std::uint32_t lasts) {
    Privileges privileges{{2, lasts}};
    if (role == Role::publisher) privileges.insert({1, lasts});
    return token_of(
        stamp, lasts,
        service(ServiceType::fcdn, std::move(privileges), std::move(account), std::move(channel)));
}

}  // namespace v007

}  // namespace roadcase::brokers::agora
