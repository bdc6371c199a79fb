#include "dashboard/settings_routes.h"

#include <algorithm>

#include "dashboard/account_rows.h"
#include "dashboard/forms.h"
#include "dashboard/message_page.h"
#include "dashboard/own_paths.h"
#include "dashboard/way_out.h"

namespace roadcase::dashboard {
namespace {

using http::Params;
using server::PathValues;
using server::Request;
using server::Response;

const char* yes_or_no(bool value) {
    return value ? "yes" : "no";
}

Setting setting(const World& world, std::string name, const std::string& now, std::vector<Choice> choices) {
    for (auto& choice : choices) choice.chosen = choice.value == now;
    Setting out;
    out.configured = world.ui.is_configured(name);
    out.name = std::move(name);
    out.choices = std::move(choices);
    return out;
}

Setting notifications(const World& world, const UiChoice& now) {
    std::vector<Choice> choices{{"desktop", "Desktop"}, {"off", "Off"}};
    if (!now.notify_command.empty()) choices.insert(choices.begin() + 1, {"command", "Own command"});
    auto out = setting(world, "notifications", now.notifications, std::move(choices));
    out.title = "Notifications";
    out.hint = "One when an account needs you. It names no person, and comes every 15 minutes at most.";
    return out;
}

std::vector<Setting> settings_of(const World& world) {
    const auto now = world.ui.now();
    std::vector<Setting> all{notifications(world, now)};
    all.push_back(setting(world, "theme", now.theme,
                          {{"auto", "Like the system"}, {"dark", "Dark"}, {"light", "Light"}}));
    all.back().title = "Theme";
    all.push_back(
        setting(world, "hide_names", yes_or_no(now.hide_names), {{"yes", "Hidden"}, {"no", "Shown"}}));
    all.back().title = "Names";
    all.back().hint = "Public handles can be hidden, too: \"Twitch 1\" stands in their place.";
    all.push_back(setting(world, "warn_on_air", yes_or_no(now.warn_on_air), {{"yes", "On"}, {"no", "Off"}}));
    all.back().title = "Warn before a provider's page";
    all.back().hint = "While a streaming program runs: a provider's page can show your e-mail.";
    return all;
}

std::string secret_words(const accounts::ClientEntry& entry) {
    const bool has_secret = entry.load_secret != nullptr || !entry.client.client_secret.empty();
    if (!entry.made_here) return "From config.toml.";
    return has_secret ? "Secret saved." : "No secret needed.";
}

AppRow app_row(const accounts::ClientEntry& entry, std::size_t count, const SettingsOutcome& outcome) {
    AppRow row;
    row.name = entry.name;
    row.provider = entry.provider.display_name.empty() ? entry.provider.name : entry.provider.display_name;
    row.facts =
        secret_words(entry) + " " +
        (count == 0 ? "No account yet." : std::to_string(count) + (count == 1 ? " account." : " accounts."));
    row.has_own_name = entry.name != entry.provider.name;
    row.change_href = setup_door(entry);
    row.removable = entry.made_here && count == 0;
    if (entry.problem) {
        row.mark = StateMark{Shape::triangle, Tone::err, "Cannot be used"};
        row.text = entry.problem->title;
        row.code = entry.problem->code;
    }
    if (outcome.app == entry.name) {
        row.mark = outcome.mark;
        row.text = outcome.text;
    }
    return row;
}

std::vector<AppRow> apps_of(const World& world, const std::vector<store::AccountRecord>& records,
                            const SettingsOutcome& outcome) {
    std::vector<AppRow> apps;
    for (const auto& entry : world.registry.all()) {
        if (entry->built_in) continue;
        const auto count = std::count_if(records.begin(), records.end(),
                                         [&](const auto& record) { return record.client == entry->name; });
        apps.push_back(app_row(*entry, static_cast<std::size_t>(count), outcome));
    }
    return apps;
}

Response choose(World& world, const Request& request) {
    const auto form = form_of_ours(request, world.guard);
    if (!form) return error_answer(form.error());
    const auto name = form->get("name").value_or("");
    const auto chosen = world.ui.choose(name, form->get("value").value_or(""));
    return chosen ? go_to("/settings#" + name) : error_answer(chosen.error());
}

}  // namespace

Response settings_page(World& world, const Request& request, int status, const SettingsOutcome& outcome) {
    const auto records = world.accounts.list();
    if (!records) return error_answer(records.error());
    const auto short_path = [&](const std::string& path) { return with_tilde(path, world.home); };
    SettingsPage page;
    page.dock_url = world.public_url + "/dock";
    page.settings = settings_of(world);
    page.apps = apps_of(world, *records, outcome);
    page.has_accounts = !records->empty();
    page.pack_problem = outcome.pack_problem;
    page.version = ROADCASE_VERSION;
    page.config_file = short_path(world.paths.config_file);
    page.data = short_path(world.paths.data);
    page.state = short_path(world.paths.state);
    page.latch = worst_of(world, *records);
    page.csrf = world.guard.token();
    page.live = outcome.pack_problem.empty() && outcome.app.empty();
    page.fragment = wants_fragment(request);
    return server::html(status, render(page));
}

void add_settings_routes(server::Router& router, World& world) {
    using Caller = server::RouteTraits::Caller;
    router.on("GET", "/settings", {Caller::dashboard, true},
              [&world](const Request& r, const PathValues&) { return settings_page(world, r, 200, {}); });
    router.on("POST", "/settings/choose", {Caller::dashboard, false},
              [&world](const Request& r, const PathValues&) { return choose(world, r); });
    // Where forms that show an outcome leave the browser: a reload leads back.
    for (const auto* path : {"/settings/pack", "/settings/apps/test"})
        router.on("GET", path, {Caller::dashboard, true},
                  [](const Request&, const PathValues&) { return go_to("/settings"); });
    add_pack_routes(router, world);
    add_app_routes(router, world);
}

}  // namespace roadcase::dashboard
