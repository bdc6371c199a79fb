#include "backends.h"

#include <unistd.h>

#include <algorithm>

#include "core/json.h"
#include "key_setup.h"
#include "server/api_json.h"
#include "server/unix_client.h"

namespace roadcase {
namespace {

constexpr milliseconds lock_patience{15'000};
constexpr milliseconds lock_wait{100};
/// A renewal may be on its way.
constexpr milliseconds longest_answer{120'000};
constexpr milliseconds longest_ping{2'000};

milliseconds left_until(Instant end) {
    return std::max(std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now()), milliseconds{0});
}

bool is_over(Instant end) {
    return std::chrono::steady_clock::now() >= end;
}

Error nobody_answers(const std::string& named_socket) {
    if (!named_socket.empty())
        return make_error(
            ErrorKind::unreachable, "", "Nobody answers at " + named_socket + ".",
            "--socket, ROADCASE_SOCKET or config.toml names it, but another roadcase holds this home.",
            "Leave --socket out and unset ROADCASE_SOCKET, or name the socket of the one that runs.");
    return make_error(ErrorKind::unreachable, "", "Another roadcase holds this home and does not answer.",
                      "It may be hanging in a renewal or be stopped.",
                      "Look for it: ps -C roadcase; then end it and try again.");
}

}  // namespace

std::string socket_path(const platform::Paths& paths, const config::Config& config) {
    return config.socket.empty() ? paths.socket() : config.socket;
}

server::Response SocketBackend::call_within(const server::Request& request, milliseconds limit) {
    const auto left = std::min(left_until(end_), limit);
    return left == milliseconds{0} ? server::problem(server::out_of_time())
                                   : server::call_unix(socket_path_, request, left);
}

server::Response SocketBackend::call(const server::Request& request) {
    return call_within(request, longest_answer);
}

bool SocketBackend::answers() {
    server::Request ping;
    ping.path = "/healthz";
    return call_within(ping, longest_ping).status == 200;
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

Result<cli::Backend::Host> SocketBackend::host() {
    auto url = reachable(true);
    if (!url) return fail(url.error());
    end_ = Instant::max();
    return Host{std::move(*url), socket_path_};
}

Status SocketBackend::follow(const server::Request& request, const server::Follower& follower) {
    return server::follow_unix(socket_path_, request, follower, end_);
}

LocalBackend::LocalBackend(platform::ProcessLock lock, std::unique_ptr<Application> application, Instant end)
    : lock_(std::move(lock)),
      application_(std::move(application)),
      interruption_(std::in_place, end,
                    Interruption::Ways{[this] { application_->give_up_network(); },
                                       [this](Instant until) {
                                           if (!working_.try_lock_until(until)) return;
                                           // For good: nothing begins any more in what is left of this
                                           // process.
                                           application_->stop();
                                       }}) {}

server::Response LocalBackend::call(const server::Request& request) {
    auto answer = [&] {
        const std::lock_guard working(working_);
        return application_->handle(request);
    }();
    // What the command would say of a call that was given up for this is not what happened.
    while (interruption_ && interruption_->is_ending()) ::pause();
    const bool in_vain = answer.status >= 500 && interruption_ && interruption_->is_out_of_time();
    return in_vain ? server::problem(server::out_of_time()) : answer;
}

Result<std::string> LocalBackend::reachable(bool any_port) {
    const std::lock_guard working(working_);
    if (!url_) {
        auto url = application_->listen_now(any_port, Application::Door::browser);
        if (!url) return url;
        url_ = *url;
    }
    return *url_;
}

Result<cli::Backend::Host> LocalBackend::host() {
    const std::lock_guard working(working_);
    auto url = application_->listen_now(true, Application::Door::programs);
    if (!url) return fail(url.error());
    url_ = *url;
    interruption_.reset();
    return Host{std::move(*url), application_->socket()};
}

Result<std::unique_ptr<cli::Backend>> open_backend(const platform::Paths& paths, const config::Config& config,
                                                   std::optional<milliseconds> timeout) {
    if (auto ready = platform::prepare(paths); !ready) return fail(ready.error());
    const auto start = std::chrono::steady_clock::now();
    const auto end = timeout ? start + *timeout : Instant::max();
    while (!is_over(std::min(end, start + lock_patience))) {
        auto lock = platform::ProcessLock::acquire(paths.lock(), milliseconds{0});
        if (!lock) return fail(lock.error());
        if (*lock) {
            auto application = Application::open(paths, config, Role::command);
            if (!application) return fail(with_passphrase_file(application.error()));
            return std::make_unique<LocalBackend>(std::move(**lock), std::move(*application), end);
        }
        auto server = std::make_unique<SocketBackend>(socket_path(paths, config), end);
        if (server->answers()) return server;
        // Another command is at work, or a server is starting or stopping: one of the two will be true soon.
        lock = platform::ProcessLock::acquire(paths.lock(), std::min(lock_wait, left_until(end)));
        if (!lock) return fail(lock.error());
    }
    return fail(is_over(end) ? server::out_of_time() : nobody_answers(config.socket));
}

}  // namespace roadcase
