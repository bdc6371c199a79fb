#pragma once

#include <string>

#include "cli/loaded_config.h"

namespace roadcase::cli {

/// The row of a provider as it is written in each place it comes from, in their order, each below a comment
/// that names the place: to look at and to copy.
Result<std::string> rows_as_written(const LoadedConfig& loaded, const std::string& name);

}  // namespace roadcase::cli
