#include "platform/trust.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/encoding.h"
#include "core/text.h"

namespace roadcase::platform {
namespace {

std::string mode_text(mode_t mode) {
    std::string text = "0";
    for (int shift = 6; shift >= 0; shift -= 3) text += static_cast<char>('0' + (mode >> shift & 7));
    return text;
}

/// The path as one word of a shell command, so that the next step can be pasted.
std::string shell_word(const std::string& path) {
    const auto plain = [](char c) { return percent_encode({&c, 1}).size() == 1 || c == '/'; };
    bool safe = true;
    std::string quoted;
    for (char c : path) {
        safe = safe && plain(c);
        quoted += c == '\'' ? "'\\''" : std::string(1, c);
    }
    return printable(safe ? path : "'" + quoted + "'", 4096);
}

Error not_private(const std::string& path, const std::string& what, std::string why, std::string next) {
    return make_error(ErrorKind::config, "E105", printable(path, 4096) + " " + what, std::move(why),
                      std::move(next));
}

Error foreign(const std::string& path) {
    return not_private(path, "belongs to another user.",
                       "Secrets are kept only where nobody else is the owner.",
                       "Move it away, or make it yours: sudo chown \"$(id -un)\" " + shell_word(path));
}

std::string reason(int error_number) {
    switch (error_number) {
        case ENOSPC:
        case EDQUOT:
            return "disk full";
        case EROFS:
            return "read-only disk";
        default:
            return std::generic_category().message(error_number);
    }
}

std::string remedy(int error_number) {
    switch (error_number) {
        case ENOSPC:
        case EDQUOT:
            return "Free space on that disk, then try again.";
        case EEXIST:
            return "Move it away, then try again.";
        default:
            return "Make it writable, then try again.";
    }
}

}  // namespace

Status check_private_file(const struct stat& info, const std::string& path) {
    if (!S_ISREG(info.st_mode))
        return fail(not_private(path, "is not a regular file.", "A secret is kept in a file of its own.",
                                "Move it away."));
    const bool ours = info.st_uid == ::geteuid();
    if (!ours && info.st_uid != 0) return fail(foreign(path));
    // What root gives us is group-readable at most: there the group bits stand for an access list.
    if ((info.st_mode & (ours ? 0077 : 0027)) != 0)
        return fail(not_private(path, "can be read by other users (mode " + mode_text(info.st_mode) + ").",
                                "Only you may read a file that holds a secret.",
                                "chmod 600 " + shell_word(path)));
    if (info.st_nlink != 1)
        return fail(not_private(path, "has a second name (hard link).",
                                "A secret must not be reachable from another place.",
                                "Copy it to a new file, then remove both names."));
    return {};
}

Status check_private_directory(const struct stat& info, const std::string& path) {
    if (info.st_uid != ::geteuid()) return fail(foreign(path));
    if ((info.st_mode & 0077) != 0)
        return fail(not_private(path, "can be entered by other users (mode " + mode_text(info.st_mode) + ").",
                                "Only you may look into the directory that holds your logins.",
                                "chmod 700 " + shell_word(path)));
    return {};
}

Status check_parent(const struct stat& info, const std::string& path) {
    if (info.st_uid != ::geteuid() && info.st_uid != 0) return fail(foreign(path));
    // Systems that give each user a group of their own also leave directories writable for it.
    const bool by_group = (info.st_mode & S_IWGRP) != 0 && info.st_gid != ::getegid();
    const bool by_all = (info.st_mode & S_IWOTH) != 0;
    if ((by_group || by_all) && (info.st_mode & S_ISVTX) == 0)
        return fail(not_private(path, "can be changed by other users (mode " + mode_text(info.st_mode) + ").",
                                "They could put a directory of theirs in the place of yours.",
                                "chmod go-w " + shell_word(path)));
    return {};
}

Status check_own_directory(const struct stat& info, const std::string& path) {
    if (info.st_uid != ::geteuid()) return fail(foreign(path));
    return check_parent(info, path);
}

Error symbolic_link(const std::string& path) {
    return not_private(path, "is a symbolic link.", "It could be turned to another place at any time.",
                       "Put the real one there, or name the real path in the configuration.");
}

Error write_problem(const std::string& path, int error_number) {
    return make_error(ErrorKind::internal, "E406",
                      printable(path, 4096) + " could not be written (" + reason(error_number) + ").",
                      "Nothing that was saved before is lost.", remedy(error_number));
}

Error read_problem(const std::string& path, int error_number) {
    if (error_number == ENOENT || error_number == ENOTDIR)
        return make_error(ErrorKind::not_found, "", printable(path, 4096) + " does not exist.");
    return make_error(ErrorKind::internal, "",
                      printable(path, 4096) + " could not be read (" + reason(error_number) + ").");
}

}  // namespace roadcase::platform
