#pragma once

#include <map>
#include <string>

#include "core/json.h"
#include "dashboard/wizard_page.h"
#include "dashboard/world.h"

namespace roadcase::dashboard {

/// What a provider said of an app's id and secret when they were saved here, kept while the process runs.
struct AppVerdict {
    std::optional<bool> works;  ///< nothing: it does not say, or could not be asked
    std::string detail;
};

/// What a person put into the wizard's form, each bounded and on one line; the secret apart from what may be
/// shown again.
struct WizardInput {
    std::string client_id;
    std::map<std::string, std::string> variables;
    std::string role;     ///< one of the provider's, or empty
    std::string scopes;   ///< pasted, with blanks between
    bool is_app = false;  ///< the app itself, not only what it may do
    std::string account;  ///< reference of an account that shall be asked for other things; empty: none
    Secret secret;
    std::map<std::string, std::string> problems;  ///< sentences, by the form's field
};

/// The client of a provider that a new account is for: that of its name, else its first; nullptr: none yet.
accounts::ClientPtr client_for(const accounts::Registry& registry, const providers::Provider& provider);

/// What stands in the form; what is wrong with it is in `problems`. `has_secret`: one is kept already, so an
/// empty field keeps it.
WizardInput read_input(const http::Params& form, const providers::Provider& provider, bool has_secret);
/// The same as the fields that the catalog takes, without what was left empty; emptied scopes are null.
Json client_fields(const WizardInput& input, const providers::Provider& provider);

/// The page as it stands now. `client`: nullptr before it is there. `app_name`: what to call the app at the
/// provider. `changing`: ask for id and secret although they are there.
WizardPage wizard_page(World& world, const providers::Provider& provider, const accounts::ClientPtr& client,
                       const WizardInput& input, const std::optional<AppVerdict>& verdict,
                       const std::string& app_name);

}  // namespace roadcase::dashboard
