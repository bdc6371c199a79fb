#pragma once

#include <optional>

#include "platform/socket_table.h"

namespace roadcase::platform {

/// Asks the kernel for one connection by both its ends (sock_diag(7)): microseconds, where reading the table
/// in /proc takes milliseconds. Outer nothing: it cannot be asked here. Inner nothing: there is no such
/// connection.
std::optional<std::optional<SocketRow>> ask_for_socket(const Endpoint& local, const Endpoint& remote);

}  // namespace roadcase::platform
