#include "cli/in_front.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "platform/foreground.h"

namespace roadcase::cli {
namespace {

using Moment = std::chrono::steady_clock::time_point;

// Threads that are made inherit that these are blocked; what ends a command still ends it.
std::vector<int> first_signals() {
    // Ignored, its children would vanish without an exit code.
    ::signal(SIGCHLD, SIG_DFL);
    return heard_of({SIGUSR1, SIGUSR2, SIGWINCH, SIGCHLD});
}

std::vector<int> all_signals() {
    return heard_of({SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGWINCH, SIGCHLD});
}

/// A shell with job control waits for us: it must see us stop when the program did.
void stop_with(pid_t program) {
    if (::tcgetpgrp(STDIN_FILENO) != ::getpgrp()) return;
    ::kill(::getpid(), SIGSTOP);
    ::kill(program, SIGCONT);
}

std::optional<int> ended(pid_t program) {
    int status = 0;
    const auto told = ::waitpid(program, &status, WNOHANG | WUNTRACED);
    if (told == 0) return std::nullopt;
    if (told < 0) return 127;
    if (!WIFSTOPPED(status)) return platform::exit_code_of(status);
    stop_with(program);
    return std::nullopt;
}

std::optional<milliseconds> left_until(const std::optional<Moment>& end) {
    if (!end) return std::nullopt;
    return std::max(std::chrono::ceil<milliseconds>(*end - std::chrono::steady_clock::now()),
                    milliseconds{0});
}

}  // namespace

InFront::InFront() : early_(first_signals()) {}

void InFront::take_over() {
    signals_.emplace(all_signals());
}

void InFront::pass_on(pid_t program, int signal) {
    if (on_signal) on_signal(signal);
    // What the kernel sends from the terminal has reached the program as well, and what it sends to its whole
    // group is its own.
    const bool is_for_us_alone = signals_->sender() != 0 && signals_->sender() != program;
    if (is_for_us_alone || signal == SIGWINCH) ::kill(program, signal);
}

int InFront::wait_for(pid_t program, const Tick& tick) {
    for (;;)
        if (const auto code = wait_for(program, tick, milliseconds{3'600'000})) return *code;
}

std::optional<int> InFront::wait_for(pid_t program, const Tick& tick, milliseconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    std::optional<Moment> next;
    if (tick.call) next = std::chrono::steady_clock::now() + tick.every;
    for (;;) {
        if (const auto code = ended(program)) return code;
        const auto came = signals_->next(left_until(next ? std::min(*next, end) : end));
        if (came && *came != SIGCHLD && *came != Signals::rung) pass_on(program, *came);
        const auto now = std::chrono::steady_clock::now();
        if (next && now >= *next) {
            tick.call();
            next = std::chrono::steady_clock::now() + tick.every;
        }
        if (now >= end) return ended(program);
    }
}

}  // namespace roadcase::cli
