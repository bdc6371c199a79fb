#include "installation.h"

#include <cstdlib>
#include <filesystem>

#include "core/text.h"

namespace roadcase {

Status check_named_config(const cli::GlobalOptions& options) {
    std::error_code ignored;
    if (options.config.empty() || std::filesystem::exists(options.config, ignored)) return {};
    return fail(ErrorKind::config, "E104", "There is no " + printable(options.config, 4096) + ".",
                "--config names it.", "Name the right file, or leave --config out.");
}

Result<Installation> open_installation(const cli::GlobalOptions& options) {
    if (auto there = check_named_config(options); !there) return fail(there.error());
    auto paths =
        platform::find_paths([](const char* name) { return static_cast<const char*>(std::getenv(name)); });
    if (!paths) return fail(paths.error());
    if (!options.config.empty()) paths->config_file = std::filesystem::absolute(options.config).string();
    const auto directory = std::filesystem::path(paths->config_file).parent_path().string();
    auto config =
        config::load_config(paths->config_file, config::system_sources(directory, paths->providers()));
    if (!config) return fail(config.error());
    if (const char* socket = std::getenv("ROADCASE_SOCKET")) config->socket = socket;
    const char* no_input = std::getenv("ROADCASE_NO_INPUT");
    config->may_ask = !options.no_input && (no_input == nullptr || std::string_view(no_input) == "0");
    if (!options.socket.empty()) config->socket = options.socket;
    return Installation{std::move(*paths), std::move(*config)};
}

}  // namespace roadcase
