#pragma once

#include <cstdint>
#include <string>

#include "brokers/agora_services.h"

namespace roadcase::cli {

/// "rtc", "rtm" …: the service's name in JSON; "service-77" for an unknown one.
std::string service_name(std::uint16_t type);
/// "RTC (a channel's sound and pictures)".
std::string service_words(std::uint16_t type);
/// "join the channel"; "privilege 77" for an unknown one.
std::string privilege_words(brokers::agora::ServiceType type, std::uint16_t privilege);
/// Of a token "006", which has privileges without services.
std::string old_privilege_words(std::uint16_t privilege);
/// "read message channels".
std::string permission_words(std::uint16_t resource, std::uint16_t permission);

}  // namespace roadcase::cli
