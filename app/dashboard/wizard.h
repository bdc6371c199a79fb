#pragma once

#include <string>

#include "dashboard/wizard_input.h"
#include "dashboard/wizard_page.h"

namespace roadcase::dashboard {

/// The page as it stands now. `app_name`: what to call the app at the provider.
WizardPage wizard_page(World& world, const providers::Provider& provider, const WizardInput& input,
                       const std::string& app_name);

}  // namespace roadcase::dashboard
