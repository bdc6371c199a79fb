#pragma once

#include <CLI/CLI.hpp>

#include "core/error.h"

namespace roadcase::cli {

/// Wrong use in words: what is wrong, the nearest name that exists (never run), the help to read. `root` has
/// just failed to parse. Words that may be secrets are not repeated.
Error explain(const CLI::App& root, const CLI::ParseError& error);

}  // namespace roadcase::cli
