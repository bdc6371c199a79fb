#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <thread>

#include "platform/descriptor.h"
#include "platform/process.h"
#include "platform/trust.h"

namespace roadcase::platform {

Result<std::optional<ProcessLock>> ProcessLock::acquire(const std::string& path, milliseconds wait) {
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600));
    if (!file) return fail(errno == ELOOP ? symbolic_link(path) : write_problem(path, errno));
    struct stat info {};
    if (::fstat(file.get(), &info) != 0) return fail(read_problem(path, errno));
    if (auto safe = check_private_file(info, path); !safe) return fail(safe.error());

    const auto deadline = std::chrono::steady_clock::now() + wait;
    while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) return fail(write_problem(path, errno));
        if (std::chrono::steady_clock::now() >= deadline) return std::nullopt;
        // There is no flock with a deadline.
        std::this_thread::sleep_for(milliseconds{10});
    }
    return ProcessLock(file.release());
}

ProcessLock::ProcessLock(ProcessLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

ProcessLock& ProcessLock::operator=(ProcessLock&& other) noexcept {
    Descriptor released(std::exchange(fd_, std::exchange(other.fd_, -1)));
    return *this;
}

ProcessLock::~ProcessLock() {
    Descriptor(fd_).reset();
}

}  // namespace roadcase::platform
