#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace roadcase::cli {

/// What could stand where a command line ends.
struct Candidates {
    std::vector<std::pair<std::string, std::string>> words;  ///< each with what it is; may be empty
    bool files = false;                                      ///< names of files, which the shell knows best
};

/// Names that live outside the command line: for "ACCOUNT", "CLIENT", "KEY", "LANGUAGE", "FORMAT". Asked only
/// when one is needed.
using Names = std::function<std::vector<std::string>(std::string_view of_what)>;

/// Walks the tree along `words`, the last of which is still being typed (perhaps empty).
Candidates candidates(const CLI::App& root, const std::vector<std::string>& words, const Names& names);

}  // namespace roadcase::cli
