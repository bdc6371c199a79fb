#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "application.h"
#include "cli/backend.h"
#include "config/config.h"
#include "interruption.h"
#include "platform/paths.h"
#include "platform/process.h"

namespace roadcase {

/// Talks to the running server over its Unix socket.
class SocketBackend final : public cli::Backend {
  public:
    SocketBackend(std::string socket_path, Instant end) : socket_path_(std::move(socket_path)), end_(end) {}
    server::Response call(const server::Request& request) override;
    Result<std::string> reachable(bool any_port) override;
    Result<Host> host() override;
    Status follow(const server::Request& request, const server::Follower& follower) override;

    /// Does a server answer there, soon?
    bool answers();

  private:
    server::Response call_within(const server::Request& request, milliseconds limit);

    std::string socket_path_;
    Instant end_;
};

/// The same routes inside this process, under the process lock.
class LocalBackend final : public cli::Backend {
  public:
    LocalBackend(platform::ProcessLock lock, std::unique_ptr<Application> application, Instant end);
    server::Response call(const server::Request& request) override;
    Result<std::string> reachable(bool any_port) override;
    Result<Host> host() override;

  private:
    platform::ProcessLock lock_;  // released last: the store closes first
    std::unique_ptr<Application> application_;
    std::optional<std::string> url_;
    std::timed_mutex working_;
    std::optional<Interruption> interruption_;  // its thread uses all of the above
};

/// Whichever fits: the server when one holds this home, else this process. Waits a moment for another command
/// or a server that is just starting. With a `timeout` (from now on) every call ends by it, as kind
/// `timeout`; only a renewal that a provider has already received is given a moment more, for its answer is
/// worth it.
Result<std::unique_ptr<cli::Backend>> open_backend(const platform::Paths& paths, const config::Config& config,
                                                   std::optional<milliseconds> timeout);

/// The socket of this home, as configured.
std::string socket_path(const platform::Paths& paths, const config::Config& config);

}  // namespace roadcase
