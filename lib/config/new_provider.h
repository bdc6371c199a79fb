#pragma once

#include <string>
#include <string_view>

#include "config/config.h"

namespace roadcase::config {

/// A provider that gets a file of its own in the person's provider directory.
struct NewProvider {
    std::string directory;
    std::string name;

    std::string path() const { return directory + "/" + name + ".toml"; }
};

/// A second one of a name would silently lie over the first: conflict.
Status check_free(const Config& config, const NewProvider& provider);
/// The text as it will be read at the next start: one [provider.NAME] of this very name, and nothing else.
Status check_row(std::string_view row, const std::string& name);
/// Makes the directory where it is missing. Fails when the file is there.
Status write_row(const NewProvider& provider, std::string_view row);

}  // namespace roadcase::config
