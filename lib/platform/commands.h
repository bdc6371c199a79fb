#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "core/secret.h"

namespace roadcase::platform {

/// What a command gets, and when it is ended.
struct CommandTerms {
    milliseconds deadline{5'000};
    std::optional<std::string> input = {};                     ///< its standard input; nothing: empty
    std::optional<std::vector<std::string>> environment = {};  ///< "NAME=value", instead of ours
    bool own_errors = false;                                   ///< it writes to our standard error
    std::function<bool()> given_up = {};                       ///< asked ten times a second; may be empty
};

struct CommandEnd {
    int status = 0;  ///< exit status; 128 + signal for a killed one
    Secret output;   ///< at most 64 KiB
};

/// Runs argv without a shell, other descriptors closed, until it ends or is ended with its process group. Who
/// it started and left behind may hold its output open: what was written until it ended counts. An Error when
/// there is no CommandEnd: `config` (could not be started, wrote more), `timeout` (too late, given up). It
/// names argv[0] only. The input is never on disk nor in a pipe: a command need not read it.
Result<CommandEnd> run_to_end(const std::vector<std::string>& argv, const CommandTerms& terms);

}  // namespace roadcase::platform
