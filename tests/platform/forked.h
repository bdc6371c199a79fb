#pragma once

#include <sys/wait.h>
#include <unistd.h>

namespace roadcase::test {

/// Runs `work` in a child process and gives its exit status, so that what it does to the process stays there.
/// 255 when it did not exit by itself.
template <class Work>
int in_child(Work&& work) {
    const auto child = ::fork();
    if (child == 0) ::_exit(work());
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status)) return 255;
    return WEXITSTATUS(status);
}

}  // namespace roadcase::test
