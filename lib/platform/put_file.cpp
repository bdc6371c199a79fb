#include "platform/put_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "core/encoding.h"
#include "core/milestone.h"
#include "platform/descriptor.h"
#include "platform/trust.h"

namespace roadcase::platform {
namespace {

/// Where a file is to appear: its directory, held open so that it stays the same one, and its name in there.
struct Place {
    Descriptor directory;
    std::string name;
};

Result<Place> open_place(const std::string& path) {
    const auto slash = path.rfind('/');
    const auto folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    Place place{Descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
                path.substr(slash + 1)};
    if (!place.directory) return fail(write_problem(path, errno));
    return place;
}

bool write_all(int fd, std::string_view content) {
    while (!content.empty()) {
        const auto written = ::write(fd, content.data(), content.size());
        if (written < 0 && errno != EINTR) return false;
        if (written > 0) content.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(fd) == 0;
}

Result<std::string> random_name(const Place& place, const std::string& path) {
    std::string unique(8, '\0');
    if (::getrandom(unique.data(), unique.size(), 0) != static_cast<ssize_t>(unique.size()))
        return fail(write_problem(path, errno));
    return "." + place.name + "." + hex_encode(unique);
}

Result<std::string> temporary_name(const Place& place, const std::string& path, const Placing& placing) {
    if (placing.temporary.empty()) return random_name(place, path);
    if (::unlinkat(place.directory.get(), placing.temporary.c_str(), 0) != 0 && errno != ENOENT)
        return fail(write_problem(path, errno));
    return placing.temporary;
}

Status check_own(const Place& place, const std::string& path) {
    struct stat info {};
    if (::fstat(place.directory.get(), &info) != 0) return fail(write_problem(path, errno));
    return check_own_directory(info, path.substr(0, path.rfind('/') + 1));
}

}  // namespace

Status put_file(const std::string& path, std::string_view content, const Placing& placing) {
    auto place = open_place(path);
    if (!place) return fail(place.error());
    if (placing.own_directory)
        if (auto own = check_own(*place, path); !own) return fail(own.error());
    const auto temporary = temporary_name(*place, path, placing);
    if (!temporary) return fail(temporary.error());

    const int folder = place->directory.get();
    const Descriptor file(
        ::openat(folder, temporary->c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) return fail(write_problem(path, errno));
    const bool written = ::fchmod(file.get(), placing.mode) == 0 && write_all(file.get(), content);
    const int why_not = errno;
    if (placing.own_directory) reached("kept_file.written");
    if (!written ||
        ::renameat2(folder, temporary->c_str(), folder, place->name.c_str(), placing.rename_flags) != 0) {
        const int why = written ? errno : why_not;
        ::unlinkat(folder, temporary->c_str(), 0);
        return fail(write_problem(path, why));
    }
    if (::fsync(folder) != 0) return fail(write_problem(path, errno));
    return {};
}

}  // namespace roadcase::platform
