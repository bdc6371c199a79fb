#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "cli/options.h"

namespace roadcase::cli {

/// A flag whose value is a duration; anything else is wrong use. `target` must outlive the parsing.
CLI::Option* add_duration(CLI::App& app, const std::string& name, std::optional<milliseconds>& target,
                          const std::string& description);
/// As add_duration, but the value may be left out and needs "=": --wait, --wait=5m. The target stays empty
/// without the flag, else it is a duration's text.
CLI::Option* add_optional_duration(CLI::App& app, const std::string& name, const std::string& when_left_out,
                                   std::string& target, const std::string& description);
/// The required first word that names an account.
CLI::Option* add_account_argument(CLI::App& app, std::string& target);

}  // namespace roadcase::cli
