#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/toml.h"

namespace roadcase::config {

/// "text" as a basic string of TOML 1.0, whatever is in it.
std::string toml_string(std::string_view text);
/// ["one", "two"]
std::string toml_list(const std::vector<std::string>& texts);
/// A table and those below it as text that reads back as the same values; comments and the way they were
/// written are gone.
std::string toml_table(const TomlTable& table);

}  // namespace roadcase::config
