#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "core/result.h"

namespace roadcase::platform {

/// A program that is started in front of the person, as a shell would start it.
struct Program {
    std::vector<std::string> argv;
    const std::vector<std::string>* environment = nullptr;  ///< NAME=value each; nullptr: ours
    int output = -1;                                        ///< its standard output; -1: ours
    int errors = -1;                                        ///< its standard error; -1: ours
    std::vector<int> kept;  ///< descriptors that it has under the numbers they have here
};

/// Starts it (found along PATH) in our process group, so that the terminal's keys reach it as they reach us,
/// with the umask, limits and signals that this process was started with. The Error is `not_found` for a
/// program that is not there (127 in shells), `denied` for one that cannot be run (126).
Result<pid_t> start_in_front(const Program& program);

/// 128 + the signal for a child that was killed, as shells count; `status` is waitpid's.
int exit_code_of(int status);

}  // namespace roadcase::platform
