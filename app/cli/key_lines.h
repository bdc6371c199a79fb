#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"

namespace roadcase::cli {

/// One line of `key list`.
std::vector<std::string> key_row(const Key& key, Time now);
/// `key show`: what, and how it is.
std::vector<std::vector<std::string>> key_facts(const Key& key, Time now);

/// pause, resume, allow, revoke.
void add_key_switches(const Tree& tree, CLI::App& keys);

}  // namespace roadcase::cli
