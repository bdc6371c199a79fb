#pragma once

#include <cstdint>
#include <string>

#include "accounts/registry.h"
#include "practice/authorization_server.h"

namespace roadcase::practice {

/// "http://127.0.0.1:3000/practice": the other loopback name of the same server, so that the redirect crosses
/// origins as a real one does.
std::string issuer_on(std::uint16_t port);
/// The settings of the built-in practice provider behind that issuer.
PracticeSettings settings_on(std::uint16_t port, const std::string& state_file);
/// The same server in the dialect of Glimesh, below the issuer at /glimesh: for whoever has a bot that spoke
/// to it. It needs a [provider.…] of its own and forgets its grants at the end.
PracticeSettings glimesh_settings_on(std::uint16_t port);
/// Its client, which every roadcase has: offered to everyone, never the default of /auth.
accounts::ClientEntry client_on(std::uint16_t port);

}  // namespace roadcase::practice
