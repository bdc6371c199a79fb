#include <algorithm>

#include "config/sections.h"
#include "http/url.h"

namespace roadcase::config {

std::string path_below(const std::string& directory, const std::string& name) {
    return name.empty() || name.front() == '/' ? name : directory + "/" + name;
}

namespace {

void read_key_command(TomlReader& reader, Config& config) {
    const auto argv = reader.texts("encryption_key_command");
    const auto fits = [](const std::string& word) { return word.find('\0') == std::string::npos; };
    if (argv && (argv->empty() || argv->front().empty() || !std::all_of(argv->begin(), argv->end(), fits)))
        reader.wrong("encryption_key_command",
                     "must be a program and its arguments, such as [\"pass\", \"show\", \"roadcase/key\"]");
    config.encryption_key_command = argv.value_or(std::vector<std::string>());
    if (!argv && config.encryption_key == store::KeyKind::command)
        reader.wrong("encryption_key", "is \"command\", but encryption_key_command is not there");
}

}  // namespace

Status read_store(const TomlTable* table, const Sources& sources, Config& config) {
    if (table == nullptr) return {};
    TomlReader reader(*table);
    if (const auto url = reader.text("url"); url && *url != "auto")
        reader.wrong("url", "must be \"auto\": this version stores in SQLite only");
    if (const auto key =
            reader.word("encryption_key", {"auto", "file", "keyring", "systemd", "command", "passphrase"}))
        config.encryption_key = store::key_kind(*key);
    read_key_command(reader, config);
    if (const auto file = reader.text("encryption_key_file")) {
        if (file->empty()) reader.wrong("encryption_key_file", "must name a file");
        config.encryption_key_file = path_below(sources.directory, *file);
    }
    return reader.finish();
}

namespace {

void read_span(TomlReader& reader, std::string_view key, seconds least, seconds most, seconds& target) {
    const auto span = reader.duration_seconds(key);
    if (!span) return;
    if (seconds{*span} < least || seconds{*span} > most)
        return reader.wrong(key, "must be " + in_words(least) + " to " + in_words(most));
    target = seconds{*span};
}

void read_number(TomlReader& reader, std::string_view key, double least, double most, const char* range,
                 double& target) {
    const auto number = reader.number(key);
    if (!number) return;
    if (!(*number >= least && *number <= most)) return reader.wrong(key, std::string("must be ") + range);
    target = *number;
}

}  // namespace

Status read_renew(const TomlTable* table, Config& config) {
    if (table == nullptr) return {};
    TomlReader reader(*table);
    auto& renew = config.renew;
    constexpr seconds minute{60};
    constexpr seconds day{86'400};
    read_number(reader, "fraction_left", 0.01, 0.9, "0.01 to 0.9", renew.fraction_left);
    read_span(reader, "min_left", seconds{0}, day, renew.min_left);
    read_span(reader, "validate_every", minute, day, renew.validate_every);
    read_span(reader, "keep_alive", 60 * minute, 30 * day, renew.keep_alive);
    // A Date header counts whole seconds, and an answer travels for some.
    read_span(reader, "clock_skew_warn", seconds{5}, day, renew.clock_skew_warn);
    read_number(reader, "max_per_second", 0.01, 10'000, "0.01 to 10000", renew.max_per_second);
    return reader.finish();
}

Status read_ui(const TomlTable* table, Config& config) {
    if (table == nullptr) return {};
    TomlReader reader(*table);
    auto& ui = config.ui;
    // Secrets are never shown, whatever it says, and e-mail addresses are not kept.
    for (const auto* key : {"stream_safe", "hide_email"}) reader.boolean(key);
    ui.hide_names = reader.boolean("hide_names");
    ui.theme = reader.word("theme", {"auto", "dark", "light"});
    ui.notifications = reader.word("notifications", {"desktop", "command", "off"});
    ui.notify_command = reader.texts("notify_command").value_or(std::vector<std::string>());
    if (ui.notifications == "command" && ui.notify_command.empty())
        reader.wrong("notifications", "is \"command\", but notify_command is not there");
    return reader.finish();
}

Status read_api(const TomlTable* table, Config& config) {
    if (table == nullptr) return {};
    TomlReader reader(*table);
    if (const auto required = reader.boolean("require_key")) {
        config.require_key = *required;
        if (!*required)
            config.warnings.push_back(
                toml_error(*table, table->find("require_key")->line,
                           "api.require_key = false: every program on this computer can ask "
                           "for tokens.")
                    .title);
    }
    config.confirm_first_use = reader.boolean("confirm_first_use").value_or(false);
    if (const auto origins = reader.texts("allow_origins")) {
        if (!std::all_of(origins->begin(), origins->end(), http::is_origin))
            reader.wrong("allow_origins", "must hold origins such as \"http://localhost:5173\"");
        config.allow_origins = *origins;
    }
    return reader.finish();
}

Status read_log(const TomlTable* table, Config& config) {
    if (table == nullptr) return {};
    TomlReader reader(*table);
    if (const auto level = reader.word("level", {"debug", "info", "warn", "error"}))
        config.log_level = *level;
    if (const auto format = reader.word("format", {"auto", "text", "json"})) config.log_format = *format;
    return reader.finish();
}

}  // namespace roadcase::config
