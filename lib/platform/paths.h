#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/result.h"

namespace roadcase::platform {

/// Where things are (XDG base directories, or ROADCASE_HOME for everything). Directories are made 0700 by
/// prepare(), not before.
struct Paths {
    std::string config_file;  ///< $XDG_CONFIG_HOME/roadcase/config.toml or $ROADCASE_HOME/config.toml
    std::string data;         ///< database and key file
    std::string state;        ///< lock
    std::string runtime;      ///< socket; $XDG_RUNTIME_DIR/roadcase, else below state

    std::string socket() const { return runtime + "/roadcase.sock"; }
    std::string lock() const { return state + "/roadcase.lock"; }
    std::string key_file() const { return data + "/roadcase.key"; }
    /// What the person wrote about providers: *.toml.
    std::string providers() const { return data + "/providers"; }
};

using Environment = std::function<const char*(const char*)>;

/// ROADCASE_CONFIG overrides config_file. Fails when neither HOME nor ROADCASE_HOME is set.
Result<Paths> find_paths(const Environment& env);
/// Makes the directories 0700; refuses (E105) one that others can enter or that another user owns.
Status prepare(const Paths& paths);

}  // namespace roadcase::platform
