#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dashboard/choice.h"
#include "dashboard/look.h"

namespace roadcase::dashboard {

/// One thing that can be chosen; its name is that of UiSettings and of its place on the page.
struct Setting {
    std::string name;
    std::string title;
    std::string hint;
    std::vector<Choice> choices;
    bool configured = false;  ///< config.toml says it, so it is shown and not asked
};

/// An app that the person registered at a provider.
struct AppRow {
    std::string name;
    std::string provider;
    std::string facts;              ///< "Secret saved. 2 accounts."
    std::optional<StateMark> mark;  ///< what the provider said to a test, or what is wrong
    std::string text;               ///< the same in a sentence
    std::string code;               ///< of what is wrong; may be empty
    bool has_own_name = false;      ///< another one than its provider's
    std::string change_href;        ///< empty: it stands in config.toml
    bool removable = false;         ///< and no account needs it
};

struct SettingsPage {
    std::string dock_url;
    std::vector<Setting> settings;
    std::vector<AppRow> apps;
    bool has_accounts = false;
    std::string pack_problem;  ///< why nothing was packed; empty: nothing was tried
    std::string version;
    std::string config_file;  ///< these with home shortened
    std::string data;
    std::string state;
    Tone latch = Tone::muted;
    std::string csrf;
    bool live = true;  ///< false: it holds an outcome that the next look would take away
    bool fragment = false;
};

std::string render(const SettingsPage& page);

}  // namespace roadcase::dashboard
