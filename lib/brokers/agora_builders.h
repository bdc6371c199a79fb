#pragma once

#include <cstdint>
#include <string>

#include "brokers/agora_access_token.h"
#include "brokers/agora_access_token2.h"

/// What Agora's published token builders put into a token, as functions from values to unsigned tokens. They
/// refuse nothing: check() of an Order is about limits, sign() about the format.
namespace roadcase::brokers::agora {

/// What every token begins with.
struct Stamp {
    std::string app_id;
    std::uint32_t now = 0;  ///< Unix seconds
    std::uint32_t salt = 0;
};

/// The published roles 0 (attendee) and 101 (admin) of "006" are publishers.
enum class Role { publisher, subscriber };

/// When the four rights in a channel end: Unix seconds in "006", seconds from the token's making in "007".
struct Rights {
    std::uint32_t join = 0;
    std::uint32_t audio = 0;
    std::uint32_t video = 0;
    std::uint32_t data = 0;
};

/// AccessToken. `user` is empty for the wildcard; a right ends at `rights_end_at`, Unix seconds.
namespace v006 {
AccessToken rtc(const Stamp& stamp, std::string channel, std::string user, Role role,
                std::uint32_t rights_end_at);
/// Each right with an end of its own; a subscriber has `join` only.
AccessToken rtc(const Stamp& stamp, std::string channel, std::string user, Role role, const Rights& ends);
/// The account stands where the channel would.
AccessToken rtm(const Stamp& stamp, std::string account, std::uint32_t rights_end_at);
}  // namespace v006

/// AccessToken2. Everything lasts for so many seconds from `stamp.now`; 0 of a right: as long as the token.
namespace v007 {
AccessToken2 rtc(const Stamp& stamp, std::string channel, std::string user, Role role, std::uint32_t lasts,
                 std::uint32_t rights_last = 0);
/// All four rights, also those of 0 seconds: nobody is a mere subscriber with it.
AccessToken2 rtc(const Stamp& stamp, std::string channel, std::string user, std::uint32_t lasts,
                 const Rights& rights);
AccessToken2 rtc_rtm(const Stamp& stamp, std::string channel, std::string account, Role role,
                     std::uint32_t lasts, std::uint32_t rights_last = 0);
/// Each right with its own time (a subscriber has `join` only), and another account for messages.
AccessToken2 rtc_rtm(const Stamp& stamp, std::string channel, std::string account, Role role,
                     std::uint32_t lasts, const Rights& rights, std::string rtm_user,
                     std::uint32_t rtm_lasts);
AccessToken2 rtm(const Stamp& stamp, std::string user, std::uint32_t lasts);
AccessToken2 rtm2(const Stamp& stamp, std::string user, Rtm2Permissions permissions, std::uint32_t lasts);
AccessToken2 chat_user(const Stamp& stamp, std::string user, std::uint32_t lasts);
AccessToken2 chat_app(const Stamp& stamp, std::uint32_t lasts);
/// The published builder knows no other time than a day.
AccessToken2 fpa(const Stamp& stamp, std::uint32_t lasts = 86'400);
/// Room, and the same person's messages and chat. Role 0 is written as -1, none.
AccessToken2 education_room(const Stamp& stamp, std::string room, std::string user, std::int16_t role,
                            std::uint32_t lasts);
AccessToken2 education_user(const Stamp& stamp, std::string user, std::uint32_t lasts);
AccessToken2 education_app(const Stamp& stamp, std::uint32_t lasts);
/// Of the last two there is no published builder: every privilege of the service; a subscriber of FCDN only
/// plays.
AccessToken2 streaming(const Stamp& stamp, std::string channel, std::string account, std::uint32_t lasts);
AccessToken2 fcdn(const Stamp& stamp, std::string channel, std::string account, Role role,
                  std::uint32_t lasts);
}  // namespace v007

}  // namespace roadcase::brokers::agora
