#pragma once

#include <string>

#include "config/config.h"
#include "core/json.h"

namespace roadcase::cli {

/// The values in effect, as sections of settings under the names of config.toml. Of a secret it says only
/// that there is one and where it comes from.
OrderedJson config_view(const config::Config& config);

/// config_view as text that reads like config.toml.
std::string config_text(const OrderedJson& view);

}  // namespace roadcase::cli
