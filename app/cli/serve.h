#pragma once

#include "cli/options.h"
#include "core/result.h"

namespace roadcase::cli {

/// Runs the server in the foreground until a signal ends it; logs to standard error. Gives the exit code.
Status serve(const GlobalOptions& options);

}  // namespace roadcase::cli
