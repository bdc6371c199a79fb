#include "dashboard/ui_settings.h"

#include <algorithm>

namespace roadcase::dashboard {
namespace {

constexpr std::string_view document_name = "ui";

struct Known {
    std::string_view name;
    std::vector<std::string_view> values;
};

const std::vector<Known>& known() {
    static const std::vector<Known> all{{"theme", {"auto", "dark", "light"}},
                                        {"notifications", {"desktop", "command", "off"}},
                                        {"hide_names", {"yes", "no"}},
                                        {"warn_on_air", {"yes", "no"}}};
    return all;
}

bool is_allowed(std::string_view name, std::string_view value) {
    for (const auto& each : known())
        if (each.name == name)
            return std::find(each.values.begin(), each.values.end(), value) != each.values.end();
    return false;
}

/// Only what this version knows; a document of another one may hold anything.
std::string chosen_text(const Json& chosen, std::string_view name, const std::string& otherwise) {
    const auto value = string_at(chosen, name);
    return value && is_allowed(name, *value) ? *value : otherwise;
}

bool says(const config::Ui& configured, std::string_view name) {
    if (name == "theme") return configured.theme.has_value();
    if (name == "notifications") return configured.notifications.has_value();
    if (name == "hide_names") return configured.hide_names.has_value();
    return false;
}

}  // namespace

void UiSettings::use(const config::Ui& configured) {
    std::lock_guard lock(changing_);
    const auto document = store_.document(document_name);
    state_.with([&](State& state) {
        state.configured = configured;
        // What cannot be read now is as it was: names that are hidden must not come out for a full disk.
        if (!document) return;
        auto body = *document ? parse_json((*document)->body.reveal()) : std::nullopt;
        state.chosen = body && body->is_object() ? std::move(*body) : Json::object();
    });
}

UiChoice UiSettings::now() const {
    return state_.with([](const State& state) {
        const auto& [configured, chosen] = state;
        UiChoice choice;
        choice.theme = configured.theme.value_or(chosen_text(chosen, "theme", choice.theme));
        choice.notifications =
            configured.notifications.value_or(chosen_text(chosen, "notifications", choice.notifications));
        choice.notify_command = configured.notify_command;
        choice.hide_names = configured.hide_names.value_or(chosen_text(chosen, "hide_names", "no") == "yes");
        choice.warn_on_air = chosen_text(chosen, "warn_on_air", "yes") == "yes";
        return choice;
    });
}

bool UiSettings::is_configured(std::string_view name) const {
    return state_.with([&](const State& state) { return says(state.configured, name); });
}

Status UiSettings::choose(std::string_view name, const std::string& value) {
    if (!is_allowed(name, value))
        return fail(ErrorKind::invalid_request, "", "There is no such setting.",
                    "The page may be of another version.", "Load the settings again.");
    std::lock_guard lock(changing_);
    if (is_configured(name))
        return fail(ErrorKind::conflict, "", "This setting stands in config.toml.",
                    "What the file says counts.", "Change it there, or take the line out.");
    auto fresh = state_.with([](const State& state) { return state.chosen; });
    fresh[std::string(name)] = value;
    return store_.put_document(document_name, Secret(fresh.dump()), clock_.now()).map([&] {
        state_.with([&](State& state) { state.chosen = fresh; });
    });
}

}  // namespace roadcase::dashboard
