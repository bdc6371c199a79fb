#pragma once

#include <string>

#include "cli/loaded_config.h"

namespace roadcase::cli {

/// `provider check`: reads `file`, or every file of the person's provider directory when it is empty, tells
/// each problem with its place and its fix, and sets the exit code 10 when there is one. A row without a
/// documentation link is a warning.
Status check_providers(Session& session, const std::string& file);

}  // namespace roadcase::cli
