#include "cli/serve.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <thread>

#include "application.h"
#include "backends.h"
#include "cli/output.h"
#include "core/guarded.h"
#include "core/text.h"
#include "installation.h"
#include "key_setup.h"
#include "log.h"
#include "platform/notify.h"
#include "reload.h"
#include "signals.h"

namespace roadcase::cli {
namespace {

constexpr milliseconds lock_wait{2000};
constexpr milliseconds ends_within{1'900};

const char* environment(const char* name) {
    return std::getenv(name);
}

/// The flag, else the environment, else config.toml.
void follow_log_settings(const GlobalOptions& options, const config::Config& config) {
    const char* wished = environment("ROADCASE_LOG");
    const auto level = options.verbose ? "debug" : wished != nullptr ? wished : config.log_level;
    set_up_log(level, log_format_of(config.log_format, environment, STDERR_FILENO));
}

/// Opened by hand, a page helps; started by a service manager or a script, it would be in the way.
bool should_open_browser(const config::Config& config) {
    if (config.open_browser == "never" || environment("ROADCASE_NO_BROWSER") != nullptr) return false;
    return config.open_browser == "always" || (isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0);
}

/// To the person in front of it; to who reads the log where that is JSON, which holds nothing else.
void say(const Application& application, const std::string& line) {
    if (application.config().log_format == "json")
        spdlog::info("{}", line);
    else
        std::cerr << line << '\n';
}

void greet(Application& application) {
    const auto& url = application.public_url();
    say(application, "Roadcase is at " + url);
    if (!application.has_ipv6())
        say(application, "This machine has no IPv6 loopback: listening on 127.0.0.1 only.");
    say(application, "Press Ctrl-C to stop.");
    say(application, "Next: " + (application.account_count() == 0 ? "open " + url + " and connect an account"
                                                                  : std::string("roadcase status")));
    if (should_open_browser(application.config())) platform::open_browser(url);
}

Error already_running() {
    return make_error(ErrorKind::unreachable, "E103", "Roadcase is already running for this user.",
                      "Another process holds this home.", "roadcase open");
}

/// What works but should be mended, and the provider files that are left out.
void warn_of(const config::Config& config) {
    for (const auto& warning : config.warnings) spdlog::warn("{}", warning);
    for (const auto& problem : config::provider_problems(config)) spdlog::warn("{}", problem.one_line());
}

/// Whatever is wrong with the new configuration, the old one goes on.
void reload(Application& application, const GlobalOptions& options) {
    platform::notify(platform::reloading_state());
    auto fresh = read_again(options, application.config());
    if (!fresh) {
        spdlog::error("The configuration stays as it was. {}", fresh.error().one_line());
    } else {
        warn_of(*fresh);
        follow_log_settings(options, *fresh);
        const auto waiting = application.reload(std::move(*fresh));
        if (!waiting.empty())
            spdlog::warn("Only a restart changes {}. Next: restart roadcase serve", join(waiting, ", "));
    }
    platform::notify("READY=1");
}

/// One of the signals that end a server, or Signals::rung when it cannot go on.
int work_until_end(Application& application, Signals& signals, const GlobalOptions& options) {
    for (;;) {
        const int signal = signals.next().value_or(Signals::rung);
        if (signal == SIGHUP)
            reload(application, options);
        else if (signal == SIGUSR1)
            spdlog::info("{}", application.state_in_words());
        else
            return signal;
    }
}

/// The end of the process without the rest of it. Everything on disk is as after a crash, which is a normal
/// way to stop.
[[noreturn]] void end_at_once(int exit_code) {
    spdlog::default_logger()->flush();
    std::_Exit(exit_code);
}

/// Ends in time whatever still runs; a second signal does not wait even for that.
void stop(std::unique_ptr<Application> application, Signals& signals) {
    platform::notify("STOPPING=1");
    say(*application, "Stopping.");
    std::atomic<bool> ended{false};
    std::thread ending([&] {
        application.reset();
        ended = true;
        signals.ring();
    });
    const auto end = std::chrono::steady_clock::now() + ends_within;
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now());
        const auto came = signals.next(std::max(left, milliseconds{0}));
        if (ended) break;
        if (came == Signals::rung || came == SIGHUP || came == SIGUSR1) continue;
        spdlog::warn("Stopped before everything had ended; the next start goes on from what is saved.");
        end_at_once(came ? 128 + *came : 0);
    }
    ending.join();
}

Status serve_installation(Installation installation, Signals& signals, const GlobalOptions& options) {
    warn_of(installation.config);
    if (auto ready = platform::prepare(installation.paths); !ready) return fail(ready.error());
    auto lock = platform::ProcessLock::acquire(installation.paths.lock(), lock_wait);
    if (!lock) return fail(lock.error());
    if (!*lock) return fail(already_running());
    auto application = Application::open(installation.paths, std::move(installation.config), Role::server);
    if (!application) return fail(with_passphrase_file(application.error()));
    Guarded<std::optional<Error>> failure;
    (*application)->on_failure([&](const Error& error) {
        failure.with([&](auto& told) { told = error; });
        signals.ring();
    });
    (*application)->start();
    greet(**application);
    const int why = work_until_end(**application, signals, options);
    stop(std::move(*application), signals);
    const auto error = failure.with([](const auto& told) { return told; });
    return why == Signals::rung && error ? Status(fail(*error)) : Status();
}

}  // namespace

Status serve(const GlobalOptions& options) {
    Signals signals({SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1});
    std::signal(SIGUSR2, SIG_IGN);
    auto installation = open_installation(options);
    if (!installation) return fail(installation.error());
    follow_log_settings(options, installation->config);
    return serve_installation(std::move(*installation), signals, options);
}

}  // namespace roadcase::cli
