#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace roadcase::cli {

/// A command line, split into our words and those of another program.
struct ForeignWords {
    std::vector<std::string> own;   ///< argv[0] first
    std::vector<std::string> rest;  ///< of `curl`: what follows its ACCOUNT; of `watch`: what follows --exec;
                                    ///< else: what follows "--"

    /// Valid as long as this is.
    std::vector<const char*> own_argv() const;
};

/// Some commands take words that are not ours to read: `curl`, `run`, `watch` and `complete`. Of all others
/// everything is `own`. `root` knows the flags that may stand before a command.
ForeignWords split_foreign_words(const CLI::App& root, int argc, const char* const* argv);

}  // namespace roadcase::cli
