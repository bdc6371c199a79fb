#include "cli/loaded_config.h"

#include <filesystem>

#include "installation.h"
#include "platform/paths.h"

namespace roadcase::cli {

Result<std::string> config_file(const Session& session) {
    if (!session.options.config.empty()) return session.options.config;
    return platform::find_paths(session.world.env).map([](const platform::Paths& paths) {
        return paths.config_file;
    });
}

bool is_there(const std::string& file) {
    std::error_code ignored;
    return std::filesystem::exists(file, ignored);
}

Result<std::string> provider_directory(const Session& session) {
    return platform::find_paths(session.world.env).map([](const platform::Paths& paths) {
        return paths.providers();
    });
}

Result<LoadedConfig> load_config(const Session& session) {
    if (auto there = check_named_config(session.options); !there) return fail(there.error());
    const auto file = config_file(session);
    if (!file) return fail(file.error());
    const auto providers = provider_directory(session).value_or("");
    auto sources = config::system_sources(std::filesystem::path(*file).parent_path().string(), providers);
    sources.env = session.world.env;
    return config::load_config(*file, sources).map([&](config::Config config) {
        return LoadedConfig{*file, is_there(*file), providers, std::move(config)};
    });
}

}  // namespace roadcase::cli
