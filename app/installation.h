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

/// Finds the paths and reads the configuration. Asks no secret source.
Result<Installation> open_installation(const cli::GlobalOptions& options);

}  // namespace roadcase
