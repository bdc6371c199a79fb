#include "dashboard/wizard_fields.h"

#include "dashboard/variable_fields.h"
#include "providers/credential_form.h"

namespace roadcase::dashboard {
namespace {

using providers::Provider;

AskedField variable(const Provider& provider, const oauth::Pairs::value_type& each, const KeptApp& kept,
                    const WizardInput& input) {
    const auto& [name, standard] = each;
    const auto field = variable_field(name);
    const auto typed = input.variables.find(name);
    const auto saved = kept.variables.find(name);
    return {.name = field,
            .label = name,
            .value = typed != input.variables.end()  ? typed->second
                     : saved != kept.variables.end() ? saved->second
                                                     : standard,
            .hint = part_hint(part_of(provider, name)),
            .problem = problem_at(input, field),
            .form = {},
            .required = standard.empty()};
}

/// Says beforehand that the focus moves (WCAG 3.2.2), and what another id would mean.
std::string hint_of_id(const std::string& form, const KeptApp& kept, std::size_t accounts) {
    if (accounts > 0)
        return accounts == 1 ? "With another one its account has to sign in again."
                             : "With another one its accounts have to sign in again.";
    const auto right = providers::credential_form_in_words(form);
    if (right.empty()) return {};
    return right + (kept.client_id.empty() ? ". Once it is pasted, the secret is next." : ".");
}

std::string hint_of_secret(const Provider& provider, const KeptApp& kept) {
    if (kept.has_secret) return "Leave it empty to keep the one that is saved.";
    return provider.console.needs_secret ? "Sealed on this computer, and never shown again."
                                         : "Leave it empty when the app has none.";
}

}  // namespace

std::vector<AskedField> asked_fields(const Provider& provider, const KeptApp& kept, const WizardInput& input,
                                     std::size_t accounts) {
    std::vector<AskedField> all;
    for (const auto& each : provider.variables) all.push_back(variable(provider, each, kept, input));
    if (registers_itself(provider)) return all;
    const auto& console = provider.console;
    all.push_back({.name = "client_id",
                   .label = "Client ID",
                   .value = input.client_id.empty() ? kept.client_id : input.client_id,
                   .hint = hint_of_id(console.client_id_form, kept, accounts),
                   .problem = problem_at(input, "client_id"),
                   .form = console.client_id_form});
    all.push_back({.name = "client_secret",
                   .label = "Client secret",
                   .value = {},
                   .hint = hint_of_secret(provider, kept),
                   .problem = problem_at(input, "client_secret"),
                   .form = console.client_secret_form,
                   .secret = true,
                   .required = console.needs_secret && !kept.has_secret});
    return all;
}

}  // namespace roadcase::dashboard
