#include "dashboard/settings_page.h"

namespace roadcase::dashboard {
namespace {

std::string chosen_label(const Setting& setting) {
    for (const auto& choice : setting.choices)
        if (choice.chosen) return choice.label;
    return {};
}

View setting_view(const Setting& setting) {
    return {{"name", setting.name},         {"label", setting.title},
            {"hint", setting.hint},         {"choices", choices(setting.choices)},
            {"now", chosen_label(setting)}, {"configured", flag(setting.configured)}};
}

View app_view(const AppRow& row) {
    View out{{"app", row.name},
             {"provider", row.provider},
             {"own_name", flag(row.has_own_name)},
             {"facts", row.facts},
             {"marked", flag(row.mark.has_value())},
             {"text", row.text.empty() ? flag(false) : prose(row.text)},
             {"code", shown(row.code)},
             {"change_href", shown(row.change_href)},
             {"removable", flag(row.removable)}};
    put_state(out, row.mark.value_or(StateMark{}));
    return out;
}

/// What is left when the program is gone. A home is never ours alone, even when somebody put our files there.
Value own_folders(const SettingsPage& page) {
    Views folders;
    for (const auto& folder : {page.data, page.state == page.data ? std::string() : page.state})
        if (!folder.empty() && folder != "~") folders.push_back(View{{"folder", folder}});
    return Value{folders};
}

}  // namespace

std::string render(const SettingsPage& page) {
    Views settings;
    for (const auto& setting : page.settings) settings.push_back(setting_view(setting));
    Views apps;
    for (const auto& row : page.apps) apps.push_back(app_view(row));
    View view{{"dock_url", page.dock_url},
              {"settings", Value{settings}},
              {"apps", Value{apps}},
              {"has_apps", flag(!page.apps.empty())},
              {"has_accounts", flag(page.has_accounts)},
              {"pack_problem", shown(page.pack_problem)},
              {"version", page.version},
              {"config_file", page.config_file},
              {"data", page.data},
              {"own_folders", own_folders(page)},
              {"csrf", page.csrf}};
    return render({.title = "Settings",
                   .place = Place::settings,
                   .latch = page.latch,
                   .live = page.live,
                   .fragment = page.fragment},
                  "settings", std::move(view));
}

}  // namespace roadcase::dashboard
