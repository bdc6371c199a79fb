#pragma once

#include <memory>
#include <optional>

#include "application.h"
#include "cli/backend.h"
#include "config/config.h"
#include "platform/paths.h"
#include "platform/process.h"

namespace roadcase {

/// Talks to the running server over its Unix socket.
class SocketBackend final : public cli::Backend {
  public:
    explicit SocketBackend(std::string socket_path) : socket_path_(std::move(socket_path)) {}
    server::Response call(const server::Request& request) override;
    Result<std::string> reachable(bool any_port) override;

    /// Does a server answer there?
    bool answers();

  private:
    std::string socket_path_;
};

/// The same routes inside this process, under the process lock.
class LocalBackend final : public cli::Backend {
  public:
    LocalBackend(platform::ProcessLock lock, std::unique_ptr<Application> application)
        : lock_(std::move(lock)), application_(std::move(application)) {}
    server::Response call(const server::Request& request) override { return application_->handle(request); }
    Result<std::string> reachable(bool any_port) override;

  private:
    platform::ProcessLock lock_;  // released last: the store closes first
    std::unique_ptr<Application> application_;
    std::optional<std::string> url_;
};

/// Whichever fits: the server when one holds this home, else this process. Waits a moment for another command
/// or a server that is just starting.
Result<std::unique_ptr<cli::Backend>> open_backend(const platform::Paths& paths,
                                                   const config::Config& config);

/// The socket of this home, as configured.
std::string socket_path(const platform::Paths& paths, const config::Config& config);

}  // namespace roadcase
