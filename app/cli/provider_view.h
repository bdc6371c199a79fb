#pragma once

#include <string>
#include <vector>

#include "config/config.h"

namespace roadcase::cli {

/// One provider of `provider list`, as a row of a table; server/provider_json.h has what scripts read.
std::vector<std::string> provider_row(const config::Config& config, const providers::Provider& provider);

/// `provider show`: what a person needs before they start.
std::string provider_text(const config::Config& config, const providers::Provider& provider);

}  // namespace roadcase::cli
