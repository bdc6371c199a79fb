#include "platform/paths.h"

#include <filesystem>

#include "platform/files.h"

namespace roadcase::platform {
namespace {

std::string value_of(const Environment& env, const char* name) {
    const char* value = env(name);
    return value == nullptr ? std::string() : std::string(value);
}

/// XDG base directories: "If an implementation encounters a relative path … it should … ignore it."
std::string absolute_or_empty(const Environment& env, const char* name) {
    auto path = value_of(env, name);
    return path.starts_with('/') ? path : std::string();
}

std::string made_absolute(const std::string& path) {
    std::error_code failed;
    const auto absolute = std::filesystem::absolute(path, failed).lexically_normal().string();
    if (failed) return path;
    return absolute.size() > 1 && absolute.ends_with('/') ? absolute.substr(0, absolute.size() - 1)
                                                          : absolute;
}

Paths below_one(const std::string& home) {
    return {home + "/config.toml", home, home, home + "/run"};
}

Paths by_xdg(const Environment& env, const std::string& home) {
    const auto directory = [&](const char* name, const char* otherwise) {
        const auto base = absolute_or_empty(env, name);
        return (base.empty() ? home + otherwise : base) + "/roadcase";
    };
    Paths paths;
    paths.config_file = directory("XDG_CONFIG_HOME", "/.config") + "/config.toml";
    paths.data = directory("XDG_DATA_HOME", "/.local/share");
    paths.state = directory("XDG_STATE_HOME", "/.local/state");
    const auto runtime = absolute_or_empty(env, "XDG_RUNTIME_DIR");
    paths.runtime = runtime.empty() ? paths.state + "/run" : runtime + "/roadcase";
    return paths;
}

}  // namespace

Result<Paths> find_paths(const Environment& env) {
    const auto own = value_of(env, "ROADCASE_HOME");
    const auto home = absolute_or_empty(env, "HOME");
    if (own.empty() && home.empty())
        return fail(ErrorKind::config, "", "There is no place for Roadcase's files.",
                    "Neither HOME nor ROADCASE_HOME names a directory.",
                    "Set ROADCASE_HOME to a directory that only you can enter.");
    auto paths = own.empty() ? by_xdg(env, home) : below_one(made_absolute(own));
    const auto config = value_of(env, "ROADCASE_CONFIG");
    if (!config.empty()) paths.config_file = made_absolute(config);
    return paths;
}

Status prepare(const Paths& paths) {
    for (const auto& directory : {paths.data, paths.state, paths.runtime})
        if (auto made = make_private_directory(directory); !made) return made;
    return {};
}

}  // namespace roadcase::platform
