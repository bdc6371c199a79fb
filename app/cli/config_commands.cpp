#include <filesystem>

#include "cli/commands.h"
#include "cli/config_view.h"
#include "config/config.h"
#include "installation.h"
#include "platform/paths.h"

namespace roadcase::cli {
namespace {

struct Loaded {
    std::string file;
    bool exists = false;
    config::Config config;
};

Result<std::string> file_of(const Session& session) {
    if (!session.options.config.empty()) return session.options.config;
    return platform::find_paths(session.world.env).map([](const platform::Paths& paths) {
        return paths.config_file;
    });
}

bool exists(const std::string& file) {
    std::error_code ignored;
    return std::filesystem::exists(file, ignored);
}

Result<Loaded> load(const Session& session) {
    if (auto there = check_named_config(session.options); !there) return fail(there.error());
    const auto file = file_of(session);
    if (!file) return fail(file.error());
    auto sources = config::system_sources(std::filesystem::path(*file).parent_path().string());
    sources.env = session.world.env;
    return config::load_config(*file, sources).map([&](config::Config config) {
        return Loaded{*file, exists(*file), std::move(config)};
    });
}

Status path(Session& session) {
    return file_of(session).map([&](const std::string& file) {
        if (session.options.json)
            session.console.print(
                dump(OrderedJson{{"version", 1}, {"file", file}, {"exists", exists(file)}}) + "\n");
        else
            session.console.print(file + "\n");
    });
}

void report_check(Session& session, const Loaded& loaded) {
    const auto clients = loaded.config.clients.size();
    if (loaded.exists)
        session.console.report(Mark::ok, loaded.file + " is right: " + std::to_string(clients) +
                                             (clients == 1 ? " client." : " clients."));
    else
        session.console.report(Mark::ok, "There is no " + loaded.file + "; the defaults are used.");
}

/// Asks every source once: a secret that cannot be had is found here, not when somebody is live.
Result<Loaded> with_secrets(Loaded loaded) {
    for (const auto& client : loaded.config.clients)
        if (const auto ready = client.ready_client(); !ready) return fail(ready.error());
    return loaded;
}

Status check(Session& session) {
    return load(session).and_then(with_secrets).map([&](const Loaded& loaded) {
        for (const auto& warning : loaded.config.warnings) session.console.warn(warning);
        if (!session.options.json) return report_check(session, loaded);
        session.console.print(dump(OrderedJson{{"version", 1},
                                               {"file", loaded.file},
                                               {"exists", loaded.exists},
                                               {"valid", true},
                                               {"clients", loaded.config.clients.size()},
                                               {"warnings", loaded.config.warnings}}) +
                              "\n");
    });
}

Status show(Session& session) {
    return load(session).map([&](const Loaded& loaded) {
        const auto view = config_view(loaded.config);
        if (!session.options.json)
            return session.console.print("# " + loaded.file + "\n" + config_text(view));
        OrderedJson object{{"version", 1}, {"file", loaded.file}};
        object.update(view);
        session.console.print(dump(object) + "\n");
    });
}

}  // namespace

void add_config_commands(const Tree& tree) {
    auto* config = tree.group(tree.root, "config", "Look at the configuration.");
    config->group("Server");
    tree.add(*config, "check", "Check config.toml; an error names its line and the fix.", check,
             {{{"roadcase config check", ""}, {"roadcase --config new.toml config check", "another file"}},
              "0 right, 10 wrong",
              "roadcase config show"});
    tree.add(*config, "path", "Print where config.toml is looked for.", path);
    tree.add(*config, "show", "Show the values in effect, never a secret.", show,
             {{}, "0 ok, 10 the file is wrong", "roadcase config check"});
}

}  // namespace roadcase::cli
