#include "backends.h"

#include "core/json.h"
#include "server/unix_client.h"

namespace roadcase {
namespace {

constexpr int lock_tries = 150;
constexpr milliseconds lock_wait{100};

}  // namespace

std::string socket_path(const platform::Paths& paths, const config::Config& config) {
    return config.socket.empty() ? paths.socket() : config.socket;
}

server::Response SocketBackend::call(const server::Request& request) {
    return server::call_unix(socket_path_, request);
}

bool SocketBackend::answers() {
    server::Request ping;
    ping.path = "/healthz";
    return call(ping).status == 200;
}

Result<std::string> SocketBackend::reachable(bool) {
    server::Request ask;
    ask.path = "/api/v1/status";
    const auto answer = call(ask);
    if (answer.status != 200) return fail(server::error_from_problem(answer));
    const auto body = parse_json(answer.body);
    const auto url = body ? string_at(*body, "url") : std::nullopt;
    if (!url)
        return fail(ErrorKind::unreachable, "", "The running server's answer was not understood.",
                    "It may be another version.", "Stop it and start this one: roadcase serve");
    return *url;
}

Result<std::string> LocalBackend::reachable(bool any_port) {
    if (!url_) {
        auto url = application_->listen_now(any_port);
        if (!url) return url;
        url_ = *url;
    }
    return *url_;
}

Result<std::unique_ptr<cli::Backend>> open_backend(const platform::Paths& paths,
                                                   const config::Config& config) {
    if (auto ready = platform::prepare(paths); !ready) return fail(ready.error());
    for (int i = 0; i < lock_tries; ++i) {
        auto lock = platform::ProcessLock::acquire(paths.lock(), milliseconds{0});
        if (!lock) return fail(lock.error());
        if (*lock) {
            auto application = Application::open(paths, config, Role::command);
            if (!application) return fail(application.error());
            return std::make_unique<LocalBackend>(std::move(**lock), std::move(*application));
        }
        auto server = std::make_unique<SocketBackend>(socket_path(paths, config));
        if (server->answers()) return server;
        // Another command is at work, or a server is starting or stopping: one of the two will be true soon.
        lock = platform::ProcessLock::acquire(paths.lock(), lock_wait);
        if (!lock) return fail(lock.error());
    }
    return fail(ErrorKind::unreachable, "", "Another roadcase holds this home and does not answer.",
                "It may be hanging in a renewal or be stopped.",
                "Look for it: ps -C roadcase; then end it and try again.");
}

}  // namespace roadcase
