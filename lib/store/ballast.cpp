#include "store/ballast.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "platform/descriptor.h"
#include "store/errors.h"

namespace roadcase::store {
namespace {

/// Sixteen saves at once of large answers, with their pages of indexes.
constexpr off_t room = 512 * 1024;

const char* reason(int problem) {
    if (problem == ENOSPC || problem == EDQUOT) return "disk full";
    return problem == EROFS || problem == EACCES || problem == EPERM ? "read-only file or disk"
                                                                     : "the disk refused";
}

int take_room(const std::string& path) {
    const platform::Descriptor file(
        ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600));
    if (!file) return errno;
    struct stat info {};
    if (::fstat(file.get(), &info) != 0) return errno;
    if (!S_ISREG(info.st_mode)) return EEXIST;
    return ::posix_fallocate(file.get(), 0, room);
}

}  // namespace

Status Ballast::hold() {
    const std::lock_guard lock(mutex_);
    if (held_) return {};
    if (const int problem = take_room(path_); problem != 0) {
        // A part of it helps nobody and is in everybody's way.
        ::unlink(path_.c_str());
        return fail(not_writable(path_, reason(problem), std::generic_category().message(problem)));
    }
    held_ = true;
    return {};
}

bool Ballast::let_go() {
    const std::lock_guard lock(mutex_);
    const bool was_held = std::exchange(held_, false);
    return was_held && ::unlink(path_.c_str()) == 0;
}

}  // namespace roadcase::store
