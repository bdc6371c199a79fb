#pragma once

#include <cstdint>
#include <string>

#include "brokers/agora_bytes.h"
#include "brokers/agora_order.h"

namespace roadcase::brokers::agora {

/// The numbers on the wire.
enum class ServiceType : std::uint16_t {
    rtc = 1,
    rtm = 2,
    streaming = 3,
    fpa = 4,
    chat = 5,
    fcdn = 6,
    education = 7,  ///< also called APaaS
    rtm2 = 8,
    convo_ai = 9,
    stt = 10,
};

/// One service in a token "007": a value. What a type has no field for is left empty.
struct Service {
    ServiceType type = ServiceType::rtc;
    Privileges privileges;        ///< seconds from the token's making; 0: as long as the token
    std::string channel;          ///< rtc, streaming, fcdn; the room of education
    std::string user;             ///< not fpa, convo_ai, stt
    std::int16_t role = -1;       ///< education; -1: none
    Rtm2Permissions permissions;  ///< rtm2

    friend bool operator==(const Service&, const Service&) = default;
};

/// Which fields follow the privileges, always in this order.
struct ServiceLayout {
    ServiceType type;
    bool has_channel;
    bool has_user;
    bool has_role;
    bool has_permissions;
};
/// nullptr for a type that is not known here.
const ServiceLayout* layout_of(ServiceType type);

/// Of a type that has a layout.
void write(Packer& out, const Service& service);
/// Of a type that has a layout; `in` says whether it was all there.
Service read_service(Unpacker& in, ServiceType type);

}  // namespace roadcase::brokers::agora
