#include "dashboard/wizard.h"

#include <algorithm>

#include "core/text.h"
#include "dashboard/account_rows.h"
#include "providers/credential_form.h"
#include "server/doors.h"
#include "server/local_time.h"

namespace roadcase::dashboard {
namespace {

using accounts::ClientPtr;
using providers::Provider;

constexpr std::size_t longest_field = 512;
constexpr std::size_t longest_scopes = 2048;
constexpr std::string_view variable_prefix = "variable:";

bool registers_itself(const Provider& provider) {
    return !provider.registration.request.url.empty();
}

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

void read_variables(WizardInput& input, const http::Params& form, const Provider& provider) {
    for (const auto& [name, standard] : provider.variables) {
        const auto field = std::string(variable_prefix) + name;
        auto value = line_of(form, field);
        if (value.empty() && standard.empty())
            input.problems[field] = "It is needed: the provider's addresses hold it.";
        if (!value.empty() && value != standard) input.variables[name] = std::move(value);
    }
}

std::vector<ConsoleValue> console_values(const World& world, const Provider& provider,
                                         const ClientPtr& client, const std::string& app_name) {
    const auto config = world.catalog.config();
    const auto redirect =
        client ? client->client.redirect_uri : config::accepted_redirect(config->redirect_uri, provider);
    std::vector<ConsoleValue> values;
    for (const auto& [label, value, copy] : provider.console.fields)
        values.push_back(
            {label,
             oauth::fill(
                 value, {{"redirect_uri", redirect}, {"homepage", world.public_url}, {"app_name", app_name}}),
             copy});
    if (values.empty() && !registers_itself(provider))
        values = {{"Name", app_name, true}, {"Redirect address", redirect, true}};
    return values;
}

std::string problem_at(const WizardInput& input, const std::string& field) {
    const auto found = input.problems.find(field);
    return found == input.problems.end() ? "" : found->second;
}

/// Says beforehand that the focus moves (WCAG 3.2.2).
std::string hint_of_id(const std::string& form) {
    const auto right = providers::credential_form_in_words(form);
    return right.empty() ? "" : right + ". Once it is pasted, the secret is next.";
}

std::vector<AskedField> asked(const Provider& provider, const ClientPtr& client, const WizardInput& input) {
    std::vector<AskedField> all;
    for (const auto& [name, standard] : provider.variables) {
        const auto field = std::string(variable_prefix) + name;
        const auto typed = input.variables.find(name);
        all.push_back({.name = field,
                       .label = name,
                       .value = typed == input.variables.end() ? standard : typed->second,
                       .hint = "Part of this provider's addresses.",
                       .problem = problem_at(input, field),
                       .form = {},
                       .required = standard.empty()});
    }
    if (registers_itself(provider)) return all;
    const auto& console = provider.console;
    const bool kept = client != nullptr && !client->client.client_secret.empty();
    all.push_back({.name = "client_id",
                   .label = "Client ID",
                   .value = input.client_id.empty() && client ? client->client.client_id : input.client_id,
                   .hint = hint_of_id(console.client_id_form),
                   .problem = problem_at(input, "client_id"),
                   .form = console.client_id_form});
    all.push_back({.name = "client_secret",
                   .label = "Client secret",
                   .value = {},
                   .hint = kept                   ? "Leave it empty to keep the one that is saved."
                           : console.needs_secret ? "Sealed on this computer, and never shown again."
                                                  : "Leave it empty when the app has none.",
                   .problem = problem_at(input, "client_secret"),
                   .form = console.client_secret_form,
                   .secret = true,
                   .required = console.needs_secret && !kept});
    return all;
}

std::string door_with(const ClientPtr& client, const WizardInput& input, const std::string& role) {
    if (!client) return {};
    const auto door = server::door_of(client->name, input.account);
    return role.empty() ? door : http::with_query(door, {{"role", role}});
}

std::vector<RoleChoice> choices(const Provider& provider, const ClientPtr& client, const WizardInput& input) {
    std::vector<RoleChoice> all;
    if (client && !client->client.scopes.empty())
        all.push_back({"", "As this app was set up", "", "", client->client.scopes});
    for (const auto& bundle : provider.bundles)
        all.push_back({bundle.name, bundle.title, bundle.detail, "", *provider.role(bundle.name)});
    if (provider.bundles.empty())
        for (const auto& [role, scopes] : provider.roles) all.push_back({role, role, "", "", scopes});
    for (auto& each : all) each.door = door_with(client, input, each.role);
    const auto wished =
        std::find_if(all.begin(), all.end(), [&](const RoleChoice& each) { return each.role == input.role; });
    if (!all.empty()) (wished == all.end() ? all.begin() : wished)->chosen = true;
    return all;
}

std::string device_door(const WizardPage& page) {
    const auto door = page.address + "/device";
    for (const auto& choice : page.choices)
        if (choice.chosen && !choice.role.empty()) return http::with_query(door, {{"role", choice.role}});
    return door;
}

/// Without a console there is nothing to open first.
int step_of(const WizardPage& page, bool has_begun) {
    if (!page.door.empty()) return page.choices.empty() ? 4 : 3;
    return has_begun || page.console_url.empty() ? 2 : 1;
}

SavedApp saved_app(const World& world, const ClientPtr& client, const std::optional<AppVerdict>& verdict) {
    const auto& provider = client->provider.display_name;
    SavedApp saved;
    saved.may_change = client->made_here;
    if (!client->made_here) {
        saved.words = "Set up in `config.toml`.";
        return saved;
    }
    const auto at = world.catalog.changed_at(client->name);
    saved.words = "Saved" + (at && *at ? " " + server::clock_time(**at) : std::string());
    const auto length = client->client.client_secret.size();
    if (length > 0) saved.words += ", secret of " + std::to_string(length) + " characters";
    if (!verdict) return saved;
    saved.detail = verdict->detail;
    if (verdict->works == true)
        saved.verdict = {Shape::circle, Tone::ok, provider + " accepts it"}, saved.detail.clear();
    else if (verdict->works == false)
        saved.verdict = {Shape::triangle, Tone::err, provider + " refuses it"};
    return saved;
}

}  // namespace

ClientPtr client_for(const accounts::Registry& registry, const Provider& provider) {
    const auto named = registry.find(provider.name);
    if (named && !named->built_in && named->provider.name == provider.name) return named;
    for (const auto& client : registry.all())
        if (!client->built_in && client->provider.name == provider.name) return client;
    return nullptr;
}

WizardInput read_input(const http::Params& form, const Provider& provider, bool has_secret) {
    WizardInput input;
    const auto role = form.get("role").value_or("");
    if (provider.role(role) != nullptr) input.role = role;
    input.scopes = line_of(form, "scopes", longest_scopes);
    if (input.scopes.empty() && !trim(form.get("scopes").value_or("")).empty())
        input.problems["scopes"] = "Write them on one line with blanks between, at most 2,048 characters.";
    input.is_app = form.get("what") == "app";
    if (!input.is_app) return input;
    read_variables(input, form, provider);
    if (registers_itself(provider)) return input;
    input.client_id = line_of(form, "client_id");
    input.secret = Secret(trim(form.get("client_secret").value_or("")));
    check_id(input, form, provider);
    check_secret(input, provider, has_secret);
    return input;
}

Json client_fields(const WizardInput& input, const Provider& provider) {
    Json fields{{"provider", provider.name}};
    if (!input.client_id.empty()) fields["client_id"] = input.client_id;
    if (!input.secret.empty()) fields["client_secret"] = input.secret.reveal();
    if (!input.variables.empty()) fields["variables"] = input.variables;
    if (!input.scopes.empty())
        fields["scopes"] = split(input.scopes, ' ');
    else if (!input.is_app)
        fields["scopes"] = nullptr;
    return fields;
}

WizardPage wizard_page(World& world, const Provider& provider, const ClientPtr& client,
                       const WizardInput& input, const std::optional<AppVerdict>& verdict,
                       const std::string& app_name) {
    const bool refused = verdict && verdict->works == false;
    WizardPage page;
    page.provider = provider.display_name;
    page.address = "/add/" + provider.name;
    // An address with variables in it is not one yet.
    if (provider.console_url.find('{') == std::string::npos) page.console_url = provider.console_url;
    page.notice = provider.retired.empty() ? provider.notice : provider.ended();
    page.before_you_start = provider.before_you_start;
    page.obligations = provider.obligations;
    page.values = console_values(world, provider, client, app_name);
    if (!client || client->made_here) page.asked = asked(provider, client, input);
    page.choices = choices(provider, client, input);
    page.may_paste_scopes = !client || client->made_here;
    page.scopes = input.scopes;
    page.scopes_problem = problem_at(input, "scopes");
    if (client) page.saved = saved_app(world, client, verdict);
    for (const auto& choice : page.choices)
        if (choice.chosen) page.door = choice.door;
    if (page.choices.empty()) page.door = door_with(client, input, "");
    if (refused || !input.problems.empty()) page.door.clear();
    if (client && !page.door.empty() && input.account.empty() &&
        !provider.server.device_authorization_endpoint.empty())
        page.device_door = device_door(page);
    page.step = step_of(page, client || !input.problems.empty());
    page.csrf = world.guard.token();
    page.latch = worst_of(world);
    return page;
}

}  // namespace roadcase::dashboard
