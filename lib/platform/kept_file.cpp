#include "platform/kept_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "core/encoding.h"
#include "core/secret.h"
#include "core/text.h"
#include "platform/files.h"
#include "platform/put_file.h"
#include "platform/trust.h"

namespace roadcase::platform {
namespace {

namespace fs = std::filesystem;

/// Larger than any file of ours can be.
constexpr std::size_t max_size = 256 * 1024;

std::string temporary_of(const std::string& path) {
    return "." + fs::path(path).filename().string() + ".roadcase";
}

tl::unexpected<Error> refuse(const std::string& path, const std::string& what, std::string why,
                             std::string next) {
    return fail(ErrorKind::invalid_request, "", printable(path, 4096) + " " + what, std::move(why),
                std::move(next));
}

Status check_name(const std::string& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) {
        if (errno == ENOENT) return {};
        return fail(read_problem(path, errno));
    }
    if (S_ISREG(info.st_mode)) return {};
    if (S_ISLNK(info.st_mode)) {
        std::error_code ignored;
        const auto target = fs::weakly_canonical(path, ignored).string();
        return refuse(path, "is a symbolic link.",
                      "Replacing the file would put a plain file in the link's place.",
                      "Name the file it leads to: " + printable(target, 4096));
    }
    return refuse(path, S_ISDIR(info.st_mode) ? "is a directory." : "is not a regular file.",
                  "A token is written into a file of its own.", "Name a file.");
}

}  // namespace

Result<std::string> resolve_kept_file(const std::string& path) {
    const fs::path asked(path);
    const auto name = asked.filename().string();
    if (!asked.is_absolute() || name.empty() || name == "." || name == "..")
        return refuse(path, "names no file.", "A whole path is needed, with the file's name at its end.",
                      "Name a file.");
    std::error_code failed;
    const auto folder = fs::canonical(asked.parent_path(), failed);
    if (failed)
        return refuse(asked.parent_path().string(), "is no directory that can be opened.",
                      failed.message() + ".",
                      "Make it first: mkdir -p " + printable(asked.parent_path().string(), 4096));
    struct stat info {};
    if (::stat(folder.c_str(), &info) != 0) return fail(read_problem(folder.string(), errno));
    if (auto own = check_own_directory(info, folder.string()); !own) return fail(own.error());
    const auto resolved = (folder / name).string();
    return check_name(resolved).map([&] { return resolved; });
}

Result<std::optional<KeptFile>> look_at_kept_file(const std::string& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
        return fail(read_problem(path, errno));
    }
    KeptFile found{"", info.st_mode & 07777};
    if (!S_ISREG(info.st_mode) || info.st_size > static_cast<off_t>(max_size)) return found;
    auto content = read_file(path, max_size);
    if (!content) return fail(content.error());
    if (!*content) return std::nullopt;
    found.hash = hex_encode(sha256(**content));
    wipe(**content);
    return found;
}

Status replace_kept_file(const std::string& path, std::string_view content, mode_t mode) {
    return put_file(path, content, {.mode = mode, .own_directory = true, .temporary = temporary_of(path)});
}

Status remove_kept_file(const std::string& path) {
    const auto folder = fs::path(path).parent_path();
    for (const auto& each : {fs::path(path), folder / temporary_of(path)})
        if (::unlink(each.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR)
            return fail(write_problem(path, errno));
    return {};
}

}  // namespace roadcase::platform
