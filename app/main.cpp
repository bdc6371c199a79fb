#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <thread>

#include "backends.h"
#include "cli/cli.h"
#include "installation.h"
#include "platform/clipboard.h"
#include "platform/process.h"
#include "platform/terminal.h"

namespace {

using namespace roadcase;

Result<std::unique_ptr<cli::Backend>> backend(const cli::GlobalOptions& options) {
    return open_installation(options).and_then([&](const Installation& installation) {
        return open_backend(installation.paths, installation.config, options.timeout);
    });
}

int run(int argc, char** argv) {
    const SystemClock clock;
    const auto transport = http::make_transport();
    cli::CliWorld world{.backend = backend,
                        .out = std::cout,
                        .err = std::cerr,
                        .in = std::cin,
                        .out_is_terminal = isatty(STDOUT_FILENO) != 0,
                        .err_is_terminal = isatty(STDERR_FILENO) != 0,
                        .in_is_terminal = isatty(STDIN_FILENO) != 0,
                        .env = [](const char* name) { return static_cast<const char*>(std::getenv(name)); },
                        .clock = clock,
                        .open_browser = platform::open_browser,
                        .copy = platform::copy_to_clipboard,
                        .pause = [](milliseconds time) { std::this_thread::sleep_for(time); },
                        .transport = *transport,
                        .ask_secret = platform::ask_without_echo,
                        .terminal_columns = [] { return platform::columns_of(STDERR_FILENO); }};
    return cli::run(argc, argv, world);
}

/// A standard stream that is closed would give its number to the next file, perhaps the database. Taken by
/// something that can only be read, so that what is written there is known to be lost.
void fill_closed_streams() {
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(fd, F_GETFD) == -1) static_cast<void>(::open("/dev/null", O_RDONLY));
}

}  // namespace

int main(int argc, char** argv) {
    fill_closed_streams();
    platform::harden_process();
    // A command talks through its messages; the server turns its log on itself.
    spdlog::set_level(spdlog::level::off);
    try {
        return run(argc, argv);
    } catch (const std::exception&) {
        // What a library threw may quote what it was given: not shown.
        std::cerr << "roadcase: Something inside failed. This is a bug; nothing was changed halfway.\n";
        return 1;
    }
}
