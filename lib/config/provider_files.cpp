#include "config/provider_files.h"

#include <filesystem>

#include "config/sections.h"
#include "core/text.h"
#include "platform/files.h"

namespace roadcase::config {
namespace {

constexpr std::size_t max_file_size = 64 * 1024;
constexpr std::size_t most_files = 64;

Error as_config_error(Error error) {
    error.kind = ErrorKind::config;
    error.code = "E104";
    if (error.next.empty()) error.next = "Mend it, then: roadcase provider check";
    return error;
}

Error missing(const std::string& path) {
    return make_error(ErrorKind::config, "E104", "There is no " + printable(path, 4096) + ".");
}

/// One file while its rows are laid over a configuration.
class Reading {
  public:
    Reading(std::string path, Config& config) : config_(config) { file_.path = std::move(path); }

    ProviderFile read() {
        const auto text = platform::read_file(file_.path, max_file_size);
        if (!text || !*text) {
            leave_out(stem(), note(text ? missing(file_.path) : text.error()));
        } else if (const auto root = parse_toml(**text, stem() + ".toml"); !root) {
            // What it describes cannot be known; most likely what it is named after.
            leave_out(stem(), note(root.error()));
        } else {
            read_root(*root);
        }
        return std::move(file_);
    }

  private:
    std::string stem() const { return std::filesystem::path(file_.path).stem().string(); }

    Error note(Error error) {
        if (error.detail.empty()) error.detail = "The file is " + file_.path + ".";
        return file_.problems.emplace_back(as_config_error(std::move(error)));
    }

    void leave_out(const std::string& name, const Error& why) {
        config_.providers.erase(name);
        config_.provider_places.erase(name);
        config_.broken_providers.emplace(name, why);
    }

    void read_root(const TomlTable& root) {
        TomlReader reader(root);
        const auto* rows = reader.table("provider");
        auto whole = reader.finish();
        if (whole && (rows == nullptr || rows->entries.empty()))
            whole = fail(toml_error(root, 1, "it holds no [provider.NAME]."));
        if (!whole) note(whole.error());
        if (rows == nullptr) return;
        for (const auto& row : rows->entries) {
            const auto read = whole ? read_row(*rows, row) : whole;
            if (!read) leave_out(row.first, whole ? note(read.error()) : file_.problems.front());
        }
    }

    /// Each row for itself: the others in the file are not worse for its faults.
    Status read_row(const TomlTable& rows, const std::pair<std::string, TomlValue>& row) {
        auto alone = rows;
        alone.entries = {row};
        auto read = read_provider_rows(&alone, file_.path, config_);
        if (read && config_.providers.contains(row.first)) file_.rows.push_back(row.first);
        return read;
    }

    ProviderFile file_;
    Config& config_;
};

/// What is wrong with the directory itself stands in a row of its own.
void add_files(const std::string& directory, Config& config) {
    const auto names = platform::names_in(directory, ".toml");
    if (!names) {
        config.provider_files.push_back({directory, {}, {as_config_error(names.error())}});
        return;
    }
    for (std::size_t i = 0; i < names->size() && i < most_files; ++i)
        add_provider_file(directory + "/" + (*names)[i], config);
    if (names->size() > most_files)
        config.provider_files.push_back(
            {directory,
             {},
             {make_error(
                 ErrorKind::config, "E104",
                 "Only the first " + std::to_string(most_files) + " files of " + directory + " are read.",
                 "There are " + std::to_string(names->size()) + ".",
                 "A file may hold several [provider.NAME]: put some together.")}});
}

}  // namespace

std::vector<Error> provider_problems(const Config& config) {
    std::vector<Error> problems;
    for (const auto& file : config.provider_files)
        problems.insert(problems.end(), file.problems.begin(), file.problems.end());
    return problems;
}

Result<const providers::Provider*> find_provider(const Config& config, std::string_view name) {
    if (const auto found = config.providers.find(name); found != config.providers.end())
        return &found->second;
    if (const auto broken = config.broken_providers.find(name); broken != config.broken_providers.end())
        return fail(broken->second);
    std::vector<std::string> names;
    for (const auto& [known, ignored] : config.providers) names.push_back(known);
    const auto guess = did_you_mean(name, names);
    return fail(ErrorKind::not_found, "", "There is no provider \"" + printable(name, 64) + "\".",
                guess ? "Did you mean \"" + *guess + "\"?" : "", "roadcase provider list");
}

const ProviderFile& add_provider_file(const std::string& path, Config& config) {
    auto file = Reading(path, config).read();
    return config.provider_files.emplace_back(std::move(file));
}

Result<Config> known_providers(const std::string& directory) {
    auto presets = providers::embedded_presets();
    if (!presets) return fail(presets.error());
    Config config;
    config.providers = std::move(*presets);
    for (const auto& [name, ignored] : config.providers) config.provider_places[name] = {built_in_place};
    if (!directory.empty()) add_files(directory, config);
    return config;
}

}  // namespace roadcase::config
