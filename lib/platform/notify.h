#pragma once

#include <string>
#include <string_view>

namespace roadcase::platform {

/// Tells the service manager that started us how we are, as sd_notify(3) does, without its library: one
/// datagram to the socket named by NOTIFY_SOCKET ("/run/…", or "@…" in the abstract namespace). `state` is
/// "READY=1", "STOPPING=1", "STATUS=2 accounts" …, several lines at once if wished. False when nobody asked
/// to be told, or it could not be told; neither is a reason to fail. Never blocks.
bool notify(std::string_view state);

/// "RELOADING=1" with the instant that systemd demands beside it (CLOCK_MONOTONIC, microseconds).
std::string reloading_state();

}  // namespace roadcase::platform
