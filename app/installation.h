#pragma once

#include "cli/options.h"
#include "config/config.h"
#include "core/result.h"
#include "platform/paths.h"

namespace roadcase {

/// Where this process lives and how it is configured: environment, flags and config.toml together.
struct Installation {
    platform::Paths paths;
    config::Config config;
};

/// A file that --config names must be there; one in the usual place need not.
Status check_named_config(const cli::GlobalOptions& options);
/// Finds the paths and reads the configuration. Asks no secret source.
Result<Installation> open_installation(const cli::GlobalOptions& options);

}  // namespace roadcase
