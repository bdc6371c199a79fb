#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "cli/api.h"
#include "cli/cli.h"
#include "cli/output.h"

namespace roadcase::cli {

/// One run of one command: its world, the global options and its console. The backend is opened when it is
/// first needed, so that help and configuration work without one.
class Session {
  public:
    Session(CliWorld& world, GlobalOptions options);

    CliWorld& world;
    const GlobalOptions options;
    Console console;
    int exit_code = 0;  ///< of a command that succeeded

    Result<Backend*> backend();
    Result<Api> api();
    /// Lets the home go while something takes long; the next use opens a backend again.
    void close_backend() { backend_.reset(); }

    /// May it ask the person? Not under --no-input, nor when stdin or stderr is no terminal.
    bool may_ask() const;
    /// The one line that the person types, or that stands on standard input; without its line end.
    std::string read_line();

    /// Asks `ready` at once and then every `every`, until it gives true or an error. Nothing (false) when
    /// `limit` ran out first. --timeout shortens the limit.
    Result<bool> wait_until(milliseconds limit, milliseconds every,
                            const std::function<Result<bool>()>& ready);

  private:
    std::unique_ptr<Backend> backend_;
};

/// Is this variable of the environment set to anything but 0?
bool switched_on(const CliWorld& world, const char* name);

/// What a parsed command line does.
using Action = std::function<Status(Session&)>;

}  // namespace roadcase::cli
