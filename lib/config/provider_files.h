#pragma once

#include <string>

#include "config/config.h"

namespace roadcase::config {

/// Empty when `name` can stand for a client or provider everywhere (in a reference, a URL, a file); else what
/// is wrong with it, as the end of a sentence.
std::string name_problem(const std::string& name);

/// A configuration of nothing but providers: the presets in the binary, and over them the rows of the *.toml
/// in `directory`, sorted by name, at most 64 of 64 KiB. Empty or missing directory: the presets. What is
/// wrong with a file stands in provider_files and broken_providers; only a broken preset is an error.
Result<Config> known_providers(const std::string& directory);

/// Lays the rows of one such file over config.providers: [provider.NAME] tables and nothing else. A row that
/// cannot be used goes to broken_providers with what lay below it, because its client may be meant for
/// another address than the preset's. Gives what was added to config.provider_files.
const ProviderFile& add_provider_file(const std::string& path, Config& config);

}  // namespace roadcase::config
