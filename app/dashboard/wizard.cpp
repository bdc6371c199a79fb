#include "dashboard/wizard.h"

#include <algorithm>

#include "core/text.h"
#include "dashboard/account_rows.h"
#include "dashboard/another_account.h"
#include "dashboard/app_saving.h"
#include "dashboard/way_out.h"
#include "dashboard/wizard_fields.h"
#include "server/doors.h"
#include "server/local_time.h"

namespace roadcase::dashboard {
namespace {

using accounts::ClientPtr;
using providers::Provider;

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
    if (verdict->works == true)
        saved.verdict = {Shape::circle, Tone::ok, provider + " accepts it"};
    else
        saved.detail = verdict->detail;
    if (verdict->works == false) saved.verdict = {Shape::triangle, Tone::err, provider + " refuses it"};
    if (!verdict->aftermath.empty()) saved.detail += (saved.detail.empty() ? "" : " ") + verdict->aftermath;
    return saved;
}

}  // namespace

WizardPage wizard_page(World& world, const Provider& provider, const WizardInput& input,
                       const std::string& app_name) {
    const auto client = client_for(world.registry, provider);
    const auto verdict = client ? world.verdicts.of(*client) : std::nullopt;
    const bool refused = verdict && verdict->works == false;
    WizardPage page;
    page.provider = provider.display_name;
    page.address = "/add/" + provider.name;
    page.console_url = console_door(provider, client.get());
    page.notice = provider.retired.empty() ? provider.notice : provider.ended();
    page.before_you_start = provider.before_you_start;
    page.obligations = provider.obligations;
    page.values = console_values(world, provider, client, app_name);
    if (!client || client->made_here)
        page.asked = asked_fields(provider, kept_of(world, client), input,
                                  client ? accounts_of(world, client->name).size() : 0);
    page.choices = choices(provider, client, input);
    page.may_paste_scopes = !client || client->made_here;
    page.account = input.account;
    // What is kept stands in the field, or an unchanged form would empty it.
    page.scopes = client && input.scopes.empty() && input.problems.empty() ? join(client->client.scopes, " ")
                                                                           : input.scopes;
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
