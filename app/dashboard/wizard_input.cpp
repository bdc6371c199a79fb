#include "dashboard/wizard_input.h"

#include "core/text.h"
#include "dashboard/variable_fields.h"
#include "providers/credential_form.h"

namespace roadcase::dashboard {
namespace {

using providers::Provider;

constexpr std::size_t longest_field = 512;
constexpr std::size_t longest_scopes = 2048;

/// A text that may stand in the page again: one line, not longer than it can be.
std::string line_of(const http::Params& form, std::string_view name, std::size_t longest = longest_field) {
    const std::string value{trim(form.get(name).value_or(""))};
    return value.size() <= longest && is_utf8(value) && printable(value, value.size()) == value ? value : "";
}

void check_id(WizardInput& input, const http::Params& form, const Provider& provider) {
    const auto typed = form.get("client_id").value_or("");
    auto wrong = providers::credential_problem(provider.console.client_id_form, trim(typed));
    if (!wrong.empty()) input.problems["client_id"] = std::move(wrong);
}

void check_secret(WizardInput& input, const Provider& provider, bool has_secret) {
    if (input.secret.empty() && (has_secret || !provider.console.needs_secret)) return;
    auto wrong = providers::credential_problem(provider.console.client_secret_form, input.secret.reveal());
    if (!wrong.empty()) input.problems["client_secret"] = std::move(wrong);
}

/// A form without the field leaves it as it is; an emptied one means what most people have.
void read_variables(WizardInput& input, const http::Params& form, const Provider& provider,
                    const KeptApp& kept) {
    for (const auto& [name, standard] : provider.variables) {
        const auto field = variable_field(name);
        const auto part = part_of(provider, name);
        const auto before = kept.variables.find(name);
        auto& value = input.variables[name];
        if (const auto posted = form.get(field))
            value = trim(*posted).empty() ? standard : as_part(part, line_of(form, field));
        else
            value = before == kept.variables.end() ? standard : before->second;
        if (auto wrong = part_problem(part, value); !wrong.empty()) input.problems[field] = std::move(wrong);
    }
    if (input.problems.empty() && !makes_addresses(provider, input.variables))
        input.problems[variable_field(provider.variables.front().first)] =
            "No address comes of this. Compare it with your browser's address bar there.";
}

}  // namespace

KeptApp kept_of(const World& world, const accounts::ClientPtr& client) {
    if (!client) return {};
    return {.has_secret = !client->client.client_secret.empty(),
            .client_id = client->client.client_id,
            .variables = world.catalog.variables(client->name)};
}

bool registers_itself(const Provider& provider) {
    return !provider.registration.request.url.empty();
}

std::string problem_at(const WizardInput& input, const std::string& field) {
    const auto found = input.problems.find(field);
    return found == input.problems.end() ? "" : found->second;
}

WizardInput read_input(const http::Params& form, const Provider& provider, const KeptApp& kept) {
    WizardInput input;
    const auto role = form.get("role").value_or("");
    if (provider.role(role) != nullptr) input.role = role;
    input.scopes = line_of(form, "scopes", longest_scopes);
    const bool unreadable = input.scopes.empty() && !trim(form.get("scopes").value_or("")).empty();
    input.is_app = form.get("what") == "app";
    if (input.is_app && !provider.variables.empty()) read_variables(input, form, provider, kept);
    if (unreadable)
        input.problems["scopes"] = "Write them on one line with spaces between, at most 2,048 characters.";
    if (!input.is_app || registers_itself(provider)) return input;
    input.client_id = line_of(form, "client_id");
    input.secret = Secret(trim(form.get("client_secret").value_or("")));
    check_id(input, form, provider);
    check_secret(input, provider, kept.has_secret);
    return input;
}

Json client_fields(const WizardInput& input, const Provider& provider) {
    Json fields{{"provider", provider.name}};
    if (!input.client_id.empty()) fields["client_id"] = input.client_id;
    if (!input.secret.empty()) fields["client_secret"] = input.secret.reveal();
    // What is as the provider's row has it follows the row.
    auto own = input.variables;
    for (const auto& [name, standard] : provider.variables)
        if (own[name] == standard) own.erase(name);
    if (!input.variables.empty()) fields["variables"] = own;
    if (!input.scopes.empty())
        fields["scopes"] = split(input.scopes, ' ');
    else if (!input.is_app)
        fields["scopes"] = nullptr;
    return fields;
}

}  // namespace roadcase::dashboard
