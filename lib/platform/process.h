#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "core/secret.h"

namespace roadcase::platform {

/// First thing in main: umask 077, core dumps off, not dumpable, SIGPIPE and SIGXFSZ ignored, descriptors 0
/// to 2 open.
void harden_process();
/// In a child between fork and exec: umask, core limit, ignored and blocked signals as they were when this
/// process started. Async-signal-safe.
void give_back_what_was_hardened();

/// The lock that says "I own this home". Held until destroyed; the kernel frees a dead owner's. The file is
/// never the data file and stays when released.
class ProcessLock {
  public:
    /// Nothing when another process holds it and still does after `wait`.
    static Result<std::optional<ProcessLock>> acquire(const std::string& path, milliseconds wait);
    ProcessLock(ProcessLock&& other) noexcept;
    ProcessLock& operator=(ProcessLock&& other) noexcept;
    ~ProcessLock();

  private:
    explicit ProcessLock(int fd) : fd_(fd) {}
    int fd_ = -1;
};

/// The uid at the other end of a Unix socket (SO_PEERCRED).
std::optional<uid_t> peer_uid(int unix_socket);
/// The uid that owns the client's end of a loopback TCP connection (/proc/net/tcp, tcp6).
std::optional<uid_t> tcp_peer_uid(int tcp_socket);

/// Who listens on a TCP port: "node (pid 4242, vite)" as far as we may see; empty when unknown.
std::string program_on_port(std::uint16_t port, bool ipv6);

/// Runs argv without a shell, standard input closed, other descriptors closed; gives its standard output (at
/// most 64 KiB) or an Error naming argv[0] only.
Result<Secret> run_command(const std::vector<std::string>& argv, milliseconds deadline);

/// Opens a URL in the person's browser ($BROWSER, xdg-open). False when there is none (no display, ssh).
bool open_browser(const std::string& url);

/// Whether a streaming program (OBS Studio, Streamlabs …) of this user runs, by the names in /proc. A guess:
/// it may be idle, or hidden in another container.
bool is_streaming();

}  // namespace roadcase::platform
