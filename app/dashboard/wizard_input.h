#pragma once

#include <map>
#include <string>

#include "accounts/registry.h"
#include "core/json.h"
#include "dashboard/world.h"
#include "http/url.h"

namespace roadcase::dashboard {

/// What is kept of an app already: an empty field keeps it.
struct KeptApp {
    bool has_secret = false;
    std::string client_id;
    std::map<std::string, std::string> variables;
};

/// `client`: nullptr when there is none.
KeptApp kept_of(const World& world, const accounts::ClientPtr& client);

/// What a person put into the wizard's form, each bounded and on one line; the secret apart from what may be
/// shown again.
struct WizardInput {
    std::string client_id;
    std::map<std::string, std::string> variables;  ///< all that the app shall have
    std::string role;                              ///< one of the provider's, or empty
    std::string scopes;                            ///< pasted, with blanks between
    bool is_app = false;                           ///< the app itself, not only what it may do
    std::string account;  ///< reference of an account that shall be asked for other things; empty: none
    Secret secret;
    std::map<std::string, std::string> problems;  ///< sentences, by the form's field
};

/// What stands in the form; what is wrong with it is in `problems`.
WizardInput read_input(const http::Params& form, const providers::Provider& provider, const KeptApp& kept);
/// The same as the fields that the catalog takes, without what was left empty; emptied scopes are null.
Json client_fields(const WizardInput& input, const providers::Provider& provider);

/// Empty: nothing is wrong with that field.
std::string problem_at(const WizardInput& input, const std::string& field);
/// The provider takes registrations from programs: nobody has an id or a secret to paste.
bool registers_itself(const providers::Provider& provider);

}  // namespace roadcase::dashboard
