#include <fcntl.h>

#include <cerrno>

#include "platform/descriptor.h"
#include "platform/files.h"
#include "platform/trust.h"

namespace roadcase::platform {
namespace {

// With a slash at the end the kernel would follow a symbolic link.
std::string without_slash(std::string path) {
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    return path;
}

std::string parent_of(const std::string& path) {
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return without_slash(path.substr(0, slash + 1));
}

Status make_one(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) != 0) {
        if (errno == EEXIST) return {};
        return fail(write_problem(path, errno));
    }
    const Descriptor parent(::open(parent_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!parent || ::fsync(parent.get()) != 0) return fail(write_problem(path, errno));
    return {};
}

Status make_with_parents(const std::string& path) {
    for (auto slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1))
        if (auto made = make_one(path.substr(0, slash)); !made) return made;
    return make_one(path);
}

}  // namespace

Status make_private_directory(const std::string& named) {
    const auto path = without_slash(named);
    if (auto made = make_with_parents(path); !made) return made;

    struct stat info {};
    const auto parent = parent_of(path);
    if (::stat(parent.c_str(), &info) != 0) return fail(read_problem(parent, errno));
    if (auto safe = check_parent(info, parent); !safe) return safe;

    if (::lstat(path.c_str(), &info) == 0 && S_ISLNK(info.st_mode)) return fail(symbolic_link(path));
    const Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!directory) {
        if (errno == ENOTDIR) return fail(write_problem(path, errno));
        return fail(read_problem(path, errno));
    }
    if (::fstat(directory.get(), &info) != 0) return fail(read_problem(path, errno));
    return check_private_directory(info, path);
}

}  // namespace roadcase::platform
