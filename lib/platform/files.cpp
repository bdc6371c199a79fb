#include "platform/files.h"

#include <fcntl.h>
#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "core/encoding.h"
#include "core/text.h"
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

Result<std::string> temporary_name(const Place& place, const std::string& path) {
    std::string unique(8, '\0');
    if (::getrandom(unique.data(), unique.size(), 0) != static_cast<ssize_t>(unique.size()))
        return fail(write_problem(path, errno));
    return "." + place.name + "." + hex_encode(unique);
}

/// Puts a whole file in place, or leaves everything as it was: a half-written one never has the final name.
Status put_file(const std::string& path, std::string_view content, unsigned int rename_flags) {
    auto place = open_place(path);
    if (!place) return fail(place.error());
    const auto temporary = temporary_name(*place, path);
    if (!temporary) return fail(temporary.error());

    const int folder = place->directory.get();
    const Descriptor file(
        ::openat(folder, temporary->c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) return fail(write_problem(path, errno));
    if (::fchmod(file.get(), 0600) != 0 || !write_all(file.get(), content) ||
        ::renameat2(folder, temporary->c_str(), folder, place->name.c_str(), rename_flags) != 0) {
        const int why = errno;
        ::unlinkat(folder, temporary->c_str(), 0);
        return fail(write_problem(path, why));
    }
    if (::fsync(folder) != 0) return fail(write_problem(path, errno));
    return {};
}

Result<std::string> read_at_most(int fd, const std::string& path, std::size_t limit) {
    // One buffer for the whole: growing would leave copies of a secret behind.
    std::string content(limit + 1, '\0');
    std::size_t size = 0;
    while (size < content.size()) {
        const auto got = ::read(fd, content.data() + size, content.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(read_problem(path, errno));
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    if (size > limit) {
        wipe(content);
        return fail(ErrorKind::config, "", printable(path, 4096) + " is too large.",
                    "At most " + std::to_string(limit) + " bytes are read.");
    }
    content.resize(size);
    return content;
}

}  // namespace

Result<Secret> read_private_file(const std::string& path, std::size_t limit) {
    // Not blocking: somebody may have put a pipe there.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file) return fail(errno == ELOOP ? symbolic_link(path) : read_problem(path, errno));
    struct stat info {};
    if (::fstat(file.get(), &info) != 0) return fail(read_problem(path, errno));
    if (auto safe = check_private_file(info, path); !safe) return fail(safe.error());
    auto content = read_at_most(file.get(), path, limit);
    if (!content) return fail(content.error());
    return Secret(std::move(*content));
}

Result<std::optional<std::string>> read_file(const std::string& path, std::size_t limit) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
    struct stat info {};
    if (!file || ::fstat(file.get(), &info) != 0) return fail(read_problem(path, errno));
    if (!S_ISREG(info.st_mode))
        return fail(ErrorKind::config, "", printable(path, 4096) + " is not a regular file.");
    auto content = read_at_most(file.get(), path, limit);
    if (!content) return fail(content.error());
    content->shrink_to_fit();
    return std::move(*content);
}

Result<std::vector<std::string>> names_in(const std::string& directory, std::string_view suffix) {
    std::vector<std::string> names;
    std::error_code failed;
    std::filesystem::directory_iterator entry(directory, failed);
    for (; !failed && entry != std::filesystem::directory_iterator(); entry.increment(failed)) {
        auto name = entry->path().filename().string();
        if (!name.starts_with('.') && name.ends_with(suffix)) names.push_back(std::move(name));
    }
    if (failed && failed != std::errc::no_such_file_or_directory)
        return fail(read_problem(directory, failed.value()));
    std::sort(names.begin(), names.end());
    return names;
}

Status create_private_file(const std::string& path, std::string_view content) {
    return put_file(path, content, RENAME_NOREPLACE);
}

Status replace_private_file(const std::string& path, std::string_view content) {
    return put_file(path, content, 0);
}

Status rename_private_file(const std::string& from, const std::string& to) {
    const auto place = open_place(to);
    if (!place) return fail(place.error());
    if (::rename(from.c_str(), to.c_str()) != 0 || ::fsync(place->directory.get()) != 0)
        return fail(write_problem(to, errno));
    return {};
}

}  // namespace roadcase::platform
