#pragma once

#include <string>

#include "core/result.h"

namespace roadcase::platform {

/// How a file stands to Git, whether it is there yet or not.
enum class GitStanding {
    outside,  ///< in no work tree
    ignored,  ///< a commit leaves it out
    exposed,  ///< a commit may take it; a file that is already tracked, too
    unknown,  ///< in a work tree, and Git could not be asked
};

/// Looks for `.git` in the directories above; only where there is one is the program `git` asked (5 s at
/// most). `path` is absolute and its directory is there.
GitStanding git_standing(const std::string& path);

/// E602 for a file that Git would take, or may take as far as we know.
Status refuse_what_git_takes(const std::string& path);

}  // namespace roadcase::platform
