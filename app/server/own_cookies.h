#pragma once

#include <string_view>

namespace roadcase::server {

/// Every cookie that we set has a name that begins so. A browser sends it to all ports of this computer.
inline constexpr std::string_view own_cookies = "rc_";

}  // namespace roadcase::server
