#pragma once

#include <functional>
#include <istream>
#include <memory>
#include <ostream>
#include <string>

#include "cli/backend.h"
#include "cli/options.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/secret.h"
#include "http/transport.h"

namespace roadcase::cli {

/// Everything that commands touch outside their own arguments. main gives the real things, tests give fakes.
/// All references must outlive run().
struct CliWorld {
    /// Asked at most once per command, and only by commands that need accounts.
    std::function<Result<std::unique_ptr<Backend>>(const GlobalOptions&)> backend;
    std::ostream& out;
    std::ostream& err;
    std::istream& in;
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    bool in_is_terminal = false;
    std::function<const char*(const char*)> env;
    const Clock& clock;
    std::function<bool(const std::string&)> open_browser;
    std::function<bool(const Secret&)> copy;
    std::function<void(milliseconds)> pause;
    http::Transport& transport;  ///< for the browser that `demo` plays
    /// Asks on the terminal and shows nothing of what is typed; empty: nobody can be asked.
    std::function<Result<Secret>(const std::string&)> ask_secret = {};
    /// How wide the terminal behind `err` is; 0: nobody knows. Empty: the same.
    std::function<int()> terminal_columns = {};
};

/// One command line from argv to exit code (core/error.h has the table; 2 is wrong use). Never throws. Data
/// goes to `out`, talk and errors to `err`; a secret reaches `out` only when it is no terminal or the person
/// insists.
int run(int argc, const char* const* argv, CliWorld& world);

}  // namespace roadcase::cli
