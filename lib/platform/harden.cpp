#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <optional>

#include "platform/descriptor.h"
#include "platform/process.h"

namespace roadcase::platform {
namespace {

/// A file opened as descriptor 2 would receive whatever a library prints there.
void occupy_standard_descriptors() {
    int fd = ::open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= 2) fd = ::open("/dev/null", O_RDWR);
    Descriptor(fd).reset();
}

/// What this process was started with.
struct Before {
    mode_t umask = 022;
    rlimit core{0, 0};
    sigset_t blocked{};
    struct sigaction pipe {};
    struct sigaction file_size {};
};
std::optional<Before> before;

void ignore(int signal, struct sigaction& old) {
    struct sigaction ignoring {};
    ignoring.sa_handler = SIG_IGN;
    ::sigaction(signal, &ignoring, &old);
}

}  // namespace

void harden_process() {
    auto& old = before.emplace();
    old.umask = ::umask(077);
    ::prctl(PR_SET_DUMPABLE, 0);
    ::getrlimit(RLIMIT_CORE, &old.core);
    // The soft limit is enough, and a program that we start may have its own back.
    const rlimit none{0, old.core.rlim_max};
    ::setrlimit(RLIMIT_CORE, &none);
    ::pthread_sigmask(SIG_SETMASK, nullptr, &old.blocked);
    ignore(SIGPIPE, old.pipe);
    // A file that may not grow any more is a write that fails, not the end.
    ignore(SIGXFSZ, old.file_size);
    occupy_standard_descriptors();
}

void give_back_what_was_hardened() {
    if (!before) return;
    ::umask(before->umask);
    ::setrlimit(RLIMIT_CORE, &before->core);
    ::sigaction(SIGPIPE, &before->pipe, nullptr);
    ::sigaction(SIGXFSZ, &before->file_size, nullptr);
    ::sigprocmask(SIG_SETMASK, &before->blocked, nullptr);
}

}  // namespace roadcase::platform
