#include "platform/files.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "core/text.h"
#include "platform/descriptor.h"
#include "platform/put_file.h"
#include "platform/trust.h"

namespace roadcase::platform {
namespace {

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
    return put_file(path, content, {.rename_flags = RENAME_NOREPLACE});
}

Status replace_private_file(const std::string& path, std::string_view content) {
    return put_file(path, content);
}

Status rename_private_file(const std::string& from, const std::string& to) {
    const auto folder = std::filesystem::path(to).parent_path().string();
    const Descriptor directory(
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory || ::rename(from.c_str(), to.c_str()) != 0 || ::fsync(directory.get()) != 0)
        return fail(write_problem(to, errno));
    return {};
}

}  // namespace roadcase::platform
