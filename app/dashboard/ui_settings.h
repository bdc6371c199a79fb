#pragma once

#include <string>
#include <vector>

#include "config/config.h"
#include "core/guarded.h"
#include "core/json.h"
#include "store/store.h"

namespace roadcase::dashboard {

/// What a person chose for the pages and notifications, in effect now.
struct UiChoice {
    std::string theme = "auto";             ///< auto | dark | light
    std::string notifications = "desktop";  ///< desktop | command | off
    std::vector<std::string> notify_command;
    bool hide_names = false;  ///< "Twitch 1" in place of the handle
    bool warn_on_air = true;  ///< a page before a provider's page while a streaming program runs
};

/// [ui] of config.toml where it says something, else what was chosen on the settings page (the sealed
/// document "ui"), else the defaults. Thread-safe.
class UiSettings {
  public:
    UiSettings(store::Store& store, const Clock& clock) : store_(store), clock_(clock) {}

    /// From now on this configuration counts; reads the document, too.
    void use(const config::Ui& configured);
    UiChoice now() const;
    /// Stands in config.toml, so the page cannot change it: "theme", "notifications", "hide_names".
    bool is_configured(std::string_view name) const;

    /// Keeps one choice: "theme" and "notifications" take their words, "hide_names" and "warn_on_air" "yes"
    /// or "no". invalid_request for anything else, conflict where config.toml decides.
    Status choose(std::string_view name, const std::string& value);

  private:
    struct State {
        config::Ui configured;
        Json chosen = Json::object();
    };
    store::Store& store_;
    const Clock& clock_;
    Guarded<State> state_;
    std::mutex changing_;  ///< held from reading what was chosen until the new choice counts
};

}  // namespace roadcase::dashboard
