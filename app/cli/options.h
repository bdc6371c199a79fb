#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"

namespace roadcase::cli {

/// What every command understands.
struct GlobalOptions {
    bool json = false;
    bool quiet = false;                   ///< no talk, only data and errors
    bool verbose = false;                 ///< serve: log at level debug
    bool no_input = false;                ///< never ask; also ROADCASE_NO_INPUT
    std::string color = "auto";           ///< auto | always | never
    std::string config;                   ///< config.toml to use; empty: the usual place
    std::string socket;                   ///< socket of the server; empty: the usual place
    std::optional<milliseconds> timeout;  ///< bounds every wait of a command
    std::vector<std::string> rest;        ///< words for another program: see foreign_words.h
};

/// "500ms", "90", "30s", "5m", "12h", "30d": a bare number is seconds. Nothing for anything else, for zero,
/// and for more than ten years.
std::optional<milliseconds> parse_duration(std::string_view text);

}  // namespace roadcase::cli
