#include "cli/serve.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>

#include "application.h"
#include "backends.h"
#include "cli/output.h"
#include "installation.h"

namespace roadcase::cli {
namespace {

constexpr milliseconds lock_wait{2000};

int tell(const Error& error) {
    std::cerr << error_text(error);
    return row_of(error.kind).exit_code;
}

/// The flag, else the environment, else config.toml.
std::string log_level(const GlobalOptions& options, const config::Config& config) {
    const char* wished = std::getenv("ROADCASE_LOG");
    if (options.verbose) return "debug";
    return wished != nullptr ? wished : config.log_level;
}

void log_to_stderr(const std::string& level) {
    auto logger = spdlog::stderr_logger_mt("roadcase");
    logger->set_pattern("%Y-%m-%dT%H:%M:%S%z %l %v");
    logger->set_level(spdlog::level::from_str(level));
    // A log that cannot be written fails nothing.
    logger->set_error_handler([](const std::string&) {});
    spdlog::set_default_logger(std::move(logger));
}

/// The signals that end a server; blocked before any thread starts, so that only wait_for_end() gets them.
sigset_t ending_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (int signal : {SIGTERM, SIGINT, SIGQUIT}) sigaddset(&set, signal);
    return set;
}

void wait_for_end() {
    const auto set = ending_signals();
    int signal = 0;
    sigwait(&set, &signal);
}

/// Opened by hand, a page helps; started by a service manager or a script, it would be in the way.
bool should_open_browser(const config::Config& config) {
    if (config.open_browser == "never" || std::getenv("ROADCASE_NO_BROWSER") != nullptr) return false;
    return config.open_browser == "always" || (isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0);
}

void greet(Application& application, const config::Config& config) {
    const auto& url = application.public_url();
    std::cerr << "Roadcase is at " << url << '\n';
    if (!application.has_ipv6())
        std::cerr << "This machine has no IPv6 loopback: listening on 127.0.0.1 only.\n";
    std::cerr << "Press Ctrl-C to stop.\n";
    std::cerr << "Next: "
              << (application.account_count() == 0 ? "open " + url + " and connect an account"
                                                   : "roadcase status")
              << '\n';
    if (should_open_browser(config)) platform::open_browser(url);
}

Error already_running() {
    return make_error(ErrorKind::unreachable, "E103", "Roadcase is already running for this user.",
                      "Another process holds this home.", "roadcase open");
}

int serve_installation(Installation installation) {
    for (const auto& warning : installation.config.warnings) spdlog::warn("{}", warning);
    if (auto ready = platform::prepare(installation.paths); !ready) return tell(ready.error());
    auto lock = platform::ProcessLock::acquire(installation.paths.lock(), lock_wait);
    if (!lock) return tell(lock.error());
    if (!*lock) return tell(already_running());
    const auto config = installation.config;
    auto application = Application::open(installation.paths, std::move(installation.config), Role::server);
    if (!application) return tell(application.error());
    (*application)->start();
    greet(**application, config);
    wait_for_end();
    std::cerr << "Stopping.\n";
    (*application)->stop();
    return 0;
}

}  // namespace

int serve(const GlobalOptions& options) {
    const auto set = ending_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    for (int signal : {SIGHUP, SIGUSR1, SIGUSR2}) std::signal(signal, SIG_IGN);
    auto installation = open_installation(options);
    if (!installation) return tell(installation.error());
    log_to_stderr(log_level(options, installation->config));
    return serve_installation(std::move(*installation));
}

}  // namespace roadcase::cli
