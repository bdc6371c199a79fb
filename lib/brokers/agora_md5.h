#pragma once

#include <string>
#include <string_view>

namespace roadcase::brokers::agora {

/// Lower-case hex of MD5 (RFC 1321): the name of a person of Education in its chat, nothing that protects.
std::string md5_hex(std::string_view bytes);

}  // namespace roadcase::brokers::agora
