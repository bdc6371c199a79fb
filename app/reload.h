#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/config.h"
#include "installation.h"

namespace roadcase {

/// config.toml once more, for a server that runs. Besides what is wrong with any configuration, a file that
/// is empty or gone is an error as long as `running` has clients: most likely somebody is still writing it.
Result<config::Config> read_again(const cli::GlobalOptions& options, const config::Config& running);

/// The keys that `fresh` changes and that only count at a start: "server.port", …
std::vector<std::string> needs_restart(const config::Config& running, const config::Config& fresh);

/// Takes back what needs a restart, also where it went into a client: a redirect to the port of the next
/// start would arrive nowhere.
void stay_on_port(config::Config& fresh, const config::Config& running, std::uint16_t port);

}  // namespace roadcase
