#pragma once

#include <string>
#include <vector>

#include "config/config.h"
#include "core/json.h"

namespace roadcase::cli {

/// One provider of `provider list`, as a row of a table.
std::vector<std::string> provider_row(const config::Config& config, const providers::Provider& provider);
/// The same for scripts.
OrderedJson provider_summary(const config::Config& config, const providers::Provider& provider);

/// `provider show`: what a person needs before they start.
std::string provider_text(const config::Config& config, const providers::Provider& provider);
/// The same for scripts, beginning with "version".
OrderedJson provider_json(const config::Config& config, const providers::Provider& provider);

}  // namespace roadcase::cli
