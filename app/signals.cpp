#include "signals.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>

#include "http/deadline.h"

namespace roadcase {

std::vector<int> heard_of(const std::vector<int>& signals) {
    std::vector<int> heard;
    for (const int signal : signals) {
        struct sigaction now {};
        if (::sigaction(signal, nullptr, &now) == 0 && now.sa_handler != SIG_IGN) heard.push_back(signal);
    }
    return heard;
}

Signals::Signals(const std::vector<int>& which) : bell_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : which) sigaddset(&set, signal);
    ::pthread_sigmask(SIG_BLOCK, &set, &before_);
    signals_ = platform::Descriptor(::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
}

Signals::~Signals() {
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

std::optional<int> Signals::next(std::optional<milliseconds> limit) {
    const auto end = std::chrono::steady_clock::now() + limit.value_or(milliseconds{0});
    for (;;) {
        pollfd entries[] = {{signals_.get(), POLLIN, 0}, {bell_.get(), POLLIN, 0}};
        const int ready = ::poll(entries, 2, limit ? http::poll_timeout(end) : -1);
        signalfd_siginfo info{};
        if (ready > 0 && ::read(signals_.get(), &info, sizeof info) == sizeof info) {
            sender_ = static_cast<pid_t>(info.ssi_pid);
            return static_cast<int>(info.ssi_signo);
        }
        eventfd_t rings = 0;
        if (ready > 0 && ::eventfd_read(bell_.get(), &rings) == 0) return rung;
        if (ready == 0 && limit) return std::nullopt;
        if (ready < 0 && errno != EINTR) return std::nullopt;
    }
}

void Signals::ring() {
    ::eventfd_write(bell_.get(), 1);
}

}  // namespace roadcase
