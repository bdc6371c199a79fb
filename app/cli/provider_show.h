#pragma once

#include <string>

#include "cli/loaded_config.h"

namespace roadcase::cli {

/// `provider show NAME`: all that a person needs before they start; with `as_toml` the row as it is written.
Status show_provider(Session& session, const std::string& name, bool as_toml);

}  // namespace roadcase::cli
