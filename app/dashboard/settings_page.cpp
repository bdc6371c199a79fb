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
             {"own_name", flag(row.name != row.provider)},
             {"facts", row.facts},
             {"marked", flag(row.mark.has_value())},
             {"text", row.text.empty() ? flag(false) : prose(row.text)},
             {"code", shown(row.code)},
             {"changeable", flag(row.changeable)},
             {"removable", flag(row.removable)}};
    put_state(out, row.mark.value_or(StateMark{}));
    return out;
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
              {"state_folder", page.state == page.data ? flag(false) : Value{page.state}},
              {"csrf", page.csrf}};
    return render({.title = "Settings",
                   .place = Place::settings,
                   .latch = page.latch,
                   .live = page.live,
                   .fragment = page.fragment},
                  "settings", std::move(view));
}

}  // namespace roadcase::dashboard
