#pragma once

#include <chrono>

namespace roadcase::http {

/// The instant at which an exchange with another server is given up, whatever it is doing.
using Deadline = std::chrono::steady_clock::time_point;

/// Waits until `fd` is ready for `events` (POLLIN, POLLOUT) or broken. False when the deadline came first.
bool wait_ready(int fd, short events, Deadline deadline);

/// What is left for poll(), rounded up so that it never spins; 0 when it is over.
int poll_timeout(Deadline deadline);

}  // namespace roadcase::http
