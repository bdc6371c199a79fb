#pragma once

#include "dashboard/wizard_input.h"

namespace roadcase::dashboard {

/// The client of a provider that a new account is for: that of its name, else its first; nullptr: none yet.
accounts::ClientPtr client_for(const accounts::Registry& registry, const providers::Provider& provider);

/// Asks the provider about the app as it would be, and keeps it unless it is refused: then (E301) whatever
/// was kept before is as it was. Where nobody can tell it is kept, and `world.verdicts` says so. Network.
Status save_app(World& world, const providers::Provider& provider, const WizardInput& input);
/// Keeps what sign-ins with it ask for. Without network.
Status save_scopes(World& world, const providers::Provider& provider, const WizardInput& input);

}  // namespace roadcase::dashboard
