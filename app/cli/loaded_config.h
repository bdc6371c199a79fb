#pragma once

#include <string>

#include "cli/session.h"
#include "config/config.h"

namespace roadcase::cli {

/// The configuration for a command that looks at it: no server is asked and no secret source.
struct LoadedConfig {
    std::string file;
    bool exists = false;
    std::string provider_directory;  ///< of the person's own provider files; empty: there is no place for it
    config::Config config;
};

/// Where config.toml is looked for: --config, else the usual place.
Result<std::string> config_file(const Session& session);
bool is_there(const std::string& file);
Result<LoadedConfig> load_config(const Session& session);
/// Where the person's own provider files are. Fails when nothing says where their data is.
Result<std::string> provider_directory(const Session& session);

}  // namespace roadcase::cli
