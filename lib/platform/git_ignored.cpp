#include "platform/git_ignored.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "core/clock.h"
#include "core/encoding.h"
#include "core/text.h"
#include "platform/spawn.h"

namespace roadcase::platform {
namespace {

namespace fs = std::filesystem;

constexpr seconds patience{5};

/// A work tree's root has a directory of that name, or, in a submodule or second work tree, a file.
bool in_work_tree(fs::path folder) {
    std::error_code failed;
    folder = fs::weakly_canonical(folder, failed);
    for (;; folder = folder.parent_path()) {
        if (fs::symlink_status(folder / ".git", failed).type() != fs::file_type::not_found) return true;
        if (folder == folder.parent_path()) return false;
    }
}

/// The exit status of git check-ignore: 0 ignored, 1 not, anything else: it could not tell.
int ask_git(const fs::path& path) {
    // What a hook of another repository leaves in the environment must not decide.
    const std::vector<std::string> argv{"env",
                                        "-u",
                                        "GIT_DIR",
                                        "-u",
                                        "GIT_WORK_TREE",
                                        "-u",
                                        "GIT_INDEX_FILE",
                                        "git",
                                        "-C",
                                        path.parent_path().string(),
                                        "check-ignore",
                                        "-q",
                                        "--",
                                        "./" + path.filename().string()};
    const auto child = spawn(argv, {});
    if (!child) return -1;
    const auto status = wait_for_exit(*child, std::chrono::steady_clock::now() + patience);
    if (!status) kill_and_reap(*child);
    return status.value_or(-1);
}

/// The name as a pattern that means only it, as one word of a shell; empty when it takes more than that.
std::string plain_word(const std::string& name) {
    const auto plain = [](char c) { return percent_encode({&c, 1}).size() == 1; };
    return std::all_of(name.begin(), name.end(), plain) ? name : "";
}

std::string how_to_ignore(const fs::path& path) {
    const auto name = plain_word(path.filename().string());
    const auto list = path.parent_path() / ".gitignore";
    if (name.empty()) return "Write its name into " + printable(list.string(), 4096) + ", or use --force.";
    return "echo " + name + " >> " + printable(list.string(), 4096) + "   (or --force)";
}

}  // namespace

GitStanding git_standing(const std::string& path) {
    if (!in_work_tree(fs::path(path).parent_path())) return GitStanding::outside;
    const int status = ask_git(path);
    return status == 0 ? GitStanding::ignored : status == 1 ? GitStanding::exposed : GitStanding::unknown;
}

Status refuse_what_git_takes(const std::string& path) {
    const auto standing = git_standing(path);
    if (standing == GitStanding::outside || standing == GitStanding::ignored) return {};
    const bool known = standing == GitStanding::exposed;
    return fail(
        ErrorKind::invalid_request, "E602",
        printable(path, 4096) + (known ? " is inside a Git repository and not ignored."
                                       : " is inside a Git repository that could not be asked about it."),
        known ? "The next commit could publish the token in it."
              : "Without the program git nobody can say whether a commit would take it.",
        how_to_ignore(path));
}

}  // namespace roadcase::platform
