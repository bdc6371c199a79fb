#pragma once

#include <string>
#include <vector>

#include "cli/loaded_config.h"
#include "core/json.h"

namespace roadcase::cli {

/// How a person or a program can sign in there: "browser", "device", "app".
std::vector<std::string> grants_of(const providers::Provider& provider);
/// Where the row comes from, as people call it: "built in + twitch.toml".
std::string places_of(const config::Config& config, const std::string& name);

/// One provider of `provider list`: as a row of a table, and for scripts.
std::vector<std::string> provider_row(const config::Config& config, const providers::Provider& provider);
OrderedJson provider_summary(const config::Config& config, const providers::Provider& provider);

}  // namespace roadcase::cli
