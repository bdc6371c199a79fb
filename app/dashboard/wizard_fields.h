#pragma once

#include <cstddef>
#include <vector>

#include "dashboard/wizard_input.h"
#include "dashboard/wizard_page.h"

namespace roadcase::dashboard {

/// What the wizard asks for: as it was typed, else as it is kept, else as the provider's row has it.
/// `accounts`: how many have signed in with the app.
std::vector<AskedField> asked_fields(const providers::Provider& provider, const KeptApp& kept,
                                     const WizardInput& input, std::size_t accounts);

}  // namespace roadcase::dashboard
